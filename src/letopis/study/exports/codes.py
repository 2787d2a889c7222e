"""Country codes and quad classes in the words of other data sets."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

#: The quad classes as POLECAT writes them.
QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
#: The CAMEO root code of a PLOVER type, the way back of CAMEO2PLOVER: only roots, since many codes became one type.
CAMEO = {
    "AGREE": "03", "CONSULT": "04", "SUPPORT": "05", "CONCEDE": "08", "COOPERATE": "06", "AID": "07", "RETREAT": "08",
    "REQUEST": "02", "ACCUSE": "11", "REJECT": "12", "THREATEN": "13", "PROTEST": "14", "SANCTION": "16",
    "MOBILIZE": "15", "COERCE": "17", "ASSAULT": "19",
}  # fmt: skip


def load_iso() -> dict[str, str]:
    """The two-letter code of each country by its three-letter code."""
    return {three: two for three, two, *_ in _rows()}


def load_fips() -> dict[str, str]:
    """The code of FIPS 10-4, which GDELT writes, by the three-letter code."""
    return {three: fips for three, _, _, fips in _rows() if fips}


def _rows() -> Iterator[list[str]]:
    lines = files("letopis.study.exports").joinpath("iso.txt").read_text(encoding="utf-8").splitlines()
    return ([part.strip() for part in line.split("|")] for line in lines if line.strip() and not line.startswith("#"))
