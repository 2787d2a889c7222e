"""Commands that hand records out, and have them judged by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from letopis.commands.base import (
    FOUND,
    command,
    on_chronicle,
    print_json,
    print_lines,
)
from letopis.errors import NothingFound, UsageError
from letopis.faces.arguments import with_chronicle

if TYPE_CHECKING:
    pass


@command("letopis export japan.letopis --format csv --out tables/")
@on_chronicle
@click.option("--format", "form", default="jsonl", show_default=True, metavar="F", help="One of the formats below.")
@click.option("--kind", metavar="K", help="Only this kind of record: event, statement, name ...")
@click.option("--out", metavar="PATH", help="The file or folder to write; without it the format's own name, or, for a "
              "format of one file, standard output.")  # fmt: skip
@click.option("--no-text", is_flag=True, help="Leave the sources' words out: places and facts only.")
@click.option("--excel", is_flag=True, help="CSV as Excel opens it; cells that it would run are made harmless.")
def export(
    chronicle: str, form: str, kind: str | None, out: str | None, no_text: bool, excel: bool, as_json: bool
) -> int:
    r"""Hand the records out in a format that others read.

    \b
    jsonl        every record, one JSON object a line, one line a place that tells
    csv          a table a kind of record, with a data package and a codebook
    parquet      the same tables in Parquet
    polecat      events in the columns of POLECAT        gdelt   of GDELT 2.0
    plover       events as PLOVER's manual writes them   ftm     FollowTheMoney
    annotations  W3C Web Annotations                     claims  schema.org Claims
    bibtex, ris, csl    the sources                      datasette   metadata

    --json tells the files that were written, as JSON.
    """
    from letopis.faces.exports import export_files, export_out  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        asked = export_files(opened, form, kind, out, text=not no_text, excel=excel)
        if asked is None:
            found = export_out(opened, form, kind, text=not no_text, excel=excel)
            if not found:
                raise NothingFound(f"{chronicle}: nothing found")
            return FOUND
    if as_json:
        print_json({"chronicle": chronicle, "format": form, "files": [str(path) for path in asked]})
    else:
        print_lines(str(path) for path in asked)
    return FOUND


@command("letopis sample japan.letopis 50 --out sample.html")
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] N")
@click.option("--kind", metavar="K", help="Only this kind of record.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed draws another sample.")
@click.option("--out", type=click.Path(dir_okay=False, writable=True), metavar="FILE", help="A .csv or .html file.")
def sample(arguments: tuple[str, ...], kind: str | None, seed: int, out: str | None, as_json: bool) -> int:
    """Draw records with their text, to be judged by hand.

    Without --out a table (CSV) goes to standard output; an .html file is a page to judge in. `letopis score` reads the
    judged table.
    """
    from letopis.faces.exports import kind_of  # noqa: PLC0415
    from letopis.faces.records import record_data  # noqa: PLC0415
    from letopis.faces.samples import sample_html  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415
    from letopis.study.sampling import draw, sample_csv  # noqa: PLC0415

    path, number = with_chronicle(arguments, "N")
    if not number.isdecimal() or not 0 < int(number) <= 100_000:
        raise click.UsageError(f"{number!r} is no number of records")
    with Chronicle.open(path) as chronicle:
        drawn = draw(chronicle, int(number), seed=seed, kind=kind_of(kind))
        if as_json:
            print_json([record_data([one.told], chronicle) for one in drawn])
    if not as_json:
        text = sample_html(drawn) if out and out.lower().endswith((".html", ".htm")) else sample_csv(drawn)
        Path(out).write_text(text, encoding="utf-8", newline="") if out else click.echo(text, nl=False)
    if not drawn:
        raise NothingFound(f"{path}: nothing found")
    return FOUND


@command("letopis score judged.csv")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--cases", type=click.Path(dir_okay=False, writable=True), metavar="FILE", help="Write the verdicts "
              "as test cases, JSON Lines.")  # fmt: skip
def score(file: str, cases: str | None, as_json: bool) -> int:
    """Read a judged sample back: precision by kind, with intervals."""
    from letopis.faces.samples import precision_data, precision_lines  # noqa: PLC0415
    from letopis.faces.terminal import to_json  # noqa: PLC0415
    from letopis.study.sampling import cases_of, judged, precision  # noqa: PLC0415

    try:
        rows = list(judged(Path(file).read_bytes().decode()))
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: is not UTF-8") from error
    if not rows:
        raise NothingFound(f"{file}: no row is judged")
    found = precision(rows)
    if cases:
        Path(cases).write_text("".join(to_json(one) + "\n" for one in cases_of(rows)), encoding="utf-8")
    if as_json:
        print_json(precision_data(found))
    else:
        print_lines(precision_lines(found))
    return FOUND
