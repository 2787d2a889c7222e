"""All errors of letopis, drawn as a tree.

LetopisError
├── InputError            a text that cannot be taken in: names the file and the reason; the rest goes on
├── RuleError             a rule file or word list that is wrong: names file, rule and reason
├── UsageError            a call that means nothing (since after until, an unknown kind)
├── NothingFound          a question without an answer in this chronicle
└── ChronicleError        a chronicle that cannot be used
    ├── NotAChronicle     another SQLite file, or no SQLite file at all
    ├── NewerChronicle    written by a later version of letopis
    ├── DamagedChronicle  the file is broken
    ├── LockedChronicle   another build is writing
    └── WriteFailed       the disk is full or the file cannot be written

``EXIT_CODES`` maps the tree to the exit codes of the command line.
"""

from __future__ import annotations


def plain(words: str) -> str:
    r"""Words that can be written: half of a surrogate pair, which files may hold, is shown as ``\ud83d``."""
    return words.encode("utf-8", "backslashreplace").decode()


class LetopisError(Exception):
    """The root: every message names what is wrong and where."""


class InputError(LetopisError):
    """A text that cannot be taken in.

    `name` is the source's name, `reason` a short sentence without a full stop.
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(plain(f"{name}: {reason}"))
        self.name = plain(name)
        self.reason = plain(reason)


class RuleError(LetopisError):
    """A rule file or word list that is wrong."""


class UsageError(LetopisError):
    """A call that means nothing."""


class NothingFound(LetopisError):
    """A question without an answer in this chronicle."""


class ChronicleError(LetopisError):
    """A chronicle that cannot be used."""


class NotAChronicle(ChronicleError):
    """Another SQLite file, or no SQLite file at all."""


class NewerChronicle(ChronicleError):
    """Written by a later version of letopis."""


class DamagedChronicle(ChronicleError):
    """The file is broken."""


class LockedChronicle(ChronicleError):
    """Another build is writing."""


class WriteFailed(ChronicleError):
    """The disk is full or the file cannot be written."""


EXIT_CODES: tuple[tuple[type[BaseException], int], ...] = (
    (ChronicleError, 3),
    (UsageError, 2),
    (RuleError, 2),
    (NothingFound, 1),
    (InputError, 1),
    (KeyboardInterrupt, 130),
)
