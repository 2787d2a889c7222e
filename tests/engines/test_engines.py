"""Daft, Ray on this machine and Spark on this machine tell the same as one process, record for record.

They run in processes of their own: each wants to be the only one that sets a process up.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from letopis.store.chronicle import Chronicle

pytestmark = pytest.mark.slow

HEAP = Path(__file__).resolve().parents[2] / "examples" / "heap"
BY_FILES = """
import sys
from letopis.engines.on_daft import Daft
from letopis.engines.tables import texts_table
from letopis.intake.sources import read_sources
import pyarrow.parquet as pq

if __name__ == "__main__":
    pq.write_table(texts_table(read_sources([sys.argv[1]])), "texts.parquet")
    Daft(jobs=2).analyse_files("texts.parquet", "accounts")
"""
BY_SPARK = """
import sys
from pyspark.sql import SparkSession
from letopis.engines.on_spark import analyse_frame
from letopis.engines.tables import texts_table
from letopis.intake.sources import read_sources

if __name__ == "__main__":
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    texts = spark.createDataFrame(texts_table(read_sources([sys.argv[1]])))
    analyse_frame(texts).write.parquet("accounts")
"""
LETOPIS = ("-m", "letopis", "build")


def run(folder: Path, *arguments: str) -> None:
    quiet = {"PYSPARK_PYTHON": sys.executable, "RAY_AUTH_MODE": "disabled", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=os.environ | quiet, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]


def exported(path: Path) -> list[str]:
    with Chronicle.open(path) as chronicle:
        return sorted(map(str, chronicle.export()))


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("alone")
    run(folder, *LETOPIS, str(HEAP), "--into", "one.letopis", "--jobs", "1")
    return exported(folder / "one.letopis")


@pytest.mark.skipif(not find_spec("daft"), reason="daft is not installed")
def test_daft_in_processes(expected: list[str], tmp_path: Path) -> None:
    run(tmp_path, *LETOPIS, str(HEAP), "--into", "daft.letopis", "--engine", "daft", "--jobs", "2")
    assert exported(tmp_path / "daft.letopis") == expected


@pytest.mark.skipif(not find_spec("daft"), reason="daft is not installed")
def test_daft_from_tables_into_tables(expected: list[str], tmp_path: Path) -> None:
    (tmp_path / "by_files.py").write_text(BY_FILES, encoding="utf-8")
    run(tmp_path, "by_files.py", str(HEAP))
    run(tmp_path, *LETOPIS, "accounts", "--analysed", "--into", "files.letopis")
    assert exported(tmp_path / "files.letopis") == expected


@pytest.mark.skipif(not (find_spec("daft") and find_spec("ray")), reason="daft or ray is not installed")
def test_daft_on_ray(expected: list[str], tmp_path: Path) -> None:
    run(tmp_path, *LETOPIS, str(HEAP), "--into", "ray.letopis", "--engine", "daft", "--ray", "local")
    assert exported(tmp_path / "ray.letopis") == expected


@pytest.mark.skipif(not find_spec("pyspark"), reason="pyspark is not installed")
def test_spark(expected: list[str], tmp_path: Path) -> None:
    (tmp_path / "by_spark.py").write_text(BY_SPARK, encoding="utf-8")
    run(tmp_path, "by_spark.py", str(HEAP))
    run(tmp_path, *LETOPIS, "accounts", "--analysed", "--into", "spark.letopis")
    assert exported(tmp_path / "spark.letopis") == expected
