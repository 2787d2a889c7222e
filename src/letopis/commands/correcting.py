"""Commands of people who correct: actors and records."""

from __future__ import annotations

from collections.abc import Callable
from getpass import getuser
from typing import TYPE_CHECKING

import click

from letopis.commands.base import (
    FOUND,
    command,
    on_chronicle,
    print_json,
    print_lines,
)
from letopis.errors import NothingFound
from letopis.faces.arguments import with_several

if TYPE_CHECKING:
    from letopis.store.chronicle import Chronicle


@click.group(name="actor", short_help="Correct who is who: merge, split, rename, forget, log, undo, likely")
def actor_group() -> None:
    """Correct who is who. Every judgement is signed, kept, and can be undone; it survives a rebuild.

    An actor is named as it is called, or by its id.
    """


def _judgement(example: str, name: str | None = None) -> Callable[[Callable[..., int]], click.Command]:
    """A command that judges, with who and why."""

    def decorate(function: Callable[..., int]) -> click.Command:
        for option in (
            click.option("--json", "as_json", is_flag=True, help="Write JSON to standard output."),
            click.option("--why", metavar="TEXT", help="The reason."),
            click.option("--by", default=getuser, metavar="NAME", help="Who judges [the login name]."),
        ):
            function = option(function)
        short = (function.__doc__ or "").partition(".\n")[0].rstrip(".")
        return actor_group.command(name, epilog=f"\b\nExample:\n  {example}", short_help=short)(function)

    return decorate


def _judged(path: str, judge: Callable[[Chronicle], int], *, as_json: bool) -> int:
    from letopis.faces.judgements import judgement_data, judgement_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    with Chronicle.open(path) as chronicle:
        number = judge(chronicle)
        made = [one for one in chronicle.judgements() if one.number == number]
    if as_json:
        print_json(judgement_data(made)[0])
    else:
        print_lines(judgement_lines(made))
    return FOUND


@_judgement("letopis actor merge japan.letopis 'Есимаса Хаяси' 'Ёсимаса Хаяси'")
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] ACTOR INTO")
def merge(arguments: tuple[str, ...], by: str, why: str | None, as_json: bool) -> int:
    """Say that one actor is another."""
    path, (one, into) = with_several(arguments, ("ACTOR", "INTO"))
    return _judged(path, lambda chronicle: chronicle.merge_actors(one, into, by=by, why=why), as_json=as_json)


@_judgement("letopis actor split japan.letopis Сато --source tass.txt --as 'Eisaku Sato'")
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] ACTOR")
@click.option("--source", required=True, metavar="SOURCE", help="The source in which it is somebody else.")
@click.option("--as", "name", required=True, metavar="NAME", help="Who it is there.")
def split(arguments: tuple[str, ...], source: str, name: str, by: str, why: str | None, as_json: bool) -> int:
    """Say that an actor of one source is somebody else."""
    path, (who,) = with_several(arguments, ("ACTOR",))
    return _judged(
        path, lambda chronicle: chronicle.split_actor(who, source=source, name=name, by=by, why=why), as_json=as_json
    )


@_judgement("letopis actor rename japan.letopis 'Ingrid Khaugset' 'Ingrid Haugset'")
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] ACTOR NAME")
@click.option("--ru", "name_ru", metavar="NAME", help="The name in Russian.")
def rename(arguments: tuple[str, ...], name_ru: str | None, by: str, why: str | None, as_json: bool) -> int:
    """Say how an actor is called."""
    path, (who, name) = with_several(arguments, ("ACTOR", "NAME"))
    return _judged(
        path, lambda chronicle: chronicle.rename_actor(who, name, name_ru=name_ru, by=by, why=why), as_json=as_json
    )


@_judgement("letopis actor forget japan.letopis 'Bear Island'", name="forget")
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] ACTOR")
def forget_actor(arguments: tuple[str, ...], by: str, why: str | None, as_json: bool) -> int:
    """Say that what was taken for an actor is none."""
    path, (who,) = with_several(arguments, ("ACTOR",))
    return _judged(path, lambda chronicle: chronicle.forget_actor(who, by=by, why=why), as_json=as_json)


