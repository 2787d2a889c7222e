"""Commands that bring texts in, follow what comes, and take them out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from letopis.commands.base import (
    FOUND,
    INTERRUPTED,
    NOT_ALL,
    command,
    print_json,
    print_lines,
    tell,
)
from letopis.errors import NothingFound
from letopis.faces.arguments import DEFAULT, columns_of, with_chronicle

if TYPE_CHECKING:
    from letopis import building


@command("letopis build heap/ extra.txt --into japan.letopis")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--into", default=DEFAULT, show_default=True, metavar="CHRONICLE", help="The chronicle to build.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes that read side by side.")
@click.option(
    "--register",
    multiple=True,
    metavar="FILE",
    help="Your own terms of office, in the lines of the shipped register (repeatable).",
)
@click.option("--text", metavar="COLUMN", help="The column of a table (CSV, JSON Lines, Parquet) that holds the text.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=COLUMN", help="Another column of a table: title, "
              "address, publisher, author, published, language or name (repeatable).")  # fmt: skip
@click.option("--learnt", is_flag=True, help="Read opinions by the learnt model, too (0.2-0.3 ms a sentence).")
@click.option("--engine", type=click.Choice(["daft"]), help="What shares the reading out; docs: scale.")
@click.option("--ray", metavar="ADDRESS", help="With --engine daft: on this Ray cluster; local starts one here.")
@click.option("--analysed", is_flag=True, help="PATHs are tables of accounts (Parquet) that an engine left: they are "
              "kept, nothing is read.")  # fmt: skip
def build(
    paths: tuple[str, ...],
    into: str,
    jobs: int | None,
    register: tuple[str, ...],
    text: str | None,
    columns: tuple[str, ...],
    learnt: bool,
    engine: str | None,
    ray: str | None,
    analysed: bool,
    as_json: bool,
) -> int:
    """Read texts into a chronicle.

    PATH is a file, a folder with all that lies in it, the address of a feed or page, or - for standard input. Read are
    plain text, HTML, PDF, Word, EPUB, tables (CSV, JSON Lines, Parquet; a source a row), RSS and Atom, WARC, mail, and
    archives of these (zip, tar, gz). What the chronicle holds already is
    not read again, so the same command goes on after an interruption.
    """
    named = columns_of(columns, text)
    if ray and not engine:
        raise click.UsageError("--ray goes with --engine daft.")
    if analysed and (engine or jobs or register or text or columns or learnt):
        raise click.UsageError("--analysed takes tables that are read already; it goes with --into only.")
    from letopis import building  # noqa: PLC0415
    from letopis.faces.progress import prompt_interrupts, shown_progress  # noqa: PLC0415
    from letopis.faces.reports import built_data, built_lines  # noqa: PLC0415

    try:
        with prompt_interrupts(), shown_progress() as on_step:
            if analysed:
                from letopis.engines import read_tables  # noqa: PLC0415

                built = building.settle(read_tables(paths), into, on_step=on_step)
            else:
                built = building.build(
                    paths,
                    into,
                    jobs=jobs,
                    stdin=getattr(sys.stdin, "buffer", None),
                    register=register,
                    columns=named,
                    learnt=learnt,
                    engine=_engine(ray, jobs, register, learnt=learnt) if engine else None,
                    on_step=on_step,
                )
    except KeyboardInterrupt:
        tell(f"interrupted; what was read is kept in {into}, and the same command goes on from there")
        return INTERRUPTED
    if as_json:
        print_json(built_data(built))
    else:
        print_lines(built_lines(built))
    return NOT_ALL if built.unread else FOUND


def _engine(ray: str | None, jobs: int | None, register: tuple[str, ...], *, learnt: bool) -> building.Engine:
    from letopis.engines import daft_engine  # noqa: PLC0415

    return daft_engine(ray=ray, jobs=jobs, register=register, learnt=learnt)


@command("letopis watch japan.letopis feeds.opml inbox/ --every 900")
@click.argument("chronicle")
@click.argument("what", nargs=-1, metavar="WHAT...")
@click.option("--every", type=click.FloatRange(min=1), default=900, show_default=True, metavar="SECONDS",
              help="How often feeds are asked and folders looked at.")  # fmt: skip
@click.option("--once", is_flag=True, help="One round, then end.")
@click.option("--full", is_flag=True, help="Read the page of each new item, not only what the feed gives of it.")
@click.option("--pause", type=click.FloatRange(min=0), default=2, show_default=True, metavar="SECONDS",
              help="Between two requests to one host; its robots.txt may ask for more.")  # fmt: skip
@click.option("--status", is_flag=True, help="Tell how every feed is; nothing is asked.")
def watch(
    chronicle: str, what: tuple[str, ...], every: float, once: bool, full: bool, pause: float, status: bool,
    as_json: bool,
) -> int:  # fmt: skip
    """Take new items into a chronicle as they come.

    WHAT is the address of a feed or page, an OPML file with feeds, or a folder. Servers are asked whether anything is
    new, one request a host at a time, as their robots.txt allows; what fails is told, and asked again later. An item
    that changed becomes a new version. It runs until it is stopped and goes on where it was when it is started again.
    """
    from letopis.faces import watches  # noqa: PLC0415

    if status:
        return _watch_status(chronicle, as_json=as_json)
    if not what or "-" in what:
        raise click.UsageError("Give the address of a feed, an OPML file, or a folder.")
    from letopis import watching  # noqa: PLC0415
    from letopis.faces.progress import ended_by_term  # noqa: PLC0415
    from letopis.intake.visiting import Manners  # noqa: PLC0415

    def show(done: watching.Round) -> None:
        if as_json:
            print_json(watches.round_data(done))
        else:
            click.echo(watches.round_line(done))
        sys.stdout.flush()

    with ended_by_term():
        done = watching.watch(
            what,
            chronicle,
            every=every,
            once=once,
            full=full,
            manners=Manners(pause=pause),
            on_round=show,
            on_problem=lambda name, reason: tell(f"{name}: {reason}"),
        )
    return NOT_ALL if done.failed or done.failing else FOUND


def _watch_status(path: str, *, as_json: bool) -> int:
    from letopis.faces import watches  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    with Chronicle.open(path) as chronicle:
        feeds, failing = chronicle.watched.feeds(), chronicle.watched.failing()
    if as_json:
        print_json(watches.status_data(feeds, failing))
    else:
        print_lines(watches.status_lines(feeds, failing))
    if not feeds and not failing:
        raise NothingFound(f"{path}: nothing is watched yet")
    return NOT_ALL if failing else FOUND


@command("letopis forget japan.letopis heap/monday.txt")
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] SOURCE")
def forget(arguments: tuple[str, ...], as_json: bool) -> int:
    """Take a source out of a chronicle with everything read from it."""
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    path, source = with_chronicle(arguments, "SOURCE")
    with Chronicle.open(path) as chronicle:
        chronicle.forget(source)
    if as_json:
        print_json({"chronicle": path, "forgotten": source})
    return FOUND
