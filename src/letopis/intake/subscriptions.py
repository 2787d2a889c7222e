"""What a watch follows: addresses, the feeds that an OPML file lists, folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from letopis.errors import InputError
from letopis.intake.decoding import MOST_BYTES, too_large
from letopis.intake.files import is_address, reason


def list_addresses(paths: Sequence[str]) -> Iterator[str | InputError]:
    """The addresses that the paths mean, each once: as given, or out of OPML files; folders and texts have none."""
    seen: set[str] = set()
    for path in paths:
        found = [path] if is_address(path) else _listed(path) if is_opml(path) else []
        for one in found:
            if isinstance(one, InputError) or one not in seen:
                yield one
            if isinstance(one, str):
                seen.add(one)


def is_opml(path: str) -> bool:
    """Whether a path is that of a list of feeds."""
    return not is_address(path) and path.lower().endswith((".opml", ".opml.xml"))


def _listed(path: str) -> list[str | InputError]:
    try:
        return read_opml(path, _bytes(path))
    except InputError as error:
        return [error]


def _bytes(path: str) -> bytes:
    try:
        size = Path(path).stat().st_size
        if size > MOST_BYTES:
            raise too_large(path, size)
        return Path(path).read_bytes()
    except OSError as error:
        raise InputError(path, reason(error)) from error


def read_opml(name: str, data: bytes) -> list[str | InputError]:
    """The addresses of the feeds that OPML lists. Raises InputError for what is no OPML or lists none."""
    try:
        from defusedxml.ElementTree import fromstring  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise InputError(name, "needs defusedxml to be read: pip install 'letopis[formats]'") from error
    try:
        root = fromstring(data)
    except (ValueError, LookupError, SyntaxError) as error:  # both defusedxml's refusals and bad XML are among these
        raise InputError(name, f"cannot be read as OPML: {error}") from error
    found: list[str | InputError] = []
    for outline in root.iter("outline"):
        address = next((value.strip() for key, value in outline.attrib.items() if key.lower() == "xmlurl"), None)
        if address is not None:
            found.append(address if is_address(address) else InputError(name, f"{address!r} is no http(s) address"))
    if not found:
        raise InputError(name, "lists no feeds")
    return found
