"""More pictures as SVG: lanes of positions, lives of agreements, and the network of the busiest countries."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import cos, pi, sin

from letopis.model import When
from letopis.study.lives import Life
from letopis.study.positions import Position
from letopis.web.drawing import EDGE, WIDTH, year_of

#: The sign of a stance.
STANCES = {"for": "+", "against": "−", "conditional": "±", "demanding": "!", "refusing": "×"}
#: Room at the right for what has no date, and at the left for names.
LOOSE, NAMES, ROW = 90, 90, 34
#: So many stands of a lane are drawn.
DRAWN = 100


def _place(when: When | None) -> float | None:
    day = (when.first or when.last) if when is not None else None
    return year_of(day) if day else None


def lanes_of_positions(positions: Sequence[Position], link: str, title: str) -> str:
    """One lane an actor: the sign of each stance where it was told, a bar before it where the position changed.

    What has no date stands at the right, apart.
    """
    years = [at for one in positions for stand in one.stands if (at := _place(stand.when)) is not None]
    if not positions:
        return ""
    first, last = (min(years), max(years)) if years else (0.0, 1.0)
    scale = (WIDTH - NAMES - EDGE - LOOSE) / max(last - first, 0.1)
    height = ROW * len(positions) + 20
    out = [f'<svg viewBox="0 0 {WIDTH} {height}" role="group" class="positions"><title>{escape(title)}</title>']
    for row, one in enumerate(positions):
        y, loose, x = row * ROW + 18, 0, 0.0
        out.append(f'<line class="axis" x1="{NAMES}" x2="{WIDTH - LOOSE}" y1="{y}" y2="{y}"/>')
        out.append(f'<text x="0" y="{y + 4}">{escape(one.actor[:14])}</text>')
        for stand in one.stands[:DRAWN]:
            at = _place(stand.when)
            if at is None:
                x = WIDTH - LOOSE + 14 + 19 * loose
                loose += 1
                if loose > 3:
                    continue
            else:
                x = NAMES + 8 + (at - first) * scale
            said = f"{one.actor}: {stand.stance} {stand.when.edtf if stand.when else ''}"
            turn = "reversed" if stand.reversed else "changed" if stand.changed else ""
            bar = (
                f'<line class="{turn}" x1="{x - 9:.1f}" x2="{x - 9:.1f}" y1="{y - 13}" y2="{y + 13}"/>' if turn else ""
            )
            out.append(
                f'<a href="{escape(link)}{escape(stand.tellings[0].id)}"><title>{escape(said)}</title>{bar}'
                f'<circle class="stance" cx="{x:.1f}" cy="{y}" r="8"/><text class="sign" x="{x:.1f}" y="{y + 4}"'
                f' text-anchor="middle">{STANCES.get(stand.stance, "·")}</text></a>'
            )
    if years:
        out.append(f'<text x="{NAMES}" y="{height - 3}">{int(first)}</text>')
        end = f'<text x="{WIDTH - LOOSE - 8}" y="{height - 3}" text-anchor="end">{int(last)}</text>'
        out.append(end if int(last) > int(first) else "")
    return "".join([*out, "</svg>"])


def years_of_lives(lives: Sequence[Life]) -> tuple[int, int]:
    """The first year of these lives, and the one after the last."""
    years = [at for life in lives for step in life.steps if (at := _place(step.when)) is not None]
    return (int(min(years)), int(max(years)) + 1) if years else (0, 1)


#: Steps after which an agreement holds, holds no more for a while, or is over.
HOLDS, RESTS, OVER = ("in_force", "ratified"), ("suspended",), ("ended", "withdrawn")


def life_line(life: Life, first: int, last: int, link: str) -> str:
    """A life: ○ proposed, ● signed, a bar in force, dashes while suspended, × at the end; undated ones at the right."""
    scale = (WIDTH - 2 * EDGE - LOOSE) / max(last - first, 0.1)
    out = [f'<svg viewBox="0 0 {WIDTH} 30" role="group" class="life"><title>{escape(life.label)}</title>']
    out.append(f'<line class="axis" x1="{EDGE}" x2="{WIDTH - LOOSE}" y1="15" y2="15"/>')
    dated = [(at, step) for step in life.steps if (at := _place(step.when)) is not None]
    for at, (year, step) in enumerate(dated):
        if step.status in (*HOLDS, *RESTS):
            stop = dated[at + 1][0] if at + 1 < len(dated) else last
            x, x2 = EDGE + (year - first) * scale, EDGE + (stop - first) * scale
            kind = "rests" if step.status in RESTS else "holds"
            out.append(f'<line class="{kind}" x1="{x:.1f}" x2="{x2:.1f}" y1="15" y2="15"/>')
    loose, wide = 0, (LOOSE - 20) / max(3, len(life.steps) - len(dated) - 1)
    for step in life.steps:
        year_at = _place(step.when)
        x = EDGE + (year_at - first) * scale if year_at is not None else WIDTH - LOOSE + 12 + wide * loose
        loose += year_at is None
        said = f"{step.status} {step.when.edtf if step.when else ''}"
        mark = (
            f'<path class="over" d="M{x - 5:.1f} 10l10 10m0 -10l-10 10"/>'
            if step.status in OVER
            else f'<circle class="s-{escape(step.status)}" cx="{x:.1f}" cy="15" r="6"/>'
        )
        out.append(f'<a href="{escape(link)}{escape(step.tellings[0].id)}"><title>{escape(said)}</title>{mark}</a>')
    return "".join([*out, "</svg>"])


def network(ties: Sequence[tuple[str, str, int]], dyad: str, actor: str) -> str:
    """The countries in a circle, a line for each pair as thick as much is told of it; every line leads to the pair."""
    names = sorted({name for one, other, _ in ties for name in (one, other)})
    if not names:
        return ""
    size, middle, radius, most = 480, 240, 185, max(many for *_, many in ties)
    spots = {
        name: (middle + radius * cos(2 * pi * at / len(names)), middle + radius * sin(2 * pi * at / len(names)))
        for at, name in enumerate(names)
    }
    out = [f'<svg viewBox="0 0 {size} {size}" role="group" class="network"><title>{len(names)}</title>']
    for one, other, many in ties:
        (x1, y1), (x2, y2) = spots[one], spots[other]
        out.append(
            f'<a href="{escape(dyad)}{escape(one)}/{escape(other)}">'
            f"<title>{escape(one)} – {escape(other)}: {many}</title>"
            f'<line class="tie" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
            f' stroke-width="{1 + 9 * many / most:.1f}"/></a>'
        )
    for name, (x, y) in spots.items():
        out.append(
            f'<a href="{escape(actor)}{escape(name)}"><circle class="node" cx="{x:.1f}" cy="{y:.1f}" r="17"/>'
            f'<text class="sign" x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle">{escape(name)}</text></a>'
        )
    return "".join([*out, "</svg>"])
