"""How far a build is, on standard error: a bar with rate and time left on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from letopis.faces.terminal import clean, shorten

if TYPE_CHECKING:
    from letopis.building import Step

#: Seconds between two lines where standard error is no terminal.
EVERY = 10.0


@contextmanager
def prompt_interrupts() -> Iterator[None]:
    """Inside, an interruption ends the reading processes at once: it does not wait for a long text."""

    def stop(_: int, __: object) -> None:
        for process in multiprocessing.active_children():
            process.terminate()
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def ended_by_term() -> Iterator[None]:
    """Inside, SIGTERM ends the program in order, as a service is stopped: what is half written is taken back."""

    def end(_: int, __: object) -> None:
        raise SystemExit(0)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def shown_progress() -> Iterator[Callable[[Step], None]]:
    """What a build calls with every step. Each text that was not read is told at once, with its reason."""
    if sys.stderr.isatty():
        with _bar() as on_step:
            yield on_step
    else:
        yield _lines()


def _lines() -> Callable[[Step], None]:
    begun = told = time.monotonic()
    sentences = 0

    def on_step(step: Step) -> None:
        nonlocal told, sentences
        sentences += step.sentences
        if step.problem is not None:
            click.echo(problem_line(step), err=True)
        now = time.monotonic()
        if now - told >= EVERY:
            told = now
            click.echo(progress_line(step, sentences, now - begun), err=True)

    return on_step


def problem_line(step: Step) -> str:
    """Which text was not read, and why."""
    return f"letopis: {clean(step.name)}: {clean(step.problem or '')}"


def progress_line(step: Step, sentences: int, seconds: float) -> str:
    """How far a build is after so many seconds: share, sentences, rate, time left."""
    parts = [f"{sentences:,} sentences", f"{sentences / max(seconds, 0.001):,.0f} a second"]
    if step.total > 0 and 0 < step.done <= step.total:
        left = seconds * (step.total - step.done) / step.done
        parts = [f"{step.done / step.total:.0%}", *parts, f"{left:,.0f} s left"]
    return "letopis: " + ", ".join(parts)


@contextmanager
def _bar() -> Iterator[Callable[[Step], None]]:
    from rich.console import Console  # noqa: PLC0415 (heavy: only where a bar is drawn)
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    console = Console(stderr=True)
    rate = TextColumn("{task.fields[rate]:,.0f} sentences/s")
    name = TextColumn("{task.fields[name]}", markup=False)
    parts = (BarColumn(), TaskProgressColumn(), rate, TimeRemainingColumn(), name)
    begun = time.monotonic()
    with Progress(*parts, console=console, transient=True) as progress:
        task = progress.add_task("", total=None, rate=0.0, name="")
        sentences = 0

        def on_step(step: Step) -> None:
            nonlocal sentences
            sentences += step.sentences
            if step.problem is not None:
                console.print(problem_line(step), markup=False, highlight=False, soft_wrap=True)
            rate = sentences / max(time.monotonic() - begun, 0.001)
            total = max(step.total, step.done) or None
            progress.update(task, total=total, completed=step.done, rate=rate, name=shorten(clean(step.name), 30))

        yield on_step
