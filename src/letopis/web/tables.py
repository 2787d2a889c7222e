"""What a page shows as a file to take along: a table as CSV, a picture as SVG with its colours inside."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.responses import Response

from letopis.study.exports.cells import harmless

#: Colours on paper; a picture that is taken along is not dark.
COLOURS = {"paper": "#fdfbf6", "ink": "#1c1b19", "faint": "#6b675f", "line": "#d9d3c6", "c1": "#56B4E9",
           "c2": "#0072B2", "c3": "#E69F00", "c4": "#D55E00", "accent": "#0072B2"}  # fmt: skip


def as_csv(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A table to download; cells that a spreadsheet would run are made harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(", ".join(cell) if isinstance(cell, list) else cell) for cell in row])
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=_attached(f"{name}.csv"))


def as_svg(name: str, picture: str) -> Response:
    """A picture to download, which needs no style sheet."""
    style = f"<style>{_rules()}</style>"
    whole = re.sub(r"^<svg ([^>]*)>", rf'<svg xmlns="http://www.w3.org/2000/svg" \1>{style}', picture)
    return Response(whole, media_type="image/svg+xml", headers=_attached(f"{name}.svg"))


def _attached(name: str) -> dict[str, str]:
    safe = re.sub(r"[^\w.-]+", "-", name, flags=re.ASCII)
    return {"Content-Disposition": f'attachment; filename="{safe}"'}


@cache
def _rules() -> str:
    """The rules of the style sheet that are about pictures, with the colours put in."""
    sheet = Path(__file__).with_name("static").joinpath("desk.css").read_text(encoding="utf-8")
    rules = "".join(re.findall(r"svg[^{}]*\{[^}]*\}", sheet)).replace("svg{", "svg.page{")
    return (
        re.sub(r"var\(--(\w+)\)", lambda found: COLOURS.get(found[1], found[0]), rules) + "text{font-family:sans-serif}"
    )
