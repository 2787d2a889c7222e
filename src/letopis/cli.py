"""The command line: the questions of the Python API, typed. Everything heavy is imported inside the commands."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from letopis.errors import EXIT_CODES, NothingFound, UsageError
from letopis.faces.arguments import DEFAULT, Day, columns_of, place_of, with_chronicle, with_several

if TYPE_CHECKING:
    from letopis.model import Source
    from letopis.store.chronicle import Chronicle

FOUND, NOT_ALL, MISUSE, INTERRUPTED = 0, 1, 2, 130
EXIT_HELP = """\b
Exit codes: 0 done; 1 nothing found, some input unread, or a citation that
does not verify; 2 misuse; 3 a chronicle that cannot be used; 130 interrupted.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and gives its exit code; errors are told on standard error."""
    _never_fail_to_print()
    try:
        code = letopis.main(arguments, prog_name="letopis", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return FOUND
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return MISUSE
    except click.ClickException as error:
        _tell(error.format_message() + _hint(error))
        return MISUSE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except OSError as error:
        _drop_output()
        _tell(f"{error.filename or 'standard output'}: {error.strerror or error}")
        return NOT_ALL
    except Exception as error:
        if (code := exit_code(error)) is None:
            raise
        _tell(str(error))
    return code or FOUND


def exit_code(error: BaseException) -> int | None:
    """The exit code of an error of letopis, None for any other."""
    from letopis.errors import LetopisError  # noqa: PLC0415

    known = (code for kind, code in EXIT_CODES if isinstance(error, kind))
    return next(known, NOT_ALL if isinstance(error, LetopisError) else None)


def _tell(message: str) -> None:
    from letopis.faces.terminal import clean  # noqa: PLC0415 (late: --help stays instant)

    click.echo(f"letopis: {clean(message)}", err=True)


def _hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f" ({context.command_path} --help tells more)" if context else ""


def _drop_output() -> None:
    """What is still to be written goes nowhere: its reader is gone."""
    with suppress(OSError, ValueError):  # where standard output is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _never_fail_to_print() -> None:
    r"""Letters that the terminal's encoding does not have are written as ``\u0451``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


