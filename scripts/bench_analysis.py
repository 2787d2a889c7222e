"""Times the Russian analysis beside natasha's own pipeline and slovnet's API, on the same real sentences.

    make bench

The sentences come from the folder ``shared`` beside the checkout, or where LETOPIS_SHARED says; without it there is
nothing to do. Each contestant runs in a process of its own with one BLAS thread; natasha runs in an environment of its
own (``build/bench-natasha``), because it needs an old setuptools. Rates are sentences a second of one core's time.
"""

from __future__ import annotations

import argparse
import csv
import json
import multiprocessing
import os
import platform
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build/bench"
#: A contestant of its own environment -> its Python.
PEERS = {"natasha": ROOT / "build/bench-natasha/bin/python", "dateparser": ROOT / "build/dateparser/bin/python"}
#: Settings of OpenBLAS that a user's machine does not have.
UNSET = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
#: Sentences in a text, words in a row whose repetition makes a copy.
SENTENCES, SHINGLE = 25, 4

#: So many texts dateparser is given: it is slow.
FEW = 8

Texts = list[str]
Result = dict[str, Any]


# --- what is read -------------------------------------------------------------------------------------------------


def raw_texts(data: Path) -> Iterator[str]:
    """Every Russian text of the shared sets."""
    for path in sorted([*data.glob("factrueval/devset/*.txt"), *data.glob("rusentrel/train/*.txt")]):
        if not path.stem.endswith(".opin"):
            yield path.read_text(encoding="utf-8-sig")
    for path in sorted(data.glob("ud_russian_*/*.conllu")):
        yield from re.findall(r"(?m)^# text = (.+)$", path.read_text(encoding="utf-8"))
    for name, fields in (("ruopinionne", ["text"]), ("tg_news_pairs", ["text1", "text2"])):
        for line in (data / name / "dev.jsonl").read_text(encoding="utf-8").splitlines():
            yield from (json.loads(line)[field] for field in fields)
    with (data / "rusentne/dev.tsv").open(encoding="utf-8", newline="") as file:
        yield from (row["sentence"] for row in csv.DictReader(file, delimiter="\t"))


def distinct(texts: Iterable[str]) -> Iterator[str]:
    """Their sentences of three words and more; of near copies (half of their runs of words known) the first."""
    from razdel import sentenize

    seen: set[tuple[str, ...]] = set()
    for text in texts:
        for part in sentenize(text):
            words = re.findall(r"\w+", part.text.lower())
            runs = {tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))}
            if len(words) > 2 and len(runs & seen) * 2 < len(runs):
                yield " ".join(part.text.split())
            seen |= runs


def gather(data: Path) -> tuple[int, Texts]:
    """How many sentences there are, and texts of them."""
    sentences = list(distinct(raw_texts(data)))
    return len(sentences), ["\n".join(sentences[at : at + SENTENCES]) for at in range(0, len(sentences), SENTENCES)]


# --- contestants, each in its own process -------------------------------------------------------------------------


