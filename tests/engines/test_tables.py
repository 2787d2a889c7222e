"""Texts and accounts go through Arrow and Parquet unchanged, in any order, a bad text among them."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from letopis import building, cli
from letopis.errors import InputError
from letopis.intake.made import made
from letopis.intake.sources import read_sources
from letopis.model import Account, Source
from letopis.pipeline import read_source
from letopis.store.chronicle import Chronicle

pa = pytest.importorskip("pyarrow")

from letopis.engines import on_spark  # noqa: E402
from letopis.engines.analysing import accounts_of, analyse, read_tables  # noqa: E402
from letopis.engines.tables import ACCOUNTS, TEXTS, in_order, texts_table, to_outcome, to_row  # noqa: E402

if TYPE_CHECKING:
    from letopis.pipeline import Tools

HEAP = Path(__file__).resolve().parents[2] / "examples" / "heap"


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    """The example heap, and a text with all that a source can say of itself."""
    found = [one for one in read_sources([str(HEAP)]) if isinstance(one, Source)]
    whole = made("w", "Чили и Перу подписали договор.", title="О рыбе", publisher="Вести", address="https://вести.рф/1",
                 author="И. Иванов", published="2020-03-04", language="ru")  # fmt: skip
    return [*found, whole, made("english", "The ministers met on Monday and signed an agreement on trade.")]


@pytest.fixture(scope="module")
def accounts(sources: list[Source], tools: Tools) -> list[Account]:
    return [read_source(source, tools) for source in sources]


@pytest.fixture(scope="module")
def table(sources: list[Source], tools: Tools) -> Any:
    return pa.Table.from_batches([analyse(texts_table(sources), tools)])


def exported(path: Path) -> list[dict[str, Any]]:
    with Chronicle.open(path) as chronicle:
        return sorted(chronicle.export(), key=str)


@pytest.mark.models
def test_the_function_says_what_reading_says(table: Any, accounts: list[Account]) -> None:
    assert table.schema == ACCOUNTS
    assert list(accounts_of(table.to_batches())) == accounts
    assert len({type(record) for account in accounts for record in account.records}) > 8


@pytest.mark.models
def test_parquet_keeps_it(table: Any, accounts: list[Account], tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table, tmp_path / "part.parquet")
    assert list(read_tables([tmp_path])) == accounts


@pytest.mark.models
def test_what_engines_hand_back_in_any_order_is_settled_the_same(
    table: Any, accounts: list[Account], tmp_path: Path
) -> None:
    import pyarrow.parquet as pq

    with Chronicle.open(tmp_path / "one.letopis", create=True) as chronicle:
        chronicle.add_all(accounts)
    mixed = table.take(random.Random(1).sample(range(len(table)), len(table)))
    (tmp_path / "tables").mkdir()
    for number in range(3):
        pq.write_table(mixed.slice(number * 3, 3), tmp_path / "tables" / f"{number}.parquet")
    command = ["build", str(tmp_path / "tables"), "--analysed", "--into", str(tmp_path / "other.letopis")]
    assert cli.main(command) == 1  # the English text is kept unread
    assert exported(tmp_path / "other.letopis") == exported(tmp_path / "one.letopis")
    assert building.settle(read_tables([tmp_path / "tables"]), tmp_path / "other.letopis").read == ()


@pytest.mark.models
def test_a_poisoned_text_is_told_and_the_rest_goes_on(
    sources: list[Source], tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(source: Source, tools: Tools) -> Account:
        if "договор" in source.text:
            raise ZeroDivisionError(source.name)
        return read_source(source, tools)

    def read_all(sources: list[Source], tools: Tools) -> list[Account]:
        return [read(source, tools) for source in sources]

    monkeypatch.setattr(building, "read_source", read)
    monkeypatch.setattr(building, "read_all", read_all)
    rows = [*texts_table(sources).to_pylist(), {"place": 99, "name": "empty"}, {"place": 100, "text": "Без имени."}]
    outcomes = list(accounts_of([analyse(pa.Table.from_pylist(rows, TEXTS), tools)]))
    refused = {one.name: one.reason for one in outcomes if isinstance(one, InputError)}
    assert len(outcomes) == len(rows)
    assert refused["w"] == "could not be read: ZeroDivisionError: w"
    assert refused["empty"] == "has no text"
    assert refused["a row of the table"] == "has no name"


def test_only_name_and_text_need_be_there() -> None:
    outcomes = list(accounts_of([analyse(pa.table({"name": ["a"], "text": [None]}), None)]))  # type: ignore[arg-type]
    assert [str(outcome) for outcome in outcomes] == [str(InputError("a", "has no text"))]


def test_a_build_asks_an_engine_for_what_it_does_not_know(tmp_path: Path) -> None:
    def engine(found: Any) -> Any:
        for source in found:
            asked.append(source.name)
            yield replace(Account(source, (), (), 0), problems=("read elsewhere",))

    asked: list[str] = []
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"Текст {name}.", encoding="utf-8")
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4 broken")
    heap, into = [str(tmp_path / name) for name in ("a.txt", "c.pdf", "b.txt")], tmp_path / "c.letopis"
    first = building.build(heap, into, engine=engine)
    again = building.build(heap, into, engine=engine)
    assert asked == [heap[0], heap[2]]
    assert (list(first.read), [name for name, _ in first.unread]) == ([heap[0], heap[2]], [heap[1]])
    assert list(again.known) == [heap[0], heap[2]]


def test_rows_come_in_order_however_they_are_handed_back() -> None:
    rows = [{"place": place} for place in (2, 0, 1, 7, 4)]
    assert [row["place"] for row in in_order(rows)] == [0, 1, 2, 4, 7]


def test_a_table_of_something_else_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"name": ["a"], "text": ["b"]}), tmp_path / "texts.parquet")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1")
    (tmp_path / "empty").mkdir()
    places = [str(tmp_path / name) for name in ("texts.parquet", "broken.parquet", "empty")]
    assert cli.main(["build", *places, "--analysed", "--into", str(tmp_path / "c.letopis")]) == 1
    out = capsys.readouterr()
    assert "3 unread" in out.out


def test_refusals_go_through() -> None:
    row = to_row({"place": 1, "name": "a", "text": "b"}, InputError("a", "no"))
    assert str(to_outcome(row)) == str(InputError("a", "no"))


@pytest.mark.parametrize("options", [["--ray", "local"], ["--analysed", "--jobs", "2"]])
def test_options_that_mean_nothing_together(options: list[str], tmp_path: Path) -> None:
    assert cli.main(["build", str(tmp_path), *options]) == 2


def test_spark_knows_the_same_columns() -> None:
    assert ", ".join(map(_ddl, ACCOUNTS)) == on_spark.ACCOUNTS


def _ddl(field: Any, mark: str = " ") -> str:
    return f"{field.name}{mark}{_spark_type(field.type)}"


def _spark_type(kind: Any) -> str:
    if pa.types.is_list(kind):
        return f"array<{_spark_type(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"struct<{', '.join(_ddl(field, ': ') for field in kind)}>"
    return {"int64": "bigint", "string": "string", "double": "double"}[str(kind)]
