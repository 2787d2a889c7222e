"""Hostile input: every reader of files, and the whole path into a chronicle, fed with what nobody would write.

    make fuzz                       an hour, shared by all targets
    make fuzz FUZZ_SECONDS=60       a minute

Inputs are bred by atheris (coverage-guided; LibFuzzer) out of the files that our own tests make; formats that are
packed are unpacked, changed inside and packed again. What counts as a failure: an exception that is not one of
letopis's own, a source or reason that cannot be written as UTF-8, ten seconds for one input, four gigabytes of memory.
The input that failed is kept in ``build/fuzzed/TARGET`` and is tried first the next time.
"""

from __future__ import annotations

import argparse
import gzip
import io
import os
import random
import re
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "fuzzed"
PYTHON = ROOT / "build" / "fuzz" / "bin" / "python"
#: Bounds of one input, and the longest that is bred.
SECONDS, MEGABYTES, LONGEST = 10, 4096, 60_000
#: A chronicle is begun anew after so many inputs.
KEPT = 2000
#: A target -> the end of the name that its files have.
ENDS = {
    "text": "txt", "html": "html", "pdf": "pdf", "docx": "docx", "epub": "epub", "json": "json", "jsonl": "jsonl",
    "csv": "csv", "parquet": "parquet", "feed": "rss", "warc": "warc", "warc.gz": "warc.gz", "mbox": "mbox",
    "eml": "eml", "zip": "zip", "tar": "tar", "gzip": "txt.gz",
}  # fmt: skip
#: Targets whose bytes are an archive that is changed inside.
ZIPPED, PACKED = ("zip", "docx", "epub"), ("gzip", "warc.gz")


# --- what is done with an input ---------------------------------------------------------------------------------------


def read_file(end: str, data: bytes) -> list[Any]:
    """What a file of these bytes holds; raises what a careless caller would see."""
    from letopis.errors import InputError
    from letopis.intake.bounds import Item
    from letopis.intake.formats import read_item
    from letopis.model import Source

    file: Any = io.BytesIO(data)
    found = list(read_item(Item(f"a.{end}", io.BufferedReader(file), len(data))))
    for one in found:
        if isinstance(one, Source):
            told: tuple[str | None, ...] = (
                one.name,
                one.text,
                one.title,
                one.publisher,
                one.address,
                one.author,
                one.language,
            )
            if one.sha256 != sha256(one.text.encode()).hexdigest() or not one.text.strip() or "\0" in one.text:
                raise AssertionError(f"a source without a proper text: {one}")
        elif isinstance(one, InputError):
            told = (one.name, one.reason)
        else:
            raise AssertionError(f"neither a source nor a reason: {one!r}")
        "".join(word for word in told if word).encode()
    return found


def read_list(data: bytes) -> None:
    """Addresses out of an OPML file."""
    from letopis.errors import InputError
    from letopis.intake.subscriptions import read_opml

    try:
        "".join(str(one) for one in read_opml("a.opml", data)).encode("utf-8", "surrogatepass")
    except InputError as error:
        error.reason.encode()


@cache
def tools() -> Any:
    """Everything that reading needs."""
    from letopis.pipeline import load_tools

    return load_tools()


class WholePath:
    """The whole path: a text is read and kept in a chronicle, which holds what it should."""

    def __init__(self) -> None:
        self._folder: Any = None
        self._chronicle: Any = None
        self._count = 0

    def __call__(self, data: bytes) -> None:
        from letopis.pipeline import read_source

        for source in sources_of(data):
            account = read_source(source, tools())
            places = [record.evidence.span for record in account.records]
            if not all(0 <= span.start <= span.stop <= len(source.text) for span in places):
                raise AssertionError("a record outside its text")
            self._open().add(account)

    def _open(self) -> Any:
        from letopis.store.chronicle import Chronicle

        if self._count % KEPT == 0:
            if self._chronicle is not None:
                self.close()
            self._folder = TemporaryDirectory()
            self._chronicle = Chronicle.open(Path(self._folder.name) / "c", create=True)
        self._count += 1
        return self._chronicle

    def close(self) -> None:
        """Looks whether the chronicle holds together, and drops it."""
        if problems := list(self._chronicle.verify()):
            raise AssertionError(f"a chronicle that does not hold: {problems[:3]}")
        list(self._chronicle.export())
        self._chronicle.close()
        self._folder.cleanup()


def sources_of(data: bytes) -> list[Any]:
    """The texts in a file without a name that tells what it is."""
    from letopis.model import Source

    return [one for one in read_file("txt", data) if isinstance(one, Source)]


def targets() -> dict[str, Callable[[bytes], Any]]:
    """Each target by name, the quick ones first."""
    files: dict[str, Callable[[bytes], Any]] = {name: partial(read_file, end) for name, end in ENDS.items()}
    return files | {"opml": read_list, "path": WholePath()}


# --- what inputs are bred from ----------------------------------------------------------------------------------------


