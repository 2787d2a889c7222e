"""Trains the model that finds splices: ``python scripts/train_splices.py`` writes ``language/ru/splices.json``.

Heaps with known truth are stitched (``score/stitch.py`` of the shared folder) out of two public sets of Russian news,
factRuEval-2016 and RuSentRel (both MIT), without the texts that accuracy is reported on; the same texts as they are
show what no splice looks like. The card is ``docs/models.md``.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from fitting import fit
from letopis.model import Source
from letopis.passages import splices
from letopis.pipeline import Tools, _analyse, _by_patterns, load_tools
from quality import shared_folder

OUT = Path(__file__).resolve().parent.parent / "src/letopis/language/ru/splices.json"
DEBRIS = Path(__file__).resolve().parent / "debris_lines.txt"
SEEDS = range(11, 23)
LINES = 200
#: What a boundary must reach to be a cut.
THRESHOLD = 0.6
PENALTY = 1.0


def texts(shared: Path) -> list[Path]:
    """The texts to train on, those that accuracy is reported on left out."""
    reported = {path.name.removeprefix("factrueval_") for path in (shared / "gold/news/texts").iterdir()}
    reported |= {"art10.txt", "art20.txt"}
    found = [*(shared / "data/factrueval/devset").glob("*.txt"), *(shared / "data/rusentrel/train").glob("art*.txt")]
    return sorted(path for path in found if path.name not in reported and path.name.count(".") == 1)


def heaps(shared: Path, sources: list[Path]) -> Iterator[tuple[str, list[int]]]:
    """Stitched heaps with the places of their cuts."""
    with tempfile.TemporaryDirectory() as folder:
        clean = Path(folder) / "texts"
        clean.mkdir()
        for path in sources:
            shutil.copy(path, clean)
        for seed in SEEDS:
            out = Path(folder) / str(seed)
            command = [sys.executable, str(shared / "score/stitch.py"), str(clean), str(out), "--seed", str(seed)]
            command += ["--lines", str(LINES), "--debris", str(DEBRIS)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            cuts = [json.loads(line)["start"] for line in (out / "cuts.jsonl").read_text().splitlines()]
            yield (out / "heap.txt").read_text(encoding="utf-8"), cuts


def lay_out(text: str, tools: Tools) -> tuple[Source, list[Any]]:
    """A text as a source with its stretches before any splice is looked for."""
    source = Source("text", text, sha256(text.encode()).hexdigest())
    return source, next(_analyse([_by_patterns(source, tools)], tools.pack))


def middle(sources: list[Path], tools: Tools) -> tuple[float, ...]:
    """The mean vector of a sentence."""
    vectors = []
    for path in sources:
        source, stretches = lay_out(path.read_text(encoding="utf-8", errors="replace"), tools)
        text = splices._Text(source, stretches, tools.pack.analyser.vectors, [0.0] * 300)  # noqa: SLF001
        vectors.append(text._meanings)  # noqa: SLF001
    return tuple(round(float(value), 5) for value in np.concatenate(vectors).mean(0))


def main() -> None:
    """Trains and writes."""
    shared = shared_folder()
    if shared is None:
        sys.exit("there is no shared folder with the texts to train on")
    tools, sources = load_tools(), texts(shared)
    centre = middle(sources, tools)
    rows: list[dict[str, float]] = []
    truth: list[bool] = []
    told = [*heaps(shared, sources)]
    told += [(path.read_text(encoding="utf-8", errors="replace"), []) for path in sources]
    for text, cuts in told:
        source, stretches = lay_out(text, tools)
        for at, measured in splices.measure_boundaries(source, stretches, tools.pack.analyser.vectors, centre):
            rows.append(measured)
            truth.append(any(abs(at - cut) <= 2 for cut in cuts))
    model = {**fit(rows, truth, penalty=PENALTY), "threshold": THRESHOLD, "middle": centre}
    OUT.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
    print(f"{len(rows)} boundaries, {sum(truth)} splices")
    for name, (_, _, weight) in sorted(model["measures"].items(), key=lambda one: -abs(one[1][2])):
        print(f"  {name:16} {weight:+.2f}")


if __name__ == "__main__":
    main()
