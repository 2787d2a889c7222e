"""Histories, indices, profiles and differences on the command line: asked, then shown in the form that is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import click

from letopis.errors import NothingFound
from letopis.faces import timeline_forms as forms
from letopis.faces.accounts import difference_data, difference_lines, profile_data, profile_lines
from letopis.faces.indices import index_data, index_lines, panel_data, panel_lines
from letopis.faces.plots import draw_plot
from letopis.faces.terminal import to_json
from letopis.faces.timelines import timeline_json, timeline_lines
from letopis.faces.writing import with_first, write_lines
from letopis.store.chronicle import Chronicle
from letopis.study.differences import compare, new_since, tell_new
from letopis.study.parties import check_there
from letopis.study.profiles import profile
from letopis.study.series.index import measure_index
from letopis.study.series.panel import tell_panel
from letopis.study.timeline import Entry, entries_of, iterate_timeline

_STREAMED: dict[str, Callable[[Iterable[Entry]], Iterator[str]]] = {
    "md": forms.markdown_lines,
    "csv": forms.csv_lines,
    "json": timeline_json,
    "html": forms.html_lines,
    "ics": forms.ics_lines,
}
#: RFC 4180 and RFC 5545 want both characters at a line's end.
_ENDS = {"csv": "\r\n", "ics": "\r\n"}


def tell_history(path: str, form: str, out: str | None, width: int, **conditions: Any) -> int:
    """Writes a timeline in one of its forms. Raises NothingFound."""
    with Chronicle.open(path) as chronicle:
        first, entries = with_first(iterate_timeline(chronicle, **conditions))
        if first is None:
            check_there(chronicle.histories, conditions.get("issue"), conditions.get("source"))
        if form in _STREAMED:
            write_lines(_STREAMED[form](entries), out, _ENDS.get(form, "\n"))
        else:
            write_lines(timeline_lines(entries, width), out, prose=True)
    if first is None:
        raise NothingFound(f"{path}: nothing found{_why(conditions)}")
    return 0


def _why(conditions: dict[str, Any]) -> str:
    """What was asked for, so that a reader sees which condition to drop."""
    asked = [f"{name} {_words(value)}" for name, value in conditions.items() if value and name not in _ASIDE]
    return f" for {', '.join(asked)}" if asked else ""


_ASIDE = ("limit", "everything")


def _words(value: object) -> str:
    return " and ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _write_json(values: Iterable[object], out: str | None) -> None:
    write_lines((to_json(value) for value in values), out)


def tell_index(path: str, as_json: bool, plot: str | None, out: str | None, width: int, **conditions: Any) -> int:
    """Writes an index, and draws it when asked to. Raises NothingFound when no event counts."""
    with Chronicle.open(path) as chronicle:
        found = measure_index(chronicle, **conditions)
        title = f"{' – '.join(conditions['between'])} ({', '.join(found.one)} – {', '.join(found.other)})"
        makers = [record for change in found.changes for record in change.events]
        entries = {entry.id: entry for entry in entries_of(chronicle, makers)}
    if plot and found.events:
        draw_plot(found, title, plot)
    if as_json:
        _write_json([index_data(found)], out)
    else:
        write_lines(index_lines(found, title, entries, width), out, prose=True)
    if not found.events:
        raise NothingFound(
            f"{path}: no event between {' and '.join(conditions['between'])} counts; see what was left out"
        )
    return 0


def tell_rows(path: str, as_json: bool, out: str | None, **conditions: Any) -> int:
    """Writes a panel, and on standard error how much has no date to be in it. Raises NothingFound for no row."""
    with Chronicle.open(path) as chronicle:
        undated = chronicle.histories.undated_dyads()
        first, rows = with_first(tell_panel(chronicle, **conditions))
        if as_json:
            _write_json(map(panel_data, rows), out)
        else:
            write_lines(panel_lines(rows), out, "\r\n")
    if first is None:
        raise NothingFound(f"{path}: no event between two states counts")
    if undated:
        click.echo(f"letopis: {undated:,} events between two parties have no year and are not counted", err=True)
    return 0


def tell_profile(path: str, as_json: bool, width: int, **subject: Any) -> int:
    """Writes a profile."""
    with Chronicle.open(path) as chronicle:
        found = profile(chronicle, **subject)
    if as_json:
        _write_json([profile_data(found)], None)
    else:
        write_lines(profile_lines(found, width), None, prose=True)
    return 0


def tell_difference(paths: tuple[str, ...], since: str | None, as_json: bool, width: int) -> int:
    """Writes what is new in the last of one or two chronicles. Raises NothingFound when nothing is."""
    with Chronicle.open(paths[-1]) as chronicle:
        if len(paths) == 2:
            with Chronicle.open(paths[0]) as old:
                found = compare(old, chronicle)
        else:
            found = new_since(chronicle, since)
        entries = tell_new(chronicle, found)
    if as_json:
        _write_json([difference_data(found, entries)], None)
    else:
        write_lines(difference_lines(found, entries, width), None, prose=True)
    if not found:
        raise NothingFound(f"{paths[-1]}: nothing is new")
    return 0
