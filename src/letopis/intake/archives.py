"""Checks on ZIP files before anything in them is read."""

from __future__ import annotations

import zipfile
from io import BytesIO

from letopis.errors import InputError
from letopis.intake.bounds import MOST_MEMBERS, SMALL, STEEPEST
from letopis.intake.decoding import MOST_BYTES


def check_zip(name: str, data: bytes) -> None:
    """Raises InputError for a broken ZIP, one with too many members, or one that unpacks to far more than it is.

    For formats that are a ZIP (DOCX, EPUB) and are unpacked by a library.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise InputError(name, f"is a broken ZIP: {error}") from error
    size = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or size > 4 * MOST_BYTES or (size > SMALL and size > len(data) * STEEPEST):
        raise InputError(name, f"unpacks to {size:,} bytes out of {len(data):,}: refused as a bomb")