class _Commands(click.Group):
    """Commands whose reader may leave (``| head``): they end in silence."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _drop_output()
            return FOUND
        return code


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _print_json(value: object) -> None:
    from letopis.faces.terminal import to_json  # noqa: PLC0415

    click.echo(to_json(value).encode() + b"\n", nl=False)


def _width() -> int:
    """Columns to write in: those of the terminal, at most 100; 100 where there is no terminal."""
    return max(40, min(100, shutil.get_terminal_size((100, 24)).columns)) if sys.stdout.isatty() else 100


def _command(example: str) -> Callable[[Callable[..., int]], click.Command]:
    """A command of letopis with an example in its help and ``--json``."""

    def decorate(function: Callable[..., int]) -> click.Command:
        takes_json = click.option("--json", "as_json", is_flag=True, help="Write JSON to standard output.")(function)
        short = (function.__doc__ or "").partition(".\n")[0].rstrip(".")
        return letopis.command(epilog=f"\b\nExample:\n  {example}", short_help=short)(takes_json)

    return decorate


def _version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        from importlib.metadata import version  # noqa: PLC0415

        click.echo(f"letopis {version('letopis')}")
        context.exit()


_on_chronicle = click.argument("chronicle", default=DEFAULT, metavar="[CHRONICLE]")
_between = click.option("--between", nargs=2, metavar="A B", help="Only what is between these two, by name or code.")
_since = click.option("--since", type=Day(), help="Not earlier than this day, month or year.")
_until = click.option("--until", type=Day(), help="Not later than this day, month or year.")
_out = click.option("--out", metavar="FILE", help="Write to this file, not to standard output.")
_wide = click.option(
    "--wide",
    type=click.Choice(["spread", "out"]),
    default="spread",
    show_default=True,
    help="Events whose date is wider than a period: spread over it by days, or left out.",
)


def _by(default: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """The option for the length of a period."""
    periods = click.Choice(["month", "quarter", "year"])
    return click.option("--by", type=periods, default=default, show_default=True, help="How long a period is.")


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExample:\n  letopis build heap/ && letopis timeline --between Russia Japan\n\n" + EXIT_HELP,
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def letopis() -> None:
    """Turns a heap of Russian news text into a chronicle in which every record cites its characters.

    Commands on a chronicle take it first; without one they use ./chronicle.letopis.
    """


@_command("letopis build heap/ extra.txt --into japan.letopis")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--into", default=DEFAULT, show_default=True, metavar="CHRONICLE", help="The chronicle to build.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes that read side by side.")
@click.option(
    "--register",
    multiple=True,
    metavar="FILE",
    help="Your own terms of office, in the lines of the shipped register (repeatable).",
)
@click.option("--text", metavar="COLUMN", help="The column of a table (CSV, JSON Lines, Parquet) that holds the text.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=COLUMN", help="Another column of a table: title, "
              "address, publisher, author, published, language or name (repeatable).")  # fmt: skip
@click.option("--learnt", is_flag=True, help="Read opinions by the learnt model, too (0.3 ms a sentence).")
def build(
    paths: tuple[str, ...],
    into: str,
    jobs: int | None,
    register: tuple[str, ...],
    text: str | None,
    columns: tuple[str, ...],
    learnt: bool,
    as_json: bool,
) -> int:
    """Read texts into a chronicle.

    PATH is a file, a folder with all that lies in it, the address of a feed or page, or - for standard input. Read are
    plain text, HTML, PDF, Word, EPUB, tables (CSV, JSON Lines, Parquet; a source a row), RSS and Atom, WARC, mail, and
    archives of these (zip, tar, gz). What the chronicle holds already is
    not read again, so the same command goes on after an interruption.
    """
    named = columns_of(columns, text)
    from letopis import building  # noqa: PLC0415
    from letopis.faces.progress import prompt_interrupts, shown_progress  # noqa: PLC0415
    from letopis.faces.reports import built_data, built_lines  # noqa: PLC0415

    try:
        with prompt_interrupts(), shown_progress() as on_step:
            stdin = getattr(sys.stdin, "buffer", None)
            built = building.build(
                paths,
                into,
                jobs=jobs,
                stdin=stdin,
                register=register,
                columns=named,
                learnt=learnt,
                on_step=on_step,
            )
    except KeyboardInterrupt:
        _tell(f"interrupted; what was read is kept in {into}, and the same command goes on from there")
        return INTERRUPTED
    if as_json:
        _print_json(built_data(built))
    else:
        _print(built_lines(built))
    return NOT_ALL if built.unread else FOUND


@_command("letopis watch japan.letopis feeds.opml inbox/ --every 900")
@click.argument("chronicle")
@click.argument("what", nargs=-1, metavar="WHAT...")
@click.option("--every", type=click.FloatRange(min=1), default=900, show_default=True, metavar="SECONDS",
              help="How often feeds are asked and folders looked at.")  # fmt: skip
@click.option("--once", is_flag=True, help="One round, then end.")
@click.option("--full", is_flag=True, help="Read the page of each new item, not only what the feed gives of it.")
@click.option("--pause", type=click.FloatRange(min=0), default=2, show_default=True, metavar="SECONDS",
              help="Between two requests to one host; its robots.txt may ask for more.")  # fmt: skip
@click.option("--status", is_flag=True, help="Tell how every feed is; nothing is asked.")
def watch(
    chronicle: str, what: tuple[str, ...], every: float, once: bool, full: bool, pause: float, status: bool,
    as_json: bool,
) -> int:  # fmt: skip
    """Take new items into a chronicle as they come.

    WHAT is the address of a feed or page, an OPML file with feeds, or a folder. Servers are asked whether anything is
    new, one request a host at a time, as their robots.txt allows; what fails is told, and asked again later. An item
    that changed becomes a new version. It runs until it is stopped and goes on where it was when it is started again.
    """
    from letopis.faces import watches  # noqa: PLC0415

    if status:
        return _watch_status(chronicle, as_json=as_json)
    if not what or "-" in what:
        raise click.UsageError("Give the address of a feed, an OPML file, or a folder.")
    from letopis import watching  # noqa: PLC0415
    from letopis.faces.progress import ended_by_term  # noqa: PLC0415
    from letopis.intake.visiting import Manners  # noqa: PLC0415

    def tell(done: watching.Round) -> None:
        if as_json:
            _print_json(watches.round_data(done))
        else:
            click.echo(watches.round_line(done))
        sys.stdout.flush()

    with ended_by_term():
        done = watching.watch(
            what,
            chronicle,
            every=every,
            once=once,
            full=full,
            manners=Manners(pause=pause),
            on_round=tell,
            on_problem=lambda name, reason: _tell(f"{name}: {reason}"),
        )
    return NOT_ALL if done.failed or done.failing else FOUND


def _watch_status(path: str, *, as_json: bool) -> int:
    from letopis.faces import watches  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    with Chronicle.open(path) as chronicle:
        feeds, failing = chronicle.watched.feeds(), chronicle.watched.failing()
    if as_json:
        _print_json(watches.status_data(feeds, failing))
    else:
        _print(watches.status_lines(feeds, failing))
    if not feeds and not failing:
        raise NothingFound(f"{path}: nothing is watched yet")
    return NOT_ALL if failing else FOUND


@_command("letopis forget japan.letopis heap/monday.txt")
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] SOURCE")
def forget(arguments: tuple[str, ...], as_json: bool) -> int:
    """Take a source out of a chronicle with everything read from it."""
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    path, source = with_chronicle(arguments, "SOURCE")
    with Chronicle.open(path) as chronicle:
        chronicle.forget(source)
    if as_json:
        _print_json({"chronicle": path, "forgotten": source})
    return FOUND


@_command("letopis timeline japan.letopis --between Russia Japan --since 1956 --form html --out history.html")
@_on_chronicle
@_between
@click.option("--actor", metavar="X", help="Only what this party takes part in, by name or code.")
@click.option("--issue", metavar="I", help="Only what is about this issue.")
@click.option("--type", "types", multiple=True, metavar="T", help="Only events of this PLOVER type (repeatable).")
@click.option("--realis", multiple=True, metavar="R", help="Only events actual, planned, negated ... (repeatable).")
@click.option("--reported/--not-reported", default=None, help="Only events that somebody merely reports, or no such.")
@click.option(
    "--certainty", type=click.FloatRange(0, 1), metavar="C", help="Only tellings at least so certain, 0 to 1."
)
@click.option("--source", metavar="S", help="Only what this source tells.")
@_since
@_until
@click.option("--all", "everything", is_flag=True, help="Statements, figures and what is only supposed, too.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N entries.")
@click.option(
    "--form", type=click.Choice(["text", "md", "csv", "json", "html", "ics"]), default="text", help="The form."
)
@_out
def timeline(chronicle: str, as_json: bool, form: str, out: str | None, **conditions: Any) -> int:
    """Tell the history in a chronicle, oldest first, every entry with its citations.

    Undated entries stand at the end, with the day they cannot be later than where it is known.
    """
    from letopis.faces.questions import tell_history  # noqa: PLC0415

    return tell_history(chronicle, "json" if as_json else form, out, _width(), **conditions)


@_command("letopis index japan.letopis --between Russia Japan --by year --plot index.svg")
@_on_chronicle
@click.option("--between", nargs=2, metavar="A B", required=True, help="The two countries or organisations.")
@_by("month")
@_since
@_until
@click.option("--issue", metavar="I", help="Only what is about this issue.")
@click.option("--realis", multiple=True, default=("actual",), show_default=True, metavar="R", help="What counts.")
@click.option("--reported", is_flag=True, help="What somebody merely reports counts, too.")
@_wide
@click.option("--draws", type=click.IntRange(0, 10_000), default=200, show_default=True, help="Draws for the bands.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="The same seed, the same bands.")
@click.option("--plot", metavar="FILE", help="Draw it, too, into a file .svg or .png.")
@_out
def index(chronicle: str, as_json: bool, plot: str | None, out: str | None, **conditions: Any) -> int:
    """Measure conflict and cooperation of two countries by period.

    Events count by quad class (PLOVER) and with their scores, each real event once; bands come from drawing sources,
    change points from Pettitt's test.
    """
    from letopis.faces.questions import tell_index  # noqa: PLC0415

    return tell_index(chronicle, as_json, plot, out, _width(), **conditions)


@_command("letopis panel japan.letopis --by year --out panel.csv")
@_on_chronicle
@_by("year")
@_since
@_until
@click.option("--directed", is_flag=True, help="What one does to the other, a row for either direction.")
@click.option("--reported", is_flag=True, help="What somebody merely reports counts, too.")
@_wide
@_out
def panel(chronicle: str, as_json: bool, out: str | None, **conditions: Any) -> int:
    """Write all pairs of states by period as CSV for regression: ISO 3166, COW and Gleditsch-Ward codes, zeros too.

    --json writes one JSON object a line.
    """
    from letopis.faces.questions import tell_rows  # noqa: PLC0415

    return tell_rows(chronicle, as_json, out, **conditions)


@_command("letopis profile japan.letopis --source heap/monday.txt")
@_on_chronicle
@click.option("--actor", metavar="X", help="Of a party, by name or code.")
@_between
@click.option("--issue", metavar="I", help="Of an issue.")
@click.option("--source", metavar="S", help="Of a source: how much of its text is its own.")
def profile(chronicle: str, as_json: bool, **subject: Any) -> int:
    """Count what is told of a party, of two, of an issue, or by a source."""
    from letopis.faces.questions import tell_profile  # noqa: PLC0415

    return tell_profile(chronicle, as_json, _width(), **subject)


@_command("letopis diff january.letopis february.letopis")
@click.argument("chronicles", nargs=-1, metavar="OLD NEW | [CHRONICLE]")
@click.option("--since-build", is_flag=True, help="What the last build brought into one chronicle.")
@click.option("--since", type=Day(), help="What was read into one chronicle since this day.")
def diff(chronicles: tuple[str, ...], as_json: bool, since_build: bool, since: str | None) -> int:
    """Tell what is new between two chronicles, or in one since a build."""
    from letopis.faces.questions import tell_difference  # noqa: PLC0415

    alone = since_build or since is not None
    if len(chronicles) > 1 if alone else len(chronicles) != 2:
        raise click.UsageError("Give OLD and NEW, or one chronicle with --since-build or --since.")
    return tell_difference(chronicles or (DEFAULT,), since, as_json, _width())


@_command("letopis contradictions japan.letopis --form position_change")
@_on_chronicle
@click.option("--form", type=click.Choice(["contradiction", "position_change", "different_figure"]), help="Only these.")
def contradictions(chronicle: str, form: str | None, as_json: bool) -> int:
    """Tell where records disagree or a position changed, both quotations with their sources."""
    from letopis.faces.disagreements import disagreement_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415
    from letopis.study.contradictions import find_contradictions  # noqa: PLC0415
    from letopis.study.exporting import contradiction_line  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        pairs = [pair for pair in find_contradictions(opened) if form in (None, pair.form)]
    if as_json:
        _print_json([contradiction_line(pair) for pair in pairs])
    else:
        _print(disagreement_lines(pairs, _width()))
    if not pairs:
        raise NothingFound(f"{chronicle}: nothing found")
    return FOUND


@_command("letopis attitudes japan.letopis --between Russia Japan --by year")
@_on_chronicle
@click.option("--between", nargs=2, metavar="A B", help="Only between these two, both ways, by name or code.")
@click.option("--actor", metavar="X", help="Only of or towards this party, by name or code.")
@click.option("--since", type=Day(), help="Not earlier than this day, month or year.")
@click.option("--until", type=Day(), help="Not later than this day, month or year.")
@click.option("--by", type=click.Choice(["pair", "year", "text", "passage"]), default="pair", help="What to sum over.")
def attitudes(chronicle: str, as_json: bool, **conditions: Any) -> int:
    """Tell who is shown to be for or against whom, with the words that show it.

    What is counted is evidence, place by place; it is not a verdict on anybody.
    """
    from letopis.faces.leanings import leaning_data, leaning_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415
    from letopis.study.attitudes import sum_attitudes  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        leanings = sum_attitudes(opened, **conditions)
    if as_json:
        _print_json([leaning_data(leaning) for leaning in leanings])
    else:
        _print(leaning_lines(leanings, _width()))
    if not leanings:
        raise NothingFound(f"{chronicle}: nothing found")
    return FOUND


@_command("letopis stories japan.letopis")
@_on_chronicle
def stories(chronicle: str, as_json: bool) -> int:
    """Group the sources that tell the same event."""
    from letopis.faces.terminal import clean  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415
    from letopis.study.stories import find_stories  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        found = find_stories(opened)
    if as_json:
        _print_json([{"sources": story} for story in found])
    else:
        _print(line for story in found for line in (*map(clean, story), ""))
    if not found:
        raise NothingFound(f"{chronicle}: no two sources tell the same event")
    return FOUND


@_command('letopis search japan.letopis "мирный договор" actor:Japan since:2018')
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] QUERY")
@click.option("--meaning", is_flag=True, help="Words near in meaning count, too.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="At most so many."
)
def search(arguments: tuple[str, ...], meaning: bool, limit: int, as_json: bool) -> int:
    """Find sentences by their words, in any form, best first.

    QUERY is words; "a phrase"; either|or; -without; beginning*; nearly~; and the filters source:, kind:, actor:,
    issue:, since: and until:. Several arguments after the chronicle are one query.
    """
    from letopis.asking import Asker  # noqa: PLC0415
    from letopis.faces.answers import hit_data, hit_lines  # noqa: PLC0415
    from letopis.faces.arguments import with_words  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    path, query = with_words(arguments, "QUERY")
    with Chronicle.open(path) as chronicle:
        hits = Asker(chronicle).search(query, meaning=meaning, limit=limit)
    if as_json:
        _print_json(hit_data(hits))
    else:
        _print(hit_lines(hits, _width()))
    if not hits:
        raise NothingFound(f"{path}: nothing found")
    return FOUND


@_command('letopis ask japan.letopis "Как менялась позиция Москвы по мирному договору?"')
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] QUESTION")
@click.option("--llm", metavar="URL", help="Let the model at this OpenAI-compatible endpoint phrase the answer.")
@click.option("--model", metavar="NAME", help="The endpoint's model.")
@click.option("--key", envvar="LETOPIS_LLM_KEY", metavar="KEY", help="The endpoint's key [LETOPIS_LLM_KEY].")
def ask(arguments: tuple[str, ...], llm: str | None, model: str | None, key: str | None, as_json: bool) -> int:
    """Answer a question, in Russian or English, by what the records say, with citations.

    What the chronicle does not know is said plainly. With --llm the question and the cited sentences are sent to the
    endpoint, and of what it writes only sentences stay whose citations bear them out.
    """
    from letopis.asking import Asker  # noqa: PLC0415
    from letopis.faces.answers import answer_data, answer_lines  # noqa: PLC0415
    from letopis.faces.arguments import with_words  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415
    from letopis.study.phrasing import completer  # noqa: PLC0415

    path, question = with_words(arguments, "QUESTION")
    complete = completer(llm, model, key) if llm else None
    with Chronicle.open(path) as chronicle:
        asker = Asker(chronicle)
        answer = asker.ask(question)
        text = asker.phrase(answer, complete) if complete else None
    if complete and answer.citations and not text:
        _tell("no sentence of the model's checks against its citations; here is the answer without it")
    if as_json:
        _print_json(answer_data(answer, text))
    else:
        _print(answer_lines(answer, text, _width()))
    return NOT_ALL if answer.declined else FOUND


@_command('letopis digest japan.letopis "мирный договор" --words 300 --form docx --out digest.docx')
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] TOPIC")
@click.option(
    "--words", type=click.IntRange(min=20), default=300, show_default=True, metavar="N", help="At most so many."
)
@click.option("--since", type=Day(), help="Not earlier than this day, month or year.")
@click.option("--until", type=Day(), help="Not later than this day, month or year.")
@click.option("--form", type=click.Choice(["text", "md", "html", "docx"]), default="text", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, writable=True), metavar="FILE", help="Write to this file.")
def digest(
    arguments: tuple[str, ...],
    words: int,
    since: str | None,
    until: str | None,
    form: str,
    out: str | None,
    as_json: bool,
) -> int:
    """Tell a topic in the chronicle's own sentences, by date, each of them cited.

    What sources repeat stands once, what they contradict each other in is said.
    """
    if form == "docx" and out is None and not as_json:
        raise click.UsageError("A DOCX needs --out FILE.")
    if since and until and since > until + "~":
        raise click.UsageError(f"since {since} lies after until {until}")
    from letopis.asking import Asker  # noqa: PLC0415
    from letopis.faces import digests  # noqa: PLC0415
    from letopis.faces.arguments import with_words  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    path, topic = with_words(arguments, "TOPIC")
    with Chronicle.open(path) as chronicle:
        found = Asker(chronicle).digest(topic, words=words, since=since, until=until)
    if as_json:
        _print_json(digests.digest_data(found))
    elif form == "docx" and out:
        Path(out).write_bytes(digests.digest_docx(found))
    else:
        write = {"md": digests.digest_markdown, "html": digests.digest_html}
        text = write[form](found) if form in write else "\n".join(digests.digest_lines(found, _width())) + "\n"
        Path(out).write_text(text, encoding="utf-8") if out else click.echo(text, nl=False)
    return FOUND


@_command("letopis positions japan.letopis --actor Japan --issue territory")
@_on_chronicle
@click.option("--actor", metavar="X", help="Only this side, by name or code.")
@click.option("--issue", metavar="I", help="Only on this issue.")
@click.option("--since", type=Day(), help="Not earlier than this day, month or year.")
@click.option("--until", type=Day(), help="Not later than this day, month or year.")
def positions(chronicle: str, as_json: bool, **conditions: Any) -> int:
    """Tell how each side's position on an issue moved, in its statements and acts.

    Stances are for, against, conditional, demanding and refusing; a stand that differs from the one before is marked.
    """
    from letopis.faces.positions import position_data, position_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415
    from letopis.study.positions import find_positions  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        found = find_positions(opened, **conditions)
    if as_json:
        _print_json(position_data(found))
    else:
        _print(position_lines(found, _width()))
    if not found:
        raise NothingFound(f"{chronicle}: nothing found")
    return FOUND


@_command("letopis agreements japan.letopis")
@_on_chronicle
@click.option("--actor", metavar="X", help="Only those of this party, by name or code.")
def agreements(chronicle: str, actor: str | None, as_json: bool) -> int:
    """Tell the life of each agreement: proposed, signed, ratified, in force, ended, each step cited."""
    from letopis.faces.lives import life_data, life_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415
    from letopis.study.lives import find_lives  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        found = find_lives(opened, actor=actor)
    if as_json:
        _print_json(life_data(found))
    else:
        _print(life_lines(found, _width()))
    if not found:
        raise NothingFound(f"{chronicle}: nothing found")
    return FOUND


@_command("letopis figures japan.letopis --of ship")
@_on_chronicle
@click.option("--of", "word", metavar="WORD", help="Only those that count this, or have it in their words.")
def figures(chronicle: str, word: str | None, as_json: bool) -> int:
    """Tell the figures by what they count, a part below its whole."""
    from letopis.faces.counts import count_data, count_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415
    from letopis.study.counts import find_counts  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        found = find_counts(opened, word)
    if as_json:
        _print_json(count_data(found))
    else:
        _print(count_lines(found, _width()))
    if not found:
        raise NothingFound(f"{chronicle}: nothing found")
    return FOUND


@_command("letopis show japan.letopis ev-3f9c0a1b2c3d4e5f")
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] ID|SOURCE")
def show(arguments: tuple[str, ...], as_json: bool) -> int:
    """Show a record with all its tellings, the words underlined, or a source with its layers marked.

    ID is the id of a record, an older id of it, or the id of one of its readings; SOURCE the name of a source, whose
    text is shown with what is no prose, where texts were run together, and what repeats another place.
    """
    from letopis.faces.layers import layers_data, layers_lines  # noqa: PLC0415
    from letopis.faces.records import record_data, record_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    path, name = with_chronicle(arguments, "ID")
    with Chronicle.open(path) as chronicle:
        if any(source.name == name for source in chronicle.sources()):
            if as_json:
                _print_json(layers_data(name, chronicle))
            else:
                _print(layers_lines(name, chronicle, _width()))
            return FOUND
        tellings = chronicle.find(name)
        if as_json:
            _print_json(record_data(tellings, chronicle))
        else:
            _print(record_lines(tellings, chronicle, _width()))
    return FOUND


@_command("letopis info japan.letopis")
@_on_chronicle
def info(chronicle: str, as_json: bool) -> int:
    """Count what a chronicle holds: sources, sentences, records, and what was not read."""
    from letopis.faces.reports import info_data, info_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        found = opened.info()
    if as_json:
        _print_json(info_data(found, chronicle))
    else:
        _print(info_lines(found, chronicle))
    return FOUND


@_command("letopis verify japan.letopis")
@_on_chronicle
def verify(chronicle: str, as_json: bool) -> int:
    """Check every citation against the kept text, and the kept text against its file."""
    from letopis.faces.reports import verified_data, verified_lines  # noqa: PLC0415
    from letopis.intake.sources import Files  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        problems = list(opened.verify(Files()))
        held = opened.info()
    if as_json:
        _print_json(verified_data(held, problems))
    else:
        _print(verified_lines(held, problems))
    return NOT_ALL if problems else FOUND


@_command("letopis export japan.letopis --format csv --out tables/")
@_on_chronicle
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
        _print_json({"chronicle": chronicle, "format": form, "files": [str(path) for path in asked]})
    else:
        _print(str(path) for path in asked)
    return FOUND


@_command("letopis sample japan.letopis 50 --out sample.html")
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
            _print_json([record_data([one.told], chronicle) for one in drawn])
    if not as_json:
        text = sample_html(drawn) if out and out.lower().endswith((".html", ".htm")) else sample_csv(drawn)
        Path(out).write_text(text, encoding="utf-8", newline="") if out else click.echo(text, nl=False)
    if not drawn:
        raise NothingFound(f"{path}: nothing found")
    return FOUND


@_command("letopis score judged.csv")
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
        _print_json(precision_data(found))
    else:
        _print(precision_lines(found))
    return FOUND


@_command("letopis serve japan.letopis --port 8000")
@_on_chronicle
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Where to listen; beyond loopback a token is needed to write.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=8347, show_default=True)
@click.option("--token", envvar="LETOPIS_TOKEN", metavar="T", help="The token for writing [LETOPIS_TOKEN].")
def serve(chronicle: str, host: str, port: int, token: str | None, as_json: bool) -> int:
    """Open the reader's desk: web pages and an interface for programs, on this machine.

    Nothing is fetched from outside. It may be open while a build runs.
    """
    try:
        from letopis.web.app import serve as run  # noqa: PLC0415
        from letopis.web.guard import LOOPBACK  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("the desk needs the extra 'serve': pip install 'letopis[serve]'") from error
    if host not in LOOPBACK and not token:
        raise click.UsageError("Beyond loopback the desk needs --token for writing.")
    address = f"http://{host}:{port}/"
    if as_json:
        _print_json({"chronicle": chronicle, "address": address})
    else:
        click.echo(address)
    sys.stdout.flush()
    run(Path(chronicle), host, port, token)
    return FOUND


@_command("letopis mcp japan.letopis")
@_on_chronicle
@click.option("--http", is_flag=True, help="Serve HTTP on loopback instead of standard input and output.")
@click.option("--port", type=click.IntRange(0, 65535), default=8348, show_default=True)
def mcp(chronicle: str, http: bool, port: int, as_json: bool) -> int:
    """Serve assistants by the Model Context Protocol: search, timeline, ask, and the exact words of citations."""
    del as_json
    try:
        from letopis.web.assistants import make_server  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("the server for assistants needs the extra 'mcp': pip install 'letopis[mcp]'") from error
    server = make_server(Path(chronicle))
    if http:
        server.run("streamable-http", host="127.0.0.1", port=port)
    else:
        server.run("stdio")
    return FOUND


@letopis.group(name="actor", short_help="Correct who is who: merge, split, rename, forget, log, undo")
def actor_group() -> None:
    """Correct who is who. Every judgement is signed, kept, and can be undone; it survives a rebuild.

    An actor is named as it is called, or by its id.
    """


def _judgement(example: str) -> Callable[[Callable[..., int]], click.Command]:
    """A command that judges, with who and why."""

    def decorate(function: Callable[..., int]) -> click.Command:
        for option in (
            click.option("--json", "as_json", is_flag=True, help="Write JSON to standard output."),
            click.option("--why", metavar="TEXT", help="The reason."),
            click.option("--by", default=getuser, metavar="NAME", help="Who judges [the login name]."),
        ):
            function = option(function)
        short = (function.__doc__ or "").partition(".\n")[0].rstrip(".")
        return actor_group.command(epilog=f"\b\nExample:\n  {example}", short_help=short)(function)

    return decorate


def _judged(path: str, judge: Callable[[Chronicle], int], *, as_json: bool) -> int:
    from letopis.faces.judgements import judgement_data, judgement_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    with Chronicle.open(path) as chronicle:
        number = judge(chronicle)
        made = [one for one in chronicle.judgements() if one.number == number]
    if as_json:
        _print_json(judgement_data(made)[0])
    else:
        _print(judgement_lines(made))
    return FOUND


@_judgement("letopis actor merge japan.letopis 'Есимаса Хаяси' 'Ёсимаса Хаяси'")
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] ACTOR INTO")
def merge(arguments: tuple[str, ...], by: str, why: str | None, as_json: bool) -> int:
    """Say that one actor is another."""
    path, (one, into) = with_several(arguments, ("ACTOR", "INTO"))
    return _judged(path, lambda chronicle: chronicle.merge_actors(one, into, by=by, why=why), as_json=as_json)


@_judgement("letopis actor split japan.letopis Сато --source tass.txt --as 'Eisaku Sato'")
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] ACTOR")
@click.option("--source", required=True, metavar="SOURCE", help="The source in which it is somebody else.")
@click.option("--as", "name", required=True, metavar="NAME", help="Who it is there.")
def split(arguments: tuple[str, ...], source: str, name: str, by: str, why: str | None, as_json: bool) -> int:
    """Say that an actor of one source is somebody else."""
    path, (who,) = with_several(arguments, ("ACTOR",))
    return _judged(
        path, lambda chronicle: chronicle.split_actor(who, source=source, name=name, by=by, why=why), as_json=as_json
    )


@_judgement("letopis actor rename japan.letopis 'Ingrid Khaugset' 'Ingrid Haugset'")
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] ACTOR NAME")
@click.option("--ru", "name_ru", metavar="NAME", help="The name in Russian.")
def rename(arguments: tuple[str, ...], name_ru: str | None, by: str, why: str | None, as_json: bool) -> int:
    """Say how an actor is called."""
    path, (who, name) = with_several(arguments, ("ACTOR", "NAME"))
    return _judged(
        path, lambda chronicle: chronicle.rename_actor(who, name, name_ru=name_ru, by=by, why=why), as_json=as_json
    )


@_judgement("letopis actor forget japan.letopis 'Bear Island'")
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] ACTOR")
def forget_actor(arguments: tuple[str, ...], by: str, why: str | None, as_json: bool) -> int:
    """Say that what was taken for an actor is none."""
    path, (who,) = with_several(arguments, ("ACTOR",))
    return _judged(path, lambda chronicle: chronicle.forget_actor(who, by=by, why=why), as_json=as_json)


forget_actor.name = "forget"
actor_group.commands["forget"] = actor_group.commands.pop("forget-actor", forget_actor)


@_judgement("letopis actor undo japan.letopis 3")
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] NUMBER")
def undo(arguments: tuple[str, ...], by: str, why: str | None, as_json: bool) -> int:
    """Take a judgement back; it stays in the log."""
    path, (number,) = with_several(arguments, ("NUMBER",))
    if not number.isdecimal():
        raise click.UsageError(f"{number!r} is no number of a judgement")
    return _judged(path, lambda chronicle: chronicle.undo(int(number), by=by, why=why), as_json=as_json)


@actor_group.command(epilog="\b\nExample:\n  letopis actor log japan.letopis")
@_on_chronicle
@click.option("--json", "as_json", is_flag=True, help="Write JSON to standard output.")
def log(chronicle: str, as_json: bool) -> int:
    """Tell all judgements, on actors and on records."""
    from letopis.faces.judgements import judgement_data, judgement_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    with Chronicle.open(chronicle) as opened:
        judged = opened.judgements()
    if as_json:
        _print_json(judgement_data(judged))
    else:
        _print(judgement_lines(judged))
    if not judged:
        raise NothingFound(f"{chronicle}: nothing is judged yet")
    return FOUND


@_command("letopis judge japan.letopis ev-3f9c0a1b2c3d4e5f reject --why 'a film, not a war'")
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] ID accept|reject|edit")
@click.option("--type", "event_type", metavar="T", help="With edit: the PLOVER type.")
@click.option("--realis", metavar="R", help="With edit: actual, planned, negated, hypothetical or generic.")
@click.option("--by", default=getuser, metavar="NAME", help="Who judges [the login name].")
@click.option("--why", metavar="TEXT", help="The reason.")
def judge(
    arguments: tuple[str, ...], event_type: str | None, realis: str | None, by: str, why: str | None, as_json: bool
) -> int:
    """Say that a record is right, wrong (it is told no more), or otherwise."""
    path, (record, act) = with_several(arguments, ("ID", "accept|reject|edit"))
    edits = {name: value for name, value in (("type", event_type), ("realis", realis)) if value}
    if (act == "edit") != bool(edits):
        raise click.UsageError("edit needs --type or --realis, and only edit takes them")
    return _judged(
        path, lambda chronicle: chronicle.judge_record(record, act, by=by, why=why, **edits), as_json=as_json
    )


@_command("letopis docs start")
@click.argument("page", required=False)
@click.option("--html", metavar="FILE", help="Write the page, or without a page all of them, as HTML to this file.")
def docs(page: str | None, html: str | None, as_json: bool) -> int:
    """Read the manual, which needs no network: the list of its pages, or one page."""
    from letopis.faces import pages  # noqa: PLC0415
    from letopis.faces.writing import write_lines  # noqa: PLC0415

    found = pages.find_pages()
    chosen = [pages.choose(found, page)] if page else found
    if html:
        write_lines([pages.pages_html(chosen)], html, end="")
    if as_json:
        _print_json([{"page": one.name, "title": one.title} | ({"text": one.text} if page else {}) for one in chosen])
    elif page and not html:
        click.echo(pages.page_text(chosen[0], _width(), styled=sys.stdout.isatty()), nl=False)
    elif not html:
        _print(pages.list_lines(found))
    return FOUND


@_command('letopis explain "Бельгия и Дания подписали договор."')
@click.argument("text", required=False)
@click.option("--at", metavar="PATH:OFFSET", help="The sentence around this character of a file.")
def explain(text: str | None, at: str | None, as_json: bool) -> int:
    """Tell which rules look at a text and why each speaks or declines.

    Give the text itself, or the place of one sentence with --at.
    """
    if (text is None) == (at is None):
        raise click.UsageError("Give either a TEXT or --at PATH:OFFSET.")
    place = place_of(at) if at is not None else None
    from letopis.faces.explaining import explain_source, text_source  # noqa: PLC0415
    from letopis.faces.reports import explained_data, explained_lines  # noqa: PLC0415

    source, offset = _source_at(*place) if place else (text_source(text or ""), None)
    explained = explain_source(source, offset)
    if as_json:
        _print_json(explained_data(source.name, source.text, explained))
    else:
        _print(explained_lines(source.name, source.text, explained, _width()))
    if not any(verdicts for _, verdicts in explained):
        raise NothingFound("no rule looked at this text")
    return FOUND


def _source_at(path: str, offset: int) -> tuple[Source, int]:
    from letopis.faces.explaining import file_source  # noqa: PLC0415

    source = file_source(path)
    if offset >= len(source.text):
        raise UsageError(f"{path}:{offset}: the text has only {len(source.text):,} characters")
    return source, offset