def seeds(name: str) -> Iterator[bytes]:
    """The files that the tests make, of a target's format; every format for the whole path."""
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "store")]
    from intake.files import FILES

    yield "Россия обвинила Японию в захвате острова в 1956 году. «Мы против», — заявил посол И. Орлов.".encode()
    if name == "opml":
        yield b"<opml><body><outline text='a' xmlUrl='http://a.example/feed'/></body></opml>"
    if name == "json":
        yield '[{"text": "Посол прибыл.", "id": 1, "date": "2018-03-05"}]'.encode()
    if name == "path":
        for text in sorted((ROOT / "examples" / "heap").rglob("*.txt")):
            yield text.read_bytes()[:4000]
    with TemporaryDirectory() as folder:
        for file, make, _, _ in FILES:
            path = Path(folder) / file
            if name == "path" or path.name.endswith(f".{ENDS.get(name, '-')}") or (name, file) == ("tar", "a.tar.gz"):
                make(path)
                yield gzip.decompress(path.read_bytes()) if name == "tar" else path.read_bytes()


def changed(name: str, data: bytes, most: int, mutate: Callable[[bytes, int], bytes], seed: int) -> bytes:
    """The input changed a little: at times inside what is packed."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    if name in PACKED and chance.random() < 0.8:
        try:
            return gzip.compress(mutate(gzip.decompress(data), most), 1)
        except (OSError, EOFError, ValueError, zlib.error):
            return mutate(data, most)
    if name in ZIPPED and chance.random() < 0.8:
        return _changed_zip(data, most, mutate, chance) or mutate(data, most)
    return mutate(data, most)


def _changed_zip(data: bytes, most: int, mutate: Callable[[bytes, int], bytes], chance: random.Random) -> bytes | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {info.filename: archive.read(info) for info in archive.infolist() if info.file_size < LONGEST}
    except Exception:  # noqa: BLE001 (whatever earlier changes made of it)
        return None
    if not members:
        return None
    chosen = chance.choice(sorted(members))
    members[chosen] = mutate(members[chosen], max(len(members[chosen]) + 1, most - len(data)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for member, content in members.items():
            made.writestr(member, content)
    return out.getvalue() if out.tell() <= most else None


# --- one target in its own process, and all of them -------------------------------------------------------------------


def fuzz(name: str, seconds: int) -> None:
    """Breeds inputs for one target until the time is over or one fails."""
    import atheris

    with atheris.instrument_imports(include=["letopis.intake", "feedparser"]):
        one = targets()[name]
        one(next(seeds(name)))  # imports what it needs
    folder = FOLDER / name
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    for data in seeds(name):
        (folder / "corpus" / f"seed-{sha256(data).hexdigest()[:8]}").write_bytes(data)

    def mutator(data: bytes, most: int, seed: int) -> bytes:
        return changed(name, data, most, atheris.Mutate, seed)

    options = [f"-max_total_time={seconds}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}", f"-max_len={LONGEST}",
               f"-artifact_prefix={folder}/", "-detect_leaks=0", "-len_control=0", "-print_final_stats=1"]  # fmt: skip
    custom = {"custom_mutator": mutator} if name in ZIPPED + PACKED else {}
    atheris.Setup([sys.argv[0], *options, str(folder / "corpus")], one, internal_libfuzzer=True, **custom)
    atheris.Fuzz()


def try_again(name: str) -> list[Path]:
    """The inputs that failed before."""
    return [file for kind in ("crash", "timeout", "oom") for file in sorted((FOLDER / name).glob(f"{kind}-*"))]


def run(name: str, seconds: int) -> tuple[str, int, str]:
    """A target's name, how many inputs it took, and what failed (nothing: an empty text)."""
    env = os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    command = [str(PYTHON), __file__, "--target", name, "--seconds", str(seconds)]
    done = subprocess.run(command, env=env, capture_output=True, check=False)
    out = done.stderr.decode("utf-8", "replace") + done.stdout.decode("utf-8", "replace")
    counts = [int(number) for number in re.findall(r"(?m)^(?:stat::number_of_executed_units:|#)\s*(\d+)", out)]
    (FOLDER / name).mkdir(parents=True, exist_ok=True)
    (FOLDER / name / "log").write_text(out, encoding="utf-8")
    return name, max(counts, default=0), out[-2000:] if done.returncode else ""


def main() -> int:
    """Runs one target (``--target``) or all, two at a time, and prints a table; 1 when an input failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=3600, help="of the clock, for all targets together")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", nargs="*", choices=list(targets()), help="these targets")
    parser.add_argument("--target", choices=list(targets()), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.target:
        for file in try_again(asked.target):
            targets()[asked.target](file.read_bytes())
            file.unlink()
        fuzz(asked.target, asked.seconds)
        return 0
    names = asked.only or list(targets())
    each = max(2, asked.seconds * asked.jobs // len(names))
    begun, total, failed = time.monotonic(), 0, []
    with ThreadPoolExecutor(asked.jobs) as pool:
        for name, count, why in pool.map(lambda name: run(name, each), names):
            print(f"{name:10}{count:>12,}  {'FAILED' if why else 'well'}", flush=True)
            total += count
            if why:
                failed.append(name)
                print(why, flush=True)
    print(f"{'all':10}{total:>12,}  in {time.monotonic() - begun:,.0f} s, {len(failed)} of {len(names)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
