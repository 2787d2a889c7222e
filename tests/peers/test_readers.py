"""What is handed out, read by those who read it: pandas, polars, Datasette, followthemoney and R.

They live in an environment of their own (`make test-all` makes it); without it these tests are skipped.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from letopis.asking import Asker
from letopis.study.exports import Out, export_to

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "build" / "readers" / "bin" / "python"
pytestmark = [pytest.mark.models, pytest.mark.slow]
needs_peers = pytest.mark.skipif(not PEERS.exists(), reason="build/readers is not installed: make test-all")
needs_r = pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")


@pytest.fixture(scope="module")
def folder(example: Asker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("exports")
    for form, name in (("csv", "csv"), ("parquet", "parquet"), ("gdelt", "gdelt"), ("polecat", "polecat.txt"),
                       ("ftm", "entities.json"), ("datasette", "metadata.json")):  # fmt: skip
        export_to(Out(example.chronicle, form, made / name))
    source, target = sqlite3.connect(example.chronicle.path), sqlite3.connect(made / "chronicle.db")
    source.backup(target)  # with what still stands in its write-ahead log
    source.close()
    target.close()
    return made


def run(code: str, folder: Path) -> str:
    done = subprocess.run(
        [PEERS, "-W", "error::FutureWarning", "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@needs_peers
def test_pandas_reads_csv_parquet_polecat_and_gdelt(example: Asker, folder: Path) -> None:
    code = """
import pandas as pd
events = pd.read_csv("csv/events.csv", parse_dates=["date_start", "date_end"])
same = pd.read_parquet("parquet/events.parquet")
polecat = pd.read_csv("polecat.txt", sep="\\t", dtype=str, keep_default_na=False, na_values=["None"])
gdelt = pd.read_csv("gdelt/events.export.CSV", sep="\\t", header=None, dtype=str, quoting=3)
mentions = pd.read_csv("gdelt/mentions.CSV", sep="\\t", header=None, dtype=str, quoting=3)
assert list(events.columns) == list(same.columns)
assert (events["id"] == same["id"]).all() and events["date_start"].dtype.kind == "M"
print(len(events), polecat.shape[1], gdelt.shape[1], mentions.shape[1], (polecat["Event Type"] == "SUPPORT").any())
"""
    count, *columns, found = run(code, folder).split()
    assert int(count) == example.chronicle.info().readings["event"]
    assert columns == ["40", "61", "16"]
    assert found == "True"


@needs_peers
def test_polars_reads_the_same(folder: Path) -> None:
    code = """
import polars as pl
csv = pl.read_csv("csv/statements.csv", infer_schema_length=None)
parquet = pl.read_parquet("parquet/statements.parquet")
assert csv["id"].to_list() == parquet["id"].to_list() and csv.columns == parquet.columns
print(parquet.schema["start"], parquet.schema["date_start"])
"""
    assert run(code, folder).split() == ["Int64", "Date"]


@needs_peers
def test_followthemoney_takes_every_entity(folder: Path) -> None:
    code = """
import json
from followthemoney import model
for line in open("entities.json", encoding="utf-8"):
    data = json.loads(line)
    entity = model.get_proxy(data)
    assert entity.schema.name == data["schema"]
    entity.schema.validate(entity.to_dict())
    for name, values in data["properties"].items():
        assert set(entity.get(name)) == set(values), (name, values, entity.get(name))
print("well")
"""
    assert run(code, folder).strip() == "well"


@needs_peers
def test_datasette_serves_the_file_with_its_metadata(folder: Path) -> None:
    code = """
import asyncio, json
from datasette.app import Datasette
async def main():
    desk = Datasette(["chronicle.db"], metadata=json.load(open("metadata.json")))
    await desk.invoke_startup()
    for path in ("/chronicle/events.json?_size=5", "/chronicle/statements.json", "/chronicle/figures.json"):
        answer = await desk.client.get(path)
        assert answer.status_code == 200, answer.text
    print(len((await desk.client.get("/chronicle/events.json?_size=5")).json()["rows"]))
asyncio.run(main())
"""
    assert run(code, folder).strip() == "5"


@needs_r
def test_r_reads_the_file_and_the_tables(example: Asker, folder: Path) -> None:
    code = """
suppressMessages({library(RSQLite); library(readr)})
db <- dbConnect(SQLite(), "chronicle.db")
events <- dbGetQuery(db, "SELECT * FROM events")
table <- read_csv("csv/events.csv", show_col_types = FALSE)
polecat <- read_tsv("polecat.txt", col_types = cols(.default = "c"), na = "None")
cat(nrow(events), nrow(table), ncol(polecat), inherits(table$date_start, "Date"), nrow(problems(table)))
"""
    done = subprocess.run(["Rscript", "-e", code], cwd=folder, capture_output=True, text=True, check=False)
    if "there is no package" in done.stderr:
        pytest.skip("RSQLite or readr is not installed")
    assert done.returncode == 0, done.stderr[-2000:]
    rows, same, columns, dates, problems = done.stdout.split()
    assert int(rows) == int(same) == example.chronicle.info().readings["event"]
    assert (columns, dates, problems) == ("40", "TRUE", "0")


def test_the_lines_of_the_contract_are_json(example: Asker, tmp_path: Path) -> None:
    export_to(Out(example.chronicle, "jsonl", tmp_path / "all.jsonl"))
    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {"event", "statement", "source", "name"} <= {line["kind"] for line in lines}