def core_time(work: Callable[[], Any]) -> float:
    """Seconds of processor time that some work takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def analyser() -> Any:
    """Our analyser."""
    from pymorphy3 import MorphAnalyzer

    from letopis.language.ru import lists
    from letopis.language.ru.analysis import RussianAnalyser
    from letopis.language.ru.lemmas import Lemmatizer

    return RussianAnalyser(Lemmatizer(MorphAnalyzer(), lists.homographs()))


def read(tools: Any, texts: Texts) -> tuple[int, int]:
    """Reads texts from the first character to the last token; how many sentences and tokens they have."""
    split = ((text, tools.split(text, 0, len(text))) for text in texts)
    found = ((len(sentences), sum(len(s.tokens) for s in sentences)) for sentences in tools.analyse_all(split))
    sentences, tokens = zip(*found, strict=True)
    return sum(sentences), sum(tokens)


def run_ours(texts: Texts) -> Result:
    """Start, cold and warm reading of ours."""
    begun = time.perf_counter()
    tools = analyser()
    out: Result = {"start": time.perf_counter() - begun}
    out["cold"] = core_time(lambda: out.update(zip(("sentences", "tokens"), read(tools, texts), strict=True)))
    out["warm"] = min(core_time(lambda: read(tools, texts)) for _ in range(3))
    out["one by one"] = core_time(lambda: [read(tools, [text]) for text in texts])
    return out


def run_stages(texts: Texts) -> Result:
    """Where the time of a warm reading goes."""
    from letopis.language.ru import analysis as module
    from letopis.language.ru import engine, forms

    spent: Counter[str] = Counter()
    tools = analyser()
    read(tools, texts)
    timed(spent, tools, "split", "sentences (razdel)")
    timed(spent, forms.Forms, "rows", "word forms and their taps")
    timed(spent, engine.Engine, "_encode", "convolutions of three models")
    timed(spent, engine.Names, "__call__", "names: marks, Viterbi")
    timed(spent, engine.Morph, "__call__", "morphology: tags")
    timed(spent, engine.Syntax, "__call__", "syntax: heads, mending, relations")
    timed(spent, module, "mend", "  of it mending")
    timed(spent, tools, "_sentence", "lemmas, tokens, entities")
    total = core_time(lambda: read(tools, texts))
    rest = total - sum(seconds for name, seconds in spent.items() if not name.startswith(" "))
    return {"total": total, "stages": {**spent, "words of a sentence, the rest": rest}}


def run_build(texts: Texts) -> Result:
    """A whole build in one process, tools loaded and warm, and where its time goes: sources of 25 sentences each."""
    from letopis import building, pipeline
    from letopis.store.chronicle import Chronicle

    tools = pipeline.load_tools()
    building.load_tools = lambda: tools  # type: ignore[assignment,attr-defined,misc]
    spent: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        sources = Path(folder) / "sources"
        sources.mkdir()
        for number, text in enumerate(texts):
            (sources / f"{number:05}.txt").write_text(text, encoding="utf-8")
        built = building.build([str(sources)], Path(folder) / "warm.letopis", jobs=1)
        plain = core_time(lambda: building.build([str(sources)], Path(folder) / "plain.letopis", jobs=1))
        for owner, name, label in (
            (pipeline, "_lay_out", "layout: analysis, debris, cuts"),
            (pipeline, "find_debris", "  of it debris"),
            (pipeline, "find_cuts", "  of it cuts by patterns"),
            (pipeline, "find_splices", "  of it cuts by topic"),
            (pipeline, "find_times", "times"),
            (pipeline, "find_actors", "names, offices, actors"),
            (pipeline, "find_statements", "statements"),
            (pipeline, "find_events", "events"),
            (pipeline, "find_agreements", "agreements"),
            (pipeline, "find_figures", "figures"),
            (Chronicle, "add_all", "writing into the chronicle"),
        ):
            timed(spent, owner, name, label)
        total = core_time(lambda: building.build([str(sources)], Path(folder) / "timed.letopis", jobs=1))
    rest = total - sum(seconds for name, seconds in spent.items() if not name.startswith(" "))
    return {"total": plain, "clocked": total, "sentences": built.sentences, "stages": {**spent, "the rest": rest}}


def timed(spent: Counter[str], owner: Any, name: str, label: str) -> None:
    """Makes a function add its time to what is spent."""
    plain = getattr(owner, name)
    spent.setdefault(label, 0)

    def wrapper(*arguments: Any, **named: Any) -> Any:
        begun = time.process_time()
        try:
            result = plain(*arguments, **named)
        finally:
            spent[label] += time.process_time() - begun  # type: ignore[assignment]
        return stepwise(result) if isinstance(result, Generator) else result

    def stepwise(steps: Iterator[Any]) -> Iterator[Any]:
        while True:
            begun = time.process_time()
            try:
                step = next(steps)
            except StopIteration:
                return
            finally:
                spent[label] += time.process_time() - begun  # type: ignore[assignment]
            yield step

    setattr(owner, name, wrapper)


_TOOLS: list[Any] = []


def _start(texts: Texts) -> None:
    _TOOLS.append(analyser())
    read(_TOOLS[0], texts)


def _work(texts: Texts) -> float:
    return core_time(lambda: read(_TOOLS[0], texts))


def run_pools(texts: Texts) -> Result:
    """Time by the clock and of the cores, of one process and of two, started and warm."""
    return {str(jobs): pool_times(jobs, texts) for jobs in (1, 2)}


def pool_times(jobs: int, texts: Texts) -> tuple[float, float]:
    """Seconds that a pool of processes takes, the best of three; and of the cores that it took them from, together."""
    chunks = [texts[at : at + 10] for at in range(0, len(texts), 10)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(texts,)) as pool:
        list(pool.map(_work, chunks[: 4 * jobs]))
        spent: list[float] = []
        clock = min(wall(lambda: spent.append(sum(pool.map(_work, chunks)))) for _ in range(3))
        return clock, min(spent)


def wall(work: Callable[[], Any]) -> float:
    """Seconds that some work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def run_slovnet(texts: Texts) -> Result:
    """Slovnet's three models by its own API, on sentences split and tokenised before."""
    from razdel import sentenize, tokenize

    sentences = [part.text for text in texts for part in sentenize(text)]
    words = [[token.text for token in tokenize(text)] for text in sentences]
    ner, morph, syntax = stock()
    times = [core_time(lambda model=model, items=items: list(model.map(items))) for model, items in  # type: ignore[misc]
             ((ner, sentences), (morph, words), (syntax, words))]  # fmt: skip
    return {"ner": times[0], "morph": times[1], "syntax": times[2], "total": sum(times)}


