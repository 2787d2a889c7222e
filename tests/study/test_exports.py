"""Every format that is handed out, read back; on the example heap."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from letopis.asking import Asker
from letopis.errors import UsageError
from letopis.model import Kind
from letopis.study.exports import FORMATS, Out, export_to
from letopis.study.exports.cells import harmless
from letopis.study.exports.codes import CAMEO, load_iso
from letopis.study.exports.gdelt import EVENT_COLUMNS, MENTION_COLUMNS

pytestmark = pytest.mark.models

#: The column lists that readers of these files have.
POLECAT = 40
GDELT, MENTIONS = 61, 16


def exported(example: Asker, form: str, path: Path, **more: Any) -> Path:
    export_to(Out(example.chronicle, form, path, **more))
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_tables_hold_every_record(example: Asker, tmp_path: Path) -> None:
    folder = exported(example, "csv", tmp_path / "csv")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    counts = example.chronicle.info().readings
    for resource in package["resources"]:
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        assert head == [field["name"] for field in resource["schema"]["fields"]]
        assert all(len(row) == len(head) for row in rows)
        kind = resource["name"].removesuffix("s")
        assert len(rows) == (counts[kind] if kind != "source" else example.chronicle.info().sources)
    assert "| date_edtf |" in (folder / "codebook.md").read_text(encoding="utf-8")


def test_the_words_of_a_table_stand_in_the_sources(example: Asker, tmp_path: Path) -> None:
    path = exported(example, "csv", tmp_path / "events.csv", kind=Kind.EVENT)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = example.chronicle.text(row["source"])
            assert text[int(row["start"]) : int(row["stop"])] == row["quote"]
            assert not row["date_edtf"] or row["date_start"] or row["date_end"] or "X" in row["date_edtf"]


def test_for_excel_no_cell_is_a_formula(example: Asker, tmp_path: Path) -> None:
    path = exported(example, "csv", tmp_path / "events.csv", kind=Kind.EVENT, excel=True)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    for cell in ("=1+1", "@SUM(A1)", "+7 495", "-2", "\t=1"):
        assert str(harmless(cell)).startswith("'")
    assert harmless("Осло") == "Осло"
    assert harmless(-2) == -2


def test_parquet_has_types(example: Asker, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    folder = exported(example, "parquet", tmp_path / "parquet")
    table = pq.read_table(folder / "events.parquet")
    assert table.num_rows == example.chronicle.info().readings["event"]
    types = {field.name: str(field.type) for field in table.schema}
    assert (types["start"], types["reported"], types["date_start"], types["score"]) == (
        "int64",
        "bool",
        "date32[day]",
        "double",
    )


def test_polecat_has_its_forty_columns(example: Asker, tmp_path: Path) -> None:
    head, *rows = [
        line.split("\t") for line in exported(example, "polecat", tmp_path / "p.txt").read_text("utf-8").splitlines()
    ]
    assert len(head) == POLECAT
    assert rows
    for row in rows:
        assert len(row) == POLECAT
        assert all(row)
        named = dict(zip(head, row, strict=True))
        assert re.fullmatch(r"\d{4}-\d\d-\d\d|None", named["Event Date"])
        assert named["Quad Code"] in {
            "VERBAL COOPERATION",
            "MATERIAL COOPERATION",
            "VERBAL CONFLICT",
            "MATERIAL CONFLICT",
        }
    assert any(row[head.index("Actor COW")] == "385" for row in rows)  # Norway


def test_gdelt_has_its_columns_and_a_mention_a_telling(example: Asker, tmp_path: Path) -> None:
    folder = exported(example, "gdelt", tmp_path / "gdelt")
    events = [line.split("\t") for line in (folder / "events.export.CSV").read_text("utf-8").splitlines()]
    mentions = [line.split("\t") for line in (folder / "mentions.CSV").read_text("utf-8").splitlines()]
    assert (len(EVENT_COLUMNS), len(MENTION_COLUMNS)) == (GDELT, MENTIONS)
    assert {len(row) for row in events} == {GDELT}
    assert {len(row) for row in mentions} == {MENTIONS}
    assert len({row[0] for row in events}) == len(events)
    told = EVENT_COLUMNS.index("NumMentions")
    assert sum(int(row[told]) for row in events) == len(mentions)
    for row in events:
        named = dict(zip(EVENT_COLUMNS, row, strict=True))
        assert named["EventRootCode"] in CAMEO.values()
        assert re.fullmatch(r"(\d{8})?", named["SQLDATE"])


def test_plover_lines_have_what_the_manual_requires(example: Asker, tmp_path: Path) -> None:
    found = lines(exported(example, "plover", tmp_path / "p.jsonl"))
    assert found
    for record in found:
        assert {"id", "date", "actor", "event"} <= set(record)
        assert 1 <= record["quad_code"] <= 4


def test_entities_name_only_entities_that_are_there(example: Asker, tmp_path: Path) -> None:
    found = lines(exported(example, "ftm", tmp_path / "e.json"))
    ids = {entity["id"] for entity in found}
    assert len(ids) == len(found)
    for entity in found:
        assert all(isinstance(value, str) for values in entity["properties"].values() for value in values)
        for name in ("involved", "proof", "organizer"):
            assert set(entity["properties"].get(name, ())) <= ids
        assert all(re.fullmatch(r"[a-z]{2}", code) for code in entity["properties"].get("country", ()))


def test_annotations_hold_the_exact_words(example: Asker, tmp_path: Path) -> None:
    for one in lines(exported(example, "annotations", tmp_path / "a.jsonl")):
        quote, place = one["target"]["selector"]
        assert len(quote["exact"]) == place["end"] - place["start"]
    for one in lines(exported(example, "annotations", tmp_path / "b.jsonl", text=False)):
        (place,) = one["target"]["selector"]
        assert place["type"] == "TextPositionSelector"


def test_claims_rate_nothing(example: Asker, tmp_path: Path) -> None:
    text = exported(example, "claims", tmp_path / "c.jsonl").read_text("utf-8")
    assert "reviewRating" not in text
    assert all(claim["@type"] == "Claim" for claim in map(json.loads, text.splitlines()))


def test_sources_for_reference_managers(example: Asker, tmp_path: Path) -> None:
    count = example.chronicle.info().sources
    assert exported(example, "bibtex", tmp_path / "s.bib").read_text("utf-8").count("@online{") == count
    assert exported(example, "ris", tmp_path / "s.ris").read_text("utf-8").count("ER  - ") == count
    assert len(json.loads(exported(example, "csl", tmp_path / "s.json").read_text("utf-8"))) == count


def test_metadata_names_the_views_of_the_file(example: Asker, tmp_path: Path) -> None:
    told = json.loads(exported(example, "datasette", tmp_path / "m.json").read_text("utf-8"))
    ((_, database),) = told["databases"].items()
    assert {"events", "statements", "agreements", "figures", "names"} <= set(database["tables"])


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("bibtex", "ris", "csl", "datasette")])
def test_without_text_no_word_of_a_source_is_told(example: Asker, tmp_path: Path, form: str) -> None:
    target = exported(example, form, tmp_path / FORMATS[form][1].rstrip("/"), text=False)
    files = [target] if target.is_file() else list(target.iterdir())
    quote = "задержал у архипелага Шпицберген"
    assert not any(quote.encode() in path.read_bytes() for path in files)


def test_an_unknown_format_is_refused(example: Asker, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no format xls"):
        exported(example, "xls", tmp_path / "x")


def test_country_codes_are_whole() -> None:
    iso = load_iso()
    assert (iso["RUS"], iso["JPN"], iso["SUN"]) == ("RU", "JP", "SU")
    assert len(iso) > 249
