"""Commands for those who look rather than type: the desk, assistants, the manual."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from letopis.commands.base import (
    FOUND,
    command,
    on_chronicle,
    print_json,
    print_lines,
    width,
)
from letopis.errors import UsageError

if TYPE_CHECKING:
    pass


@command("letopis serve japan.letopis --port 8000")
@on_chronicle
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Where to listen; beyond loopback a token is needed to write.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=8347, show_default=True)
@click.option("--token", envvar="LETOPIS_TOKEN", metavar="T", help="The token for writing [LETOPIS_TOKEN].")
def serve(chronicle: str, host: str, port: int, token: str | None, as_json: bool) -> int:
    """Open the reader's desk: web pages and an interface for programs, on this machine.

    Nothing is fetched from outside. It may be open while a build runs.
    """
    try:
        from letopis.web.app import serve as run  # noqa: PLC0415
        from letopis.web.guard import LOOPBACK  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("the desk needs the extra 'serve': pip install 'letopis[serve]'") from error
    if host not in LOOPBACK and not token:
        raise click.UsageError("Beyond loopback the desk needs --token for writing.")
    address = f"http://{host}:{port}/"
    if as_json:
        print_json({"chronicle": chronicle, "address": address})
    else:
        click.echo(address)
    sys.stdout.flush()
    run(Path(chronicle), host, port, token)
    return FOUND


@command("letopis mcp japan.letopis")
@on_chronicle
@click.option("--http", is_flag=True, help="Serve HTTP on loopback instead of standard input and output.")
@click.option("--port", type=click.IntRange(0, 65535), default=8348, show_default=True)
def mcp(chronicle: str, http: bool, port: int, as_json: bool) -> int:
    """Serve assistants by the Model Context Protocol: search, timeline, ask, and the exact words of citations."""
    del as_json
    try:
        from letopis.web.assistants import make_server  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("the server for assistants needs the extra 'mcp': pip install 'letopis[mcp]'") from error
    server = make_server(Path(chronicle))
    if http:
        server.run("streamable-http", host="127.0.0.1", port=port)
    else:
        server.run("stdio")
    return FOUND


@command("letopis docs start")
@click.argument("page", required=False)
@click.option("--html", metavar="FILE", help="Write the page, or without a page all of them, as HTML to this file.")
def docs(page: str | None, html: str | None, as_json: bool) -> int:
    """Read the manual, which needs no network: the list of its pages, or one page."""
    from letopis.faces import pages  # noqa: PLC0415
    from letopis.faces.writing import write_lines  # noqa: PLC0415

    found = pages.find_pages()
    chosen = [pages.choose(found, page)] if page else found
    if html:
        write_lines([pages.pages_html(chosen)], html, end="")
    if as_json:
        print_json([{"page": one.name, "title": one.title} | ({"text": one.text} if page else {}) for one in chosen])
    elif page and not html:
        click.echo(pages.page_text(chosen[0], width(), styled=sys.stdout.isatty()), nl=False)
    elif not html:
        print_lines(pages.list_lines(found))
    return FOUND