def stock() -> tuple[Any, ...]:
    """Slovnet's own models."""
    from navec import Navec
    from slovnet import NER, Morph, Syntax

    from letopis.language.ru.tensors import WORDS, data_folder

    folder = data_folder()
    navec = Navec.load(folder / WORDS)
    kinds = ((NER, "ner"), (Morph, "morph"), (Syntax, "syntax"))
    return tuple(kind.load(folder / f"model/slovnet_{name}_news_v1.tar").navec(navec) for kind, name in kinds)


def run_natasha(texts: Texts) -> Result:
    """Natasha's Doc with everything that ours gives: sentences, tags, trees, names, lemmas."""
    from natasha import Doc, MorphVocab, NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser, Segmenter

    begun = time.perf_counter()
    segmenter, vocabulary, embedding = Segmenter(), MorphVocab(), NewsEmbedding()
    tagger, parser, namer = NewsMorphTagger(embedding), NewsSyntaxParser(embedding), NewsNERTagger(embedding)
    start = time.perf_counter() - begun

    def pipeline() -> None:
        for text in texts:
            doc = Doc(text)
            doc.segment(segmenter)
            doc.tag_morph(tagger)
            doc.parse_syntax(parser)
            doc.tag_ner(namer)
            for token in doc.tokens:
                token.lemmatize(vocabulary)

    return {"start": start, "cold": core_time(pipeline), "warm": core_time(pipeline)}


def run_dateparser(texts: Texts) -> Result:
    """Dateparser's search for dates in running Russian text; our times are a stage of the whole build."""
    from dateparser.search import search_dates

    sentences = [sentence for text in texts[:FEW] for sentence in text.split("\n")]
    search_dates(sentences[0], languages=["ru"])
    seconds = core_time(lambda: [search_dates(sentence, languages=["ru"]) for sentence in sentences])
    return {"sentences": len(sentences), "total": seconds}


def run_attachment(_: Texts) -> Result:
    """Share of words with the right head, and with the right relation too, on gold tokens of UD Russian PUD."""
    gold = list(gold_trees(shared_data() / "ud_russian_pud/ru_pud-dev.conllu"))  # type: ignore[operator]
    words = [[row[1] for row in rows] for rows in gold]
    from letopis.language.ru.engine import Engine
    from letopis.language.ru.trees import mend

    syntax = stock()[2].infer
    stated = syntax.decoder(syntax.process(syntax.encoder(words)))
    engine = Engine()
    return {
        "stock slovnet": attachment(gold, (([int(head) for head in heads], rels) for _, heads, rels in stated)),
        "ours, unmended": attachment(gold, (([h + 1 for h in r.heads], r.rels) for r in engine.read(words))),
        "ours": attachment(gold, (([h + 1 for h in r.heads], r.rels) for r in engine.read(words, mend))),
    }


