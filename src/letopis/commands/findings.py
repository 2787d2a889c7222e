"""Commands on what the records show together: contradictions, attitudes, positions, agreements, figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from letopis.commands.base import (
    FOUND,
    between_option,
    command,
    on_chronicle,
    print_json,
    print_lines,
    since_option,
    until_option,
    width,
)
from letopis.errors import NothingFound
from letopis.faces.arguments import Day

if TYPE_CHECKING:
    pass


@command("letopis contradictions japan.letopis --form position_change")
@on_chronicle
@click.option("--form", type=click.Choice(["contradiction", "position_change", "different_figure"]), help="Only these.")
def contradictions(chronicle: str, form: str | None, as_json: bool) -> int:
    """Tell where records disagree or a position changed, both quotations with their sources."""
    from letopis.faces.disagreements import disagreement_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415
    from letopis.study.contradictions import find_contradictions  # noqa: PLC0415
    from letopis.study.exporting import contradiction_line  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        pairs = [pair for pair in find_contradictions(opened) if form in (None, pair.form)]
    if as_json:
        print_json([contradiction_line(pair) for pair in pairs])
    else:
        print_lines(disagreement_lines(pairs, width()))
    if not pairs:
        raise NothingFound(f"{chronicle}: nothing found")
    return FOUND


@command("letopis attitudes japan.letopis --between Russia Japan --by year")
@on_chronicle
@click.option("--between", nargs=2, metavar="A B", help="Only between these two, both ways, by name or code.")
@click.option("--actor", metavar="X", help="Only of or towards this party, by name or code.")
@click.option("--since", type=Day(), help="Not earlier than this day, month or year.")
@click.option("--until", type=Day(), help="Not later than this day, month or year.")
@click.option("--by", type=click.Choice(["pair", "year", "text", "passage"]), default="pair", help="What to sum over.")
def attitudes(chronicle: str, as_json: bool, **conditions: Any) -> int:
    """Tell who is shown to be for or against whom, with the words that show it.

    What is counted is evidence, place by place; it is not a verdict on anybody.
    """
    from letopis.faces.leanings import leaning_data, leaning_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415
    from letopis.study.attitudes import sum_attitudes  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        leanings = sum_attitudes(opened, **conditions)
    if as_json:
        print_json([leaning_data(leaning) for leaning in leanings])
    else:
        print_lines(leaning_lines(leanings, width()))
    if not leanings:
        raise NothingFound(f"{chronicle}: nothing found")
    return FOUND


@command("letopis stories japan.letopis")
@on_chronicle
def stories(chronicle: str, as_json: bool) -> int:
    """Group the sources that tell the same event."""
    from letopis.faces.terminal import clean  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415
    from letopis.study.stories import find_stories  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        found = find_stories(opened)
    if as_json:
        print_json([{"sources": story} for story in found])
    else:
        print_lines(line for story in found for line in (*map(clean, story), ""))
    if not found:
        raise NothingFound(f"{chronicle}: no two sources tell the same event")
    return FOUND


@command("letopis positions japan.letopis --actor Japan --issue territory")
@on_chronicle
@click.option("--actor", metavar="X", help="Only this side, by name or code.")
@click.option("--issue", metavar="I", help="Only on this issue.")
@click.option("--since", type=Day(), help="Not earlier than this day, month or year.")
@click.option("--until", type=Day(), help="Not later than this day, month or year.")
def positions(chronicle: str, as_json: bool, **conditions: Any) -> int:
    """Tell how each side's position on an issue moved, in its statements and acts.

    Stances are for, against, conditional, demanding and refusing; a stand that differs from the one before is marked.
    """
    from letopis.faces.positions import position_data, position_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415
    from letopis.study.positions import find_positions  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        found = find_positions(opened, **conditions)
    if as_json:
        print_json(position_data(found))
    else:
        print_lines(position_lines(found, width()))
    if not found:
        raise NothingFound(f"{chronicle}: nothing found")
    return FOUND


@command("letopis agreements japan.letopis")
@on_chronicle
@click.option("--actor", metavar="X", help="Only those of this party, by name or code.")
def agreements(chronicle: str, actor: str | None, as_json: bool) -> int:
    """Tell the life of each agreement: proposed, signed, ratified, in force, ended, each step cited."""
    from letopis.faces.lives import life_data, life_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415
    from letopis.study.lives import find_lives  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        found = find_lives(opened, actor=actor)
    if as_json:
        print_json(life_data(found))
    else:
        print_lines(life_lines(found, width()))
    if not found:
        raise NothingFound(f"{chronicle}: nothing found")
    return FOUND


@command("letopis places japan.letopis --actor Russia")
@on_chronicle
@between_option
@click.option("--actor", metavar="X", help="Only events with this party, by name or code.")
@click.option("--issue", metavar="I", help="Only events on this issue.")
@since_option
@until_option
def places(chronicle: str, as_json: bool, **conditions: Any) -> int:
    """List the places of events with their coordinates, those of most events first.

    A place whose name several places share has no coordinates. What is wide (a country, a region, a sea) has those of
    a point in its middle. Coordinates and ids of cities are GeoNames' (CC BY 4.0).
    """
    from letopis.faces.places import place_data, place_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415
    from letopis.study.places import find_places  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        found = find_places(opened, **conditions)
    if as_json:
        print_json(place_data(found))
    else:
        print_lines(place_lines(found, width()))
    if not found:
        raise NothingFound(f"{chronicle}: nothing found")
    return FOUND


@command("letopis figures japan.letopis --of ship")
@on_chronicle
@click.option("--of", "word", metavar="WORD", help="Only those that count this, or have it in their words.")
def figures(chronicle: str, word: str | None, as_json: bool) -> int:
    """Tell the figures by what they count, a part below its whole."""
    from letopis.faces.counts import count_data, count_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415
    from letopis.study.counts import find_counts  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        found = find_counts(opened, word)
    if as_json:
        print_json(count_data(found))
    else:
        print_lines(count_lines(found, width()))
    if not found:
        raise NothingFound(f"{chronicle}: nothing found")
    return FOUND
