"""What all commands share: how they are made, their common options, how they print."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable

import click

from letopis.faces.arguments import DEFAULT, Day

FOUND, NOT_ALL, MISUSE, INTERRUPTED = 0, 1, 2, 130


def tell(message: str) -> None:
    """Tells something on standard error, safe for a terminal."""
    from letopis.faces.terminal import clean  # noqa: PLC0415 (late: --help stays instant)

    click.echo(f"letopis: {clean(message)}", err=True)


def print_lines(lines: Iterable[str]) -> None:
    """Prints lines as they come."""
    for line in lines:
        click.echo(line)


def print_json(value: object) -> None:
    """Prints a value as one line of JSON, in UTF-8 whatever the terminal has."""
    from letopis.faces.terminal import to_json  # noqa: PLC0415

    click.echo(to_json(value).encode() + b"\n", nl=False)


def width() -> int:
    """Columns to write in: those of the terminal, at most 100; 100 where there is no terminal."""
    return max(40, min(100, shutil.get_terminal_size((100, 24)).columns)) if sys.stdout.isatty() else 100


def command(example: str) -> Callable[[Callable[..., int]], click.Command]:
    """A command of letopis with an example in its help and ``--json``."""

    def decorate(function: Callable[..., int]) -> click.Command:
        takes_json = click.option("--json", "as_json", is_flag=True, help="Write JSON to standard output.")(function)
        short = (function.__doc__ or "").partition(".\n")[0].rstrip(".")
        return click.command(epilog=f"\b\nExample:\n  {example}", short_help=short)(takes_json)

    return decorate


on_chronicle = click.argument("chronicle", default=DEFAULT, metavar="[CHRONICLE]")
between_option = click.option(
    "--between", nargs=2, metavar="A B", help="Only what is between these two, by name or code."
)
since_option = click.option("--since", type=Day(), help="Not earlier than this day, month or year.")
until_option = click.option("--until", type=Day(), help="Not later than this day, month or year.")
out_option = click.option("--out", metavar="FILE", help="Write to this file, not to standard output.")
wide_option = click.option(
    "--wide",
    type=click.Choice(["spread", "out"]),
    default="spread",
    show_default=True,
    help="Events whose date is wider than a period: spread over it by days, or left out.",
)


def by_option(default: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """The option for the length of a period."""
    periods = click.Choice(["month", "quarter", "year"])
    return click.option("--by", type=periods, default=default, show_default=True, help="How long a period is.")