def gold_trees(path: Path) -> Iterator[list[list[str]]]:
    """The rows of each sentence of a CoNLL-U file."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line[:1].isdigit()]
        if rows:
            yield [row for row in rows if row[0].isdigit()]


def attachment(gold: Sequence[list[list[str]]], found: Iterable[tuple[list[int], list[str]]]) -> list[float]:
    """UAS and LAS."""
    hits = [
        (int(row[6]) == head, int(row[6]) == head and row[7] == rel)
        for rows, (heads, rels) in zip(gold, found, strict=True)
        for row, head, rel in zip(rows, heads, rels, strict=True)
    ]
    return [sum(column) / len(hits) for column in zip(*hits, strict=True)]


RUNS: dict[str, Callable[[Texts], Result]] = {
    "ours": run_ours,
    "stages": run_stages,
    "build": run_build,
    "pools": run_pools,
    "slovnet": run_slovnet,
    "natasha": run_natasha,
    "dateparser": run_dateparser,
    "attachment": run_attachment,
}


# --- putting it together ------------------------------------------------------------------------------------------


def shared_data() -> Path | None:
    """The shared sets, or None where there are none."""
    folder = Path(os.environ.get("LETOPIS_SHARED", ROOT.parent / "shared")) / "data"
    return folder if folder.is_dir() else None


def contest(name: str) -> Result:
    """What a contestant measures in its own process."""
    python = PEERS.get(name, Path(sys.executable))
    if not python.exists():
        return {}
    env = {key: value for key, value in os.environ.items() if key not in UNSET} | {"OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run([python, __file__, "--run", name], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{name} failed:\n{done.stderr}")
    result: Result = json.loads(done.stdout.splitlines()[-1])
    return result


def report(distinct: int, found: dict[str, Result]) -> Iterator[str]:
    """The lines to print: ratios first."""
    ours, natasha, slovnet, pools = (found[name] for name in ("ours", "natasha", "slovnet", "pools"))
    count = ours["sentences"]
    yield f"{natasha['warm'] / ours['warm']:.1f} times natasha's Doc pipeline with lemmas, a core, both warm"
    yield f"{natasha['cold'] / ours['cold']:.1f} times it, a core, both cold (first reading of these sentences)"
    yield f"{slovnet['total'] / ours['warm']:.1f} times slovnet's API alone (no sentences, lemmas or trees)"
    build = found["build"]
    rate, rival = build["sentences"] / build["total"], count / natasha["warm"]
    yield f"{rate / rival:.2f} times natasha's Doc pipeline: the whole build of a chronicle, a core, warm"
    times = build["stages"]["times"] / build["sentences"]
    if dates := found["dateparser"]:
        yield f"{dates['total'] / dates['sentences'] / times:.0f} times dateparser's search: our times, a core, warm"
    (clock, core), (clock_of_two, core_of_two) = pools["1"], pools["2"]
    yield f"{clock / clock_of_two:.2f} times one process by the clock: two processes (on cores that nobody else uses)"
    yield f"{2 * core / core_of_two:.2f} times it by the time of the cores"
    yield ""
    yield f"{distinct} distinct sentences; {count} as read, {ours['tokens'] / count:.1f} tokens each"
    yield f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    yield f"{' and '.join(UNSET)} unset, one BLAS thread a process"
    yield ""
    yield "sentences a second of one core         start   memory"
    for label, seconds, run in (
        ("ours, warm", ours["warm"], ours),
        ("ours, cold", ours["cold"], ours),
        (f"ours, warm, {SENTENCES} sentences at a time", ours["one by one"], ours),
        ("natasha Doc with lemmas, warm", natasha["warm"], natasha),
        ("natasha Doc with lemmas, cold", natasha["cold"], natasha),
        ("slovnet API: names, tags and trees", slovnet["total"], slovnet),
        ("whole build, warm", count * build["total"] / build["sentences"], build),
    ):
        start = f"{run['start']:.2f} s" if "start" in run else ""
        yield f"  {label:36}{count / seconds:7.0f}  {start:7} {run['memory']:.0f} MB"
    yield ""
    yield "sentences a second by the clock, warm"
    for label, jobs in (("one process", "1"), ("two processes", "2")):
        yield f"  {label:36}{count / pools[jobs][0]:7.0f}"
    yield ""
    yield "microseconds a sentence, warm"
    stages = found["stages"]
    yield from (f"  {name:36}{seconds / count * 1e6:7.0f}" for name, seconds in stages["stages"].items())
    yield f"  {'all':36}{stages['total'] / count * 1e6:7.0f}"
    yield ""
    yield "whole build, warm: microseconds a sentence, share"
    for name, seconds in build["stages"].items():
        yield f"  {name:36}{seconds / build['sentences'] * 1e6:7.0f} {seconds / build['clocked']:5.0%}"
    yield f"  {'all, the clock that tells them apart too':36}{build['clocked'] / build['sentences'] * 1e6:7.0f}"
    yield ""
    yield "UD Russian PUD, gold tokens               UAS     LAS"
    for name, both in found["attachment"].items():
        if name != "memory":
            yield f"  {name:36}{both[0]:7.4f} {both[1]:7.4f}"


def main() -> int:
    """Runs one contestant (``--run``), or all of them and prints the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", choices=RUNS)
    options = parser.parse_args()
    path = FOLDER / "texts.json"
    if options.run:
        result = RUNS[options.run](json.loads(path.read_text(encoding="utf-8")))
        result["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(result))
        return 0
    data = shared_data()
    if data is None:
        print("skipped: no real sentences (a folder shared beside the checkout, or LETOPIS_SHARED)")
        return 0
    count, texts = gather(data)
    FOLDER.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
    for line in report(count, {name: contest(name) for name in RUNS}):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
