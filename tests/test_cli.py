"""The command line: every command, every exit code, and what stands on which stream."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest
from accounts import account

from letopis import cli, errors
from letopis.store.chronicle import Chronicle

COMMANDS = (
    "build",
    "forget",
    "timeline",
    "index",
    "panel",
    "profile",
    "diff",
    "search",
    "ask",
    "digest",
    "contradictions",
    "attitudes",
    "stories",
    "positions",
    "agreements",
    "figures",
    "places",
    "show",
    "info",
    "verify",
    "watch",
    "export",
    "sample",
    "score",
    "serve",
    "mcp",
    "actor",
    "judge",
    "docs",
    "explain",
)
MEETING = "Зетландия встретила Онтария 1956-10-19."
HEAP = {
    "a.txt": f"{MEETING} Онтария отвергла Зетландия остров 1957. Зетландия обвинила Лимбург.",
    "b.txt": f"{MEETING} Лимбург \x1b[31mвстретила Онтария и привезла 500 тонн рыбы.",
}


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the command line in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Ran:
        code = cli.main(arguments)
        return Ran(code, *capsys.readouterr())

    return call


@pytest.fixture
def heap(tmp_path: Path) -> Path:
    """Two texts in a folder, and a chronicle of them as the toy reader reads them."""
    (tmp_path / "heap").mkdir()
    with Chronicle.open(tmp_path / "chronicle.letopis", create=True) as chronicle:
        for name, text in HEAP.items():
            (tmp_path / "heap" / name).write_text(text, encoding="utf-8")
            chronicle.add(account(f"heap/{name}", text))
    return tmp_path / "chronicle.letopis"


# --- help and misuse --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [one for one in COMMANDS if one != "actor"])
def test_every_command_has_help_with_an_example_and_json(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.code == 0
    assert f"Example:\n    letopis {command} " in done.out
    assert "--json" in done.out


@pytest.mark.parametrize("command", ["merge", "split", "rename", "forget", "undo", "log", "likely"])
def test_every_judgement_has_help_with_an_example_and_json(run: Run, command: str) -> None:
    done = run("actor", command, "--help")
    assert done.code == 0
    assert f"Example:\n    letopis actor {command} " in done.out
    assert "--json" in done.out


def test_help_names_all_commands_and_exit_codes(run: Run) -> None:
    done = run("--help")
    assert done.code == 0
    assert all(f"\n  {command} " in done.out for command in COMMANDS)
    assert "130 interrupted" in done.out


def test_commands_of_the_tests_are_all_there_are() -> None:
    assert isinstance(cli.letopis, click.Group)
    assert set(cli.letopis.commands) == set(COMMANDS)


def test_without_a_command_the_help_goes_to_standard_error(run: Run) -> None:
    done = run()
    assert (done.code, done.out) == (2, "")
    assert "Commands:" in done.err


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").out.startswith("letopis ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("tell",), "No such command 'tell'"),
        (("build",), "Missing argument"),
        (("build", "x", "--jobs", "0"), "0 is not in the range"),
        (("show",), "Missing argument 'ID'"),
        (("show", "a", "b", "c"), "unexpected extra argument"),
        (("forget",), "Missing argument 'SOURCE'"),
        (("timeline", "--since", "октябрь"), "'октябрь' is no date"),
        (("timeline", "--since", "1956-13"), "is no date"),
        (("timeline", "--until", "1957-02-30"), "is no date"),
        (("timeline", "--since", "1957", "--until", "1956-12-31"), "since 1957 lies after until 1956-12-31"),
        (("timeline", "--between", "Зетландия"), "--between"),
        (("export", "--format", "xls"), "there is no format xls"),
        (("export", "--kind", "rumour"), "there is no kind rumour"),
        (("explain",), "Give either a TEXT or --at"),
        (("explain", "Текст", "--at", "a.txt:1"), "Give either a TEXT or --at"),
        (("explain", "--at", "a.txt"), "is no place"),
    ],
)
@pytest.mark.usefixtures("heap")
def test_misuse_is_2(run: Run, arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("letopis: ")
    assert said in done.err
    assert done.err.count("\n") == 1


# --- a chronicle ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("heap")
def test_timeline_tells_oldest_first_with_citations(run: Run) -> None:
    done = run("timeline")
    assert done.code == 0
    assert done.err == ""
    assert done.out.index("1956-10-19") < done.out.index("1957") < done.out.index("Undated")
    assert "heap/a.txt:0–39 (+1 more: heap/b.txt:0–39)" in done.out
    assert "\x1b" not in done.out


@pytest.mark.usefixtures("heap")
def test_timeline_is_narrowed(run: Run) -> None:
    asked = ("--between", "Zetland", "ONT", "--since", "1956", "--until", "1956-12", "--json")
    (entry,) = run("timeline", "chronicle.letopis", *asked).json["entries"]
    assert (entry["when"], entry["quote"]) == ("1956-10-19", MEETING)
    assert entry["citations"] == [{"source": f"heap/{name}", "start": 0, "stop": 39} for name in HEAP]


@pytest.mark.usefixtures("heap")
def test_timeline_tells_figures_when_all_is_asked_for(run: Run) -> None:
    assert "500 тонн" not in run("timeline").out.replace("привезла 500 тонн", "")
    assert "“500 тонн”" in run("timeline", "--all").out


@pytest.mark.usefixtures("heap")
def test_show_underlines_the_words_in_every_telling(run: Run) -> None:
    (event, *_) = (json.loads(line) for line in run("export", "--kind", "event").out.splitlines())
    done = run("show", event["id"])
    assert done.code == 0
    assert done.out.count(f"\n  {MEETING}") == 2
    assert done.out.count("\n  ^^^^^^^^^^=========^^^^^^^^^^^^^^^^^^^^\n") == 2
    assert "\x1b" not in done.out
    assert run("show", "chronicle.letopis", event["id"]) == done


@pytest.mark.usefixtures("heap")
@pytest.mark.parametrize("kind", ["event", "figure", "name", "time", "passage", "copy"])
def test_show_gives_every_kind_as_the_export_writes_it(run: Run, kind: str) -> None:
    for line in run("export", "--kind", kind).out.splitlines():
        exported = json.loads(line)
        tellings = run("show", exported["id"], "--json").json["tellings"]
        (told,) = (one for one in tellings if one["reading"] == exported["reading"])
        assert exported.items() <= told.items()
        assert told["quote"] in told["passage"]["text"]
        assert run("show", exported["id"]).code == 0


@pytest.mark.usefixtures("heap")
def test_show_of_a_source_marks_its_layers(run: Run) -> None:
    done = run("show", "heap/b.txt")
    assert done.code == 0
    assert f"\n  {MEETING}" in done.out
    assert f"\n  {'~' * len(MEETING)}\n" in done.out
    assert f"\n~ 0–{len(MEETING)}  the same as heap/a.txt:0–{len(MEETING)}\n" in done.out
    assert "\x1b" not in done.out
    told = run("show", "heap/b.txt", "--json").json
    assert told["text"] == HEAP["b.txt"]
    lines = [json.loads(line) for line in run("export").out.splitlines()]
    layers = [line for line in lines if line["source"] == "heap/b.txt" and line["kind"] in ("passage", "copy")]
    assert sorted(told["layers"], key=str) == sorted(layers, key=str)


@pytest.mark.usefixtures("heap")
def test_info_counts(run: Run) -> None:
    told = run("info", "--json").json
    assert (told["sources"], told["records"]["event"], told["readings"]["event"]) == (2, 4, 5)
    done = run("info")
    assert done.code == 0
    assert "event                4         5" in done.out


@pytest.mark.usefixtures("heap")
def test_verify_is_0_while_everything_holds(run: Run) -> None:
    assert run("verify").out.endswith("2 sources: all verified\n")
    assert run("verify", "--json").json["problems"] == []


def test_verify_is_1_when_a_file_has_changed(run: Run, heap: Path) -> None:
    (heap.parent / "heap" / "a.txt").write_text("Другое.", encoding="utf-8")
    done = run("verify", str(heap))
    assert done.code == 1
    assert "heap/a.txt: the file has changed since it was read\n" in done.out
    assert run("verify", "--json").json["problems"][0]["source"] == "heap/a.txt"


@pytest.mark.usefixtures("heap")
def test_export_writes_a_line_a_reading(run: Run) -> None:
    done = run("export", "--format", "jsonl")
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert {line["kind"] for line in lines} >= {"source", "passage", "copy", "name", "event", "figure"}
    assert "\x1b" not in done.out
    assert all(
        HEAP[line["source"][5:]][line["start"] : line["stop"]] == line["quote"] for line in lines if "start" in line
    )


@pytest.mark.usefixtures("heap")
def test_forget_takes_a_source_out(run: Run) -> None:
    assert run("forget", "chronicle.letopis", "heap/b.txt").code == 0
    assert run("info", "--json").json["sources"] == 1
    done = run("forget", "heap/b.txt")
    assert (done.code, done.err) == (1, "letopis: chronicle.letopis: there is no source heap/b.txt\n")


@pytest.mark.usefixtures("heap")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("timeline", "--actor", "Атлантида"), "nobody is called Атлантида"),
        (("show", "ev-0"), "there is no record ev-0"),
        (("export", "--kind", "role"), "nothing found"),
    ],
)
def test_nothing_found_is_1(run: Run, arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert done.code == 1
    assert done.err == f"letopis: chronicle.letopis: {said}\n"


@pytest.mark.parametrize("command", ["timeline", "info", "verify", "export"])
def test_a_chronicle_that_cannot_be_used_is_3(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "other.letopis").write_text("Это не летопись. " * 100, encoding="utf-8")
    for name in ("missing.letopis", "other.letopis", "."):
        done = run(command, name)
        assert (done.code, done.out) == (3, "")
        assert done.err.startswith(f"letopis: {name}: ")


# --- building ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("heap", "toy_reader")
def test_build_counts_what_it_read(run: Run) -> None:
    done = run("build", "heap", "--into", "new.letopis")
    assert done == (0, "2 sources read (5 sentences), 0 known already, 0 unread\nnew.letopis\n", "")
    again = run("build", "./heap/b.txt", "heap", "--into", "new.letopis", "--json")
    assert (again.code, again.json["read"], len(again.json["known"])) == (0, [], 2)


@pytest.mark.usefixtures("heap", "toy_reader")
def test_build_is_1_when_some_input_is_unread_and_reads_the_rest(run: Run, tmp_path: Path) -> None:
    (tmp_path / "heap" / "empty.txt").touch()
    (tmp_path / "heap" / "latin.txt").write_text("Nihil novi.", encoding="utf-8")
    done = run("build", "heap", "missing.txt", "--into", "new.letopis")
    assert done.code == 1
    assert done.out == "2 sources read (5 sentences), 0 known already, 3 unread\nnew.letopis\n"
    assert done.err.splitlines() == [
        "letopis: heap/empty.txt: is empty",
        "letopis: heap/latin.txt: no language pack reads it",
        "letopis: missing.txt: is not there",
    ]
    assert "heap/latin.txt: no language pack reads it" in run("info", "new.letopis").out


@pytest.mark.usefixtures("heap", "toy_reader")
def test_a_text_that_breaks_the_reader_is_told_and_tried_again(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from letopis import building

    read = vars(building)["read_source"]

    def broken(source: Any, tools: Any) -> Any:
        if source.name.endswith("a.txt"):
            raise ValueError("strange")
        return read(source, tools)

    with monkeypatch.context() as patch:
        patch.setattr(building, "read_source", broken)
        done = run("build", "heap", "--into", "new.letopis")
    assert (done.code, done.err) == (1, "letopis: heap/a.txt: could not be read: ValueError: strange\n")
    assert run("build", "heap", "--into", "new.letopis", "--json").json["read"] == ["heap/a.txt"]


@pytest.mark.usefixtures("heap", "toy_reader")
def test_build_into_what_is_no_chronicle_is_3(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Записки. " * 100, encoding="utf-8")
    assert run("build", "heap", "--into", "notes.txt").code == 3
    assert run("build", "heap", "--into", "nowhere/new.letopis").code == 3
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "Записки. " * 100


@pytest.mark.usefixtures("heap", "toy_reader")
def test_an_interrupted_build_is_130_and_goes_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from letopis import building

    read = vars(building)["read_source"]

    def interrupted(source: Any, tools: Any) -> Any:
        if source.name.endswith("b.txt"):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)
        return read(source, tools)

    with monkeypatch.context() as patch:
        patch.setattr(building, "read_source", interrupted)
        done = run("build", "heap", "--into", "new.letopis")
    assert (done.code, done.out) == (130, "")
    assert "what was read is kept in new.letopis, and the same command goes on" in done.err
    assert "Traceback" not in done.err
    again = run("build", "heap", "--into", "new.letopis", "--json")
    assert (again.json["known"], again.json["read"]) == (["heap/a.txt"], ["heap/b.txt"])


# --- the process ------------------------------------------------------------------------------------------------------


def _letopis(*arguments: str, cwd: Path, **more: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "letopis", *arguments]
    return subprocess.run(command, cwd=cwd, stderr=subprocess.PIPE, check=False, **more)


def test_a_closed_pipe_is_silent(heap: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = _letopis("export", cwd=heap.parent, stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output_is_told(heap: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = _letopis("export", cwd=heap.parent, stdout=full)
    assert (done.returncode, done.stderr) == (1, b"letopis: standard output: No space left on device\n")


def test_letters_that_an_encoding_lacks_are_written_as_escapes(heap: Path) -> None:
    done = _letopis(
        "timeline", cwd=heap.parent, stdout=subprocess.PIPE, env={**os.environ, "PYTHONIOENCODING": "koi8-r"}
    )
    assert done.returncode == 0
    assert "Зетландия" in done.stdout.decode("koi8-r")
    assert b"\\u2192" in done.stdout


def test_json_is_utf_8_whatever_the_encoding(heap: Path) -> None:
    done = _letopis("export", cwd=heap.parent, stdout=subprocess.PIPE, env={**os.environ, "PYTHONIOENCODING": "koi8-r"})
    assert "Зетландия" in done.stdout.decode("utf-8")


@pytest.mark.slow
def test_help_comes_within_150_ms_of_bare_python(tmp_path: Path) -> None:
    def fastest(*arguments: str) -> float:
        def once() -> float:  # of the processor's time: by the clock a busy machine fails it
            begun = os.times()
            subprocess.run([sys.executable, *arguments], cwd=tmp_path, check=True, stdout=subprocess.DEVNULL)
            ended = os.times()
            return ended.children_user + ended.children_system - begun.children_user - begun.children_system

        return min(once() for _ in range(5))

    assert fastest("-m", "letopis", "--help") - fastest("-c", "pass") < 0.150


def test_every_error_has_its_exit_code() -> None:
    assert cli.exit_code(errors.LockedChronicle("")) == 3
    assert cli.exit_code(errors.RuleError("")) == 2
    assert cli.exit_code(errors.InputError("a", "b")) == 1
    assert cli.exit_code(errors.LetopisError("")) == 1
    assert cli.exit_code(ValueError("")) is None


# --- with the models --------------------------------------------------------------------------------------------------

SIGNED = "Правительство Бельгии осудило Данию. 5 мая 1998 года Бельгия и Дания подписали договор о рыболовстве."


@pytest.mark.models
@pytest.mark.usefixtures("real_reader")
def test_from_a_text_to_its_history(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SIGNED, encoding="utf-8")
    assert run("build", "a.txt").code == 0
    done = run("timeline", "--between", "Бельгия", "DNK", "--since", "1998")
    assert done.code == 0
    assert done.out.startswith("1998-05-05")
    assert run("verify").code == 0


@pytest.mark.models
@pytest.mark.usefixtures("real_reader")
def test_explain_tells_which_rules_spoke(run: Run, tmp_path: Path) -> None:
    done = run("explain", SIGNED, "--json")
    assert done.code == 0
    first, second = done.json["sentences"]
    assert any(rule["spoke"] for rule in second["rules"])
    (tmp_path / "a.txt").write_text(SIGNED, encoding="utf-8")
    at = run("explain", "--at", "a.txt:50", "--json").json
    assert (at["source"], at["sentences"]) == ("a.txt", [second])
    assert "осудило" in first["text"]
    lines = run("explain", SIGNED).out.splitlines()
    assert lines[0] == "-:0–36"
    assert any(line.startswith("  spoke     ru/events/") for line in lines)


@pytest.mark.models
@pytest.mark.usefixtures("real_reader")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("explain", "Hello, world."), 1, "-: no language pack reads this text"),
        (("explain", "Погода радовала."), 1, "no rule looked at this text"),
        (("explain", "  "), 1, "-: is empty"),
        (("explain", "--at", "missing.txt:5"), 1, "missing.txt: is not there"),
        (("explain", "--at", "a.txt:5000"), 2, "the text has only 6 characters"),
    ],
)
def test_what_cannot_be_explained(run: Run, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    (tmp_path / "a.txt").write_text("Да-да.", encoding="utf-8")
    done = run(*arguments)
    assert done.code == code
    assert said in done.err


@pytest.mark.models
def test_search_ask_and_digest_from_the_command_line(run: Run, real_reader: None) -> None:  # noqa: ARG001
    text = "12 мая 2011 года Норвегия и Исландия подписали договор. Исландия вышла из договора 3 июля 2015 года."
    Path("heap.txt").write_text(text, encoding="utf-8")
    assert run("build", "heap.txt").code == 0
    found = json.loads(run("search", "договоры", "--json").out)
    assert [text[hit["start"] : hit["stop"]] for hit in found] == [hit["quote"] for hit in found]
    assert len(found) == 2
    assert run("search", "пароход").code == 1
    assert run("search", "-").code == 2
    answer = json.loads(run("ask", "Did Iceland leave the treaty?", "--json").out)
    assert "вышла" in answer["citations"][0]["quote"]
    assert run("ask", "Who is Zebulon Quux?").code == 1
    assert run("ask", "Who left?", "--llm", "ftp://example.org").code == 2
    assert "Исландия вышла" in run("digest", "договор").out
    assert run("digest", "договор", "--form", "html", "--out", "d.html").code == 0
    assert Path("d.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert run("digest", "договор", "--since", "2016", "--until", "2015").code == 2
    assert run("digest", "договор", "--form", "docx").code == 2
    assert run("digest", "виноделие").code == 1


def test_judgements_from_the_command_line(run: Run, heap: Path) -> None:  # noqa: ARG001
    assert run("actor", "log").code == 1
    made = json.loads(run("actor", "merge", "Zetland", "Ontaria", "--by", "Ида", "--why", "одна", "--json").out)
    assert (made["number"], made["by"], made["why"], made["holds"]) == (1, "Ида", "одна", True)
    assert run("timeline", "--actor", "Zetland").code == 1
    assert "takes back 1" in run("actor", "undo", "1", "--by", "Ида").out
    assert run("timeline", "--actor", "Zetland").code == 0
    event = json.loads(run("timeline", "--json").out)["entries"][0]["id"]
    assert run("judge", event, "reject").code == 0
    assert event not in run("timeline").out
    assert run("judge", event, "edit").code == 2
    assert run("actor", "rename", "Nobody", "X").code == 1
    assert run("actor", "forget", "chronicle.letopis", "Ontaria").code == 0
    assert run("actor", "split", "Limburgia", "--source", "heap/b.txt", "--as", "Limburg").code == 0
    assert "[undone]" in run("actor", "log").out
