"""What the chronicle hands out: a table of formats, each a small module that turns records into files.

A format is a function from an `Out` to the files that it wrote. Everything streams: one record is held at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from letopis.errors import UsageError
from letopis.model import Kind
from letopis.store.chronicle import Chronicle

#: A format -> its module, the file or folder that it writes, what it is.
FORMATS: Mapping[str, tuple[str, str, str]] = {
    "jsonl": ("jsonl", "records.jsonl", "every record as letopis's own contract writes it"),
    "csv": ("flat", "csv/", "a table a kind of record, with a data package and a codebook"),
    "parquet": ("parquet", "parquet/", "the same tables in Parquet"),
    "polecat": ("polecat", "polecat.txt", "events in the 40 columns of POLECAT"),
    "gdelt": ("gdelt", "gdelt/", "events and mentions in the columns of GDELT 2.0"),
    "geojson": ("geojson", "events.geojson", "events as points on the map, where their places are certain"),
    "plover": ("plover", "plover.jsonl", "events as PLOVER's manual writes them, JSON Lines"),
    "ftm": ("ftm", "entities.ftm.json", "actors, events and articles as FollowTheMoney entities"),
    "annotations": ("annotations", "annotations.jsonl", "every place cited as a W3C Web Annotation"),
    "claims": ("claims", "claims.jsonl", "statements as schema.org Claims"),
    "bibtex": ("bibliography", "sources.bib", "the sources for BibTeX"),
    "ris": ("bibliography", "sources.ris", "the sources for reference managers"),
    "csl": ("bibliography", "sources.csl.json", "the sources as CSL-JSON"),
    "datasette": ("datasette", "metadata.json", "titles and descriptions for Datasette"),
}


@dataclass(frozen=True, slots=True)
class Out:
    """An export: of which chronicle, in which format, to where; one kind only; with the sources' words or without.

    `excel` writes CSV as Excel opens it, cells that it would run as formulas made harmless.
    """

    chronicle: Chronicle
    form: str
    path: Path
    kind: Kind | None = None
    text: bool = True
    excel: bool = False

    def lines(self, kind: Kind, *, by_record: bool = False) -> Iterator[dict[str, Any]]:
        """The records of a kind as the contract writes them, with the bounds of their dates; without text if asked."""
        for line in self.chronicle.flat(kind, by_record=by_record):
            if not self.text and "quote" in line:
                line["quote"] = ""
            yield line


def export_to(out: Out) -> list[Path]:
    """Writes an export and gives the files that it wrote. Raises UsageError for an unknown format."""
    if out.form not in FORMATS:
        raise UsageError(f"there is no format {out.form}; there are {', '.join(FORMATS)}")
    write: Callable[[Out], list[Path]] = import_module(f"letopis.study.exports.{FORMATS[out.form][0]}").write
    return write(out)
