"""Commands on what happened: the timeline, indices, profiles, what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from letopis.commands.base import (
    between_option,
    by_option,
    command,
    on_chronicle,
    out_option,
    since_option,
    until_option,
    wide_option,
    width,
)
from letopis.faces.arguments import DEFAULT, Day

if TYPE_CHECKING:
    pass


@command("letopis timeline japan.letopis --between Russia Japan --since 1956 --form html --out history.html")
@on_chronicle
@between_option
@click.option("--actor", metavar="X", help="Only what this party takes part in, by name or code.")
@click.option("--issue", metavar="I", help="Only what is about this issue.")
@click.option("--type", "types", multiple=True, metavar="T", help="Only events of this PLOVER type (repeatable).")
@click.option("--realis", multiple=True, metavar="R", help="Only events actual, planned, negated ... (repeatable).")
@click.option("--reported/--not-reported", default=None, help="Only events that somebody merely reports, or no such.")
@click.option(
    "--certainty", type=click.FloatRange(0, 1), metavar="C", help="Only tellings at least so certain, 0 to 1."
)
@click.option("--source", metavar="S", help="Only what this source tells.")
@since_option
@until_option
@click.option("--all", "everything", is_flag=True, help="Statements, figures and what is only supposed, too.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N entries.")
@click.option(
    "--form", type=click.Choice(["text", "md", "csv", "json", "html", "ics"]), default="text", help="The form."
)
@out_option
def timeline(chronicle: str, as_json: bool, form: str, out: str | None, **conditions: Any) -> int:
    """Tell the history in a chronicle, oldest first, every entry with its citations.

    Undated entries stand at the end, with the day they cannot be later than where it is known.
    """
    from letopis.faces.questions import tell_history  # noqa: PLC0415

    return tell_history(chronicle, "json" if as_json else form, out, width(), **conditions)


@command("letopis index japan.letopis --between Russia Japan --by year --plot index.svg")
@on_chronicle
@click.option("--between", nargs=2, metavar="A B", required=True, help="The two countries or organisations.")
@by_option("month")
@since_option
@until_option
@click.option("--issue", metavar="I", help="Only what is about this issue.")
@click.option("--realis", multiple=True, default=("actual",), show_default=True, metavar="R", help="What counts.")
@click.option("--reported", is_flag=True, help="What somebody merely reports counts, too.")
@wide_option
@click.option("--draws", type=click.IntRange(0, 10_000), default=200, show_default=True, help="Draws for the bands.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="The same seed, the same bands.")
@click.option("--plot", metavar="FILE", help="Draw it, too, into a file .svg or .png.")
@out_option
def index(chronicle: str, as_json: bool, plot: str | None, out: str | None, **conditions: Any) -> int:
    """Measure conflict and cooperation of two countries by period.

    Events count by quad class (PLOVER) and with their scores, each real event once; bands come from drawing sources,
    change points from Pettitt's test.
    """
    from letopis.faces.questions import tell_index  # noqa: PLC0415

    return tell_index(chronicle, as_json, plot, out, width(), **conditions)


@command("letopis panel japan.letopis --by year --out panel.csv")
@on_chronicle
@by_option("year")
@since_option
@until_option
@click.option("--directed", is_flag=True, help="What one does to the other, a row for either direction.")
@click.option("--reported", is_flag=True, help="What somebody merely reports counts, too.")
@wide_option
@out_option
def panel(chronicle: str, as_json: bool, out: str | None, **conditions: Any) -> int:
    """Write all pairs of states by period as CSV for regression: ISO 3166, COW and Gleditsch-Ward codes, zeros too.

    --json writes one JSON object a line.
    """
    from letopis.faces.questions import tell_rows  # noqa: PLC0415

    return tell_rows(chronicle, as_json, out, **conditions)


@command("letopis profile japan.letopis --source heap/monday.txt")
@on_chronicle
@click.option("--actor", metavar="X", help="Of a party, by name or code.")
@between_option
@click.option("--issue", metavar="I", help="Of an issue.")
@click.option("--source", metavar="S", help="Of a source: how much of its text is its own.")
def profile(chronicle: str, as_json: bool, **subject: Any) -> int:
    """Count what is told of a party, of two, of an issue, or by a source."""
    from letopis.faces.questions import tell_profile  # noqa: PLC0415

    return tell_profile(chronicle, as_json, width(), **subject)


@command("letopis diff january.letopis february.letopis")
@click.argument("chronicles", nargs=-1, metavar="OLD NEW | [CHRONICLE]")
@click.option("--since-build", is_flag=True, help="What the last build brought into one chronicle.")
@click.option("--since", type=Day(), help="What was read into one chronicle since this day.")
def diff(chronicles: tuple[str, ...], as_json: bool, since_build: bool, since: str | None) -> int:
    """Tell what is new between two chronicles, or in one since a build."""
    from letopis.faces.questions import tell_difference  # noqa: PLC0415

    alone = since_build or since is not None
    if len(chronicles) > 1 if alone else len(chronicles) != 2:
        raise click.UsageError("Give OLD and NEW, or one chronicle with --since-build or --since.")
    return tell_difference(chronicles or (DEFAULT,), since, as_json, width())
