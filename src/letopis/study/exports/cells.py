"""Cells of a table that a spreadsheet will open."""

from __future__ import annotations

#: How a cell begins that a spreadsheet would run (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell: object) -> object:
    """A cell that a spreadsheet does not run: text that begins like a formula has an apostrophe before it.

    Blanks before the formula do not hide it; numbers stay numbers.
    """
    runs = isinstance(cell, str) and (cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA))
    return f"'{cell}" if runs else cell