@_judgement("letopis actor undo japan.letopis 3")
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] NUMBER")
def undo(arguments: tuple[str, ...], by: str, why: str | None, as_json: bool) -> int:
    """Take a judgement back; it stays in the log."""
    path, (number,) = with_several(arguments, ("NUMBER",))
    if not number.isdecimal():
        raise click.UsageError(f"{number!r} is no number of a judgement")
    return _judged(path, lambda chronicle: chronicle.undo(int(number), by=by, why=why), as_json=as_json)


@actor_group.command(epilog="\b\nExample:\n  letopis actor log japan.letopis")
@on_chronicle
@click.option("--json", "as_json", is_flag=True, help="Write JSON to standard output.")
def log(chronicle: str, as_json: bool) -> int:
    """Tell all judgements, on actors and on records."""
    from letopis.faces.judgements import judgement_data, judgement_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        judged = opened.judgements()
    if as_json:
        print_json(judgement_data(judged))
    else:
        print_lines(judgement_lines(judged))
    if not judged:
        raise NothingFound(f"{chronicle}: nothing is judged yet")
    return FOUND


@actor_group.command(
    epilog="\b\nExample:\n  letopis actor likely japan.letopis --least 0.8 --merge",
    short_help="Tell who is likely one person under two names, and why",
)
@on_chronicle
@click.option("--least", type=click.FloatRange(0, 1), default=0.7, show_default=True, help="How sure at least.")
@click.option("--merge", "merges", is_flag=True, help="Judge them to be one; each judgement can be undone.")
@click.option("--by", default=getuser, metavar="NAME", help="Who judges [the login name].")
@click.option("--json", "as_json", is_flag=True, help="Write JSON to standard output.")
def likely(chronicle: str, least: float, by: str, merges: bool, as_json: bool) -> int:
    """Tell who is likely one person under two names, with what the score is made of.

    A family name alone, a name with initials or another spelling, told in another source than the full name. Silent
    where two persons could be meant. Nothing is joined without --merge.
    """
    from letopis.faces.judgements import namesake_data, namesake_lines, reasons_in_words  # noqa: PLC0415
    from letopis.language.pack import spelling  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415
    from letopis.study.likely import find_namesakes  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        found = find_namesakes(opened, spelling(), least)
        for one in found if merges else ():
            opened.merge_actors(one.one.id, one.other.id, by=by, why=reasons_in_words(one))
    if as_json:
        print_json([namesake_data(one) for one in found])
    else:
        print_lines(line for one in found for line in namesake_lines(one))
    if not found:
        raise NothingFound(f"{chronicle}: nobody is likely called in two ways")
    return FOUND


@command("letopis judge japan.letopis ev-3f9c0a1b2c3d4e5f reject --why 'a film, not a war'")
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] ID accept|reject|edit")
@click.option("--type", "event_type", metavar="T", help="With edit: the PLOVER type.")
@click.option("--realis", metavar="R", help="With edit: actual, planned, negated, hypothetical or generic.")
@click.option("--by", default=getuser, metavar="NAME", help="Who judges [the login name].")
@click.option("--why", metavar="TEXT", help="The reason.")
def judge(
    arguments: tuple[str, ...], event_type: str | None, realis: str | None, by: str, why: str | None, as_json: bool
) -> int:
    """Say that a record is right, wrong (it is told no more), or otherwise."""
    path, (record, act) = with_several(arguments, ("ID", "accept|reject|edit"))
    edits = {name: value for name, value in (("type", event_type), ("realis", realis)) if value}
    if (act == "edit") != bool(edits):
        raise click.UsageError("edit needs --type or --realis, and only edit takes them")
    return _judged(
        path, lambda chronicle: chronicle.judge_record(record, act, by=by, why=why, **edits), as_json=as_json
    )
