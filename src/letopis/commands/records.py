"""Commands on single records, and on what the chronicle holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from letopis.commands.base import (
    FOUND,
    NOT_ALL,
    command,
    on_chronicle,
    print_json,
    print_lines,
    width,
)
from letopis.errors import NothingFound, UsageError
from letopis.faces.arguments import place_of, with_chronicle

if TYPE_CHECKING:
    from letopis.model import Source


@command("letopis show japan.letopis ev-3f9c0a1b2c3d4e5f")
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] ID|SOURCE")
def show(arguments: tuple[str, ...], as_json: bool) -> int:
    """Show a record with all its tellings, the words underlined, or a source with its layers marked.

    ID is the id of a record, an older id of it, or the id of one of its readings; SOURCE the name of a source, whose
    text is shown with what is no prose, where texts were run together, and what repeats another place.
    """
    from letopis.faces.layers import layers_data, layers_lines  # noqa: PLC0415
    from letopis.faces.records import record_data, record_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    path, name = with_chronicle(arguments, "ID")
    with Chronicle.open(path) as chronicle:
        if any(source.name == name for source in chronicle.sources()):
            if as_json:
                print_json(layers_data(name, chronicle))
            else:
                print_lines(layers_lines(name, chronicle, width()))
            return FOUND
        tellings = chronicle.find(name)
        if as_json:
            print_json(record_data(tellings, chronicle))
        else:
            print_lines(record_lines(tellings, chronicle, width()))
    return FOUND


@command("letopis info japan.letopis")
@on_chronicle
def info(chronicle: str, as_json: bool) -> int:
    """Count what a chronicle holds: sources, sentences, records, and what was not read."""
    from letopis.faces.reports import info_data, info_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        found = opened.info()
    if as_json:
        print_json(info_data(found, chronicle))
    else:
        print_lines(info_lines(found, chronicle))
    return FOUND


@command("letopis verify japan.letopis")
@on_chronicle
def verify(chronicle: str, as_json: bool) -> int:
    """Check every citation against the kept text, and the kept text against its file."""
    from letopis.faces.reports import verified_data, verified_lines  # noqa: PLC0415
    from letopis.intake.sources import Files  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        problems = list(opened.verify(Files()))
        held = opened.info()
    if as_json:
        print_json(verified_data(held, problems))
    else:
        print_lines(verified_lines(held, problems))
    return NOT_ALL if problems else FOUND


@command('letopis explain "Бельгия и Дания подписали договор."')
@click.argument("text", required=False)
@click.option("--at", metavar="PATH:OFFSET", help="The sentence around this character of a file.")
def explain(text: str | None, at: str | None, as_json: bool) -> int:
    """Tell which rules look at a text and why each speaks or declines.

    Give the text itself, or the place of one sentence with --at.
    """
    if (text is None) == (at is None):
        raise click.UsageError("Give either a TEXT or --at PATH:OFFSET.")
    place = place_of(at) if at is not None else None
    from letopis.faces.explaining import explain_source, text_source  # noqa: PLC0415
    from letopis.faces.reports import explained_data, explained_lines  # noqa: PLC0415

    source, offset = _source_at(*place) if place else (text_source(text or ""), None)
    explained = explain_source(source, offset)
    if as_json:
        print_json(explained_data(source.name, source.text, explained))
    else:
        print_lines(explained_lines(source.name, source.text, explained, width()))
    if not any(verdicts for _, verdicts in explained):
        raise NothingFound("no rule looked at this text")
    return FOUND


def _source_at(path: str, offset: int) -> tuple[Source, int]:
    from letopis.faces.explaining import file_source  # noqa: PLC0415

    source = file_source(path)
    if offset >= len(source.text):
        raise UsageError(f"{path}:{offset}: the text has only {len(source.text):,} characters")
    return source, offset
