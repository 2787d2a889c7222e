"""The command line: the questions of the Python API, typed. Everything heavy is imported inside the commands."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import click

from letopis.commands import correcting, exporting, findings, history, questions, records, serving, texts
from letopis.commands.base import FOUND, INTERRUPTED, MISUSE, NOT_ALL, tell
from letopis.errors import EXIT_CODES

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
        tell(error.format_message() + _hint(error))
        return MISUSE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except OSError as error:
        _drop_output()
        tell(f"{error.filename or 'standard output'}: {error.strerror or error}")
        return NOT_ALL
    except Exception as error:
        if (code := exit_code(error)) is None:
            raise
        tell(str(error))
    return code or FOUND


def exit_code(error: BaseException) -> int | None:
    """The exit code of an error of letopis, None for any other."""
    from letopis.errors import LetopisError  # noqa: PLC0415

    known = (code for kind, code in EXIT_CODES if isinstance(error, kind))
    return next(known, NOT_ALL if isinstance(error, LetopisError) else None)


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


def _version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        from importlib.metadata import version  # noqa: PLC0415

        click.echo(f"letopis {version('letopis')}")
        context.exit()


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


#: Every command of letopis.
COMMANDS = (
    texts.build,
    texts.watch,
    texts.forget,
    history.timeline,
    history.index,
    history.panel,
    history.profile,
    history.diff,
    findings.contradictions,
    findings.attitudes,
    findings.stories,
    findings.positions,
    findings.agreements,
    findings.figures,
    findings.places,
    questions.search,
    questions.ask,
    questions.digest,
    records.show,
    records.info,
    records.verify,
    records.explain,
    exporting.export,
    exporting.sample,
    exporting.score,
    correcting.actor_group,
    correcting.judge,
    serving.serve,
    serving.mcp,
    serving.docs,
)
for _one in COMMANDS:
    letopis.add_command(_one)
