"""A digest for a reader: plain text, Markdown, a page of its own, or a document with footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from io import BytesIO
from typing import Any

from letopis.errors import LetopisError
from letopis.faces.terminal import WIDTH, clean, wrap
from letopis.faces.timelines import place
from letopis.study.digest import Digest, Line

_HEADINGS = {
    "en": {"undated": "Without a date in the text", "disagree": "The sources contradict each other",
           "told": "{lines} sentences from {sources} source(s)", "and": "but"},
    "ru": {"undated": "Без даты в тексте", "disagree": "Источники противоречат друг другу",
           "told": "предложений: {lines}, источников: {sources}", "and": "но"},
}  # fmt: skip
#: Letters that mean something in Markdown, where they stand in a source's words.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_STYLE = (
    "body{font:1.05rem/1.6 Georgia,serif;max-width:42rem;margin:2rem auto;padding:0 1rem}"
    "time{font-weight:bold}ol{font-size:.85rem}sup a{text-decoration:none}"
)


def digest_data(digest: Digest) -> dict[str, Any]:
    """A digest as plain data."""
    return {
        "topic": digest.topic.text,
        "since": digest.topic.since,
        "until": digest.topic.until,
        "sources": digest.sources,
        "lines": [
            {"text": line.text, "when": line.citation.when, "id": line.citation.id, "source": line.citation.source,
             "start": line.citation.start, "stop": line.citation.stop, "quote": line.citation.quote}
            for line in digest.lines
        ],
        "contradictions": [
            [{"source": told.source, "start": told.start, "stop": told.stop, "quote": told.quote, "id": told.id}
             for told in (pair.a, pair.b)]
            for pair in digest.contradictions
        ],
    }  # fmt: skip


def digest_lines(digest: Digest, width: int = WIDTH) -> Iterator[str]:
    """A digest in lines of at most `width` columns, then its citations by number."""
    words = _HEADINGS[digest.topic.language]
    yield from wrap(clean(_title(digest)), width)
    yield ""
    number = 0
    for title, lines in (("", digest.dated), (words["undated"], digest.undated)):
        if title and lines:
            yield from ("", title, "")
        for number, line in enumerate(lines, start=number + 1):  # noqa: B020 (numbers go on)
            yield from wrap(clean(f"{_day(line)}{line.text} [{number}]"), width)
    if digest.contradictions:
        yield from ("", words["disagree"], "")
    for a, b in _pairs(digest):
        yield from wrap(clean(f"«{a}» — {words['and']} «{b}»"), width)
    yield ""
    for number, line in enumerate(digest.lines, start=1):
        yield f"[{number}] {_where(line)}"


def digest_markdown(digest: Digest) -> str:
    """A digest in Markdown, the citations as footnotes."""
    words = _HEADINGS[digest.topic.language]
    out = [f"# {_plain(_title(digest))}", ""]
    number = 0
    for title, lines in (("", digest.dated), (words["undated"], digest.undated)):
        out += [f"## {title}", ""] if title and lines else []
        for number, line in enumerate(lines, start=number + 1):  # noqa: B020
            day = f"**{_plain(_day(line).strip(': '))}** " if _day(line) else ""
            out += [f"{day}{_plain(line.text)}[^{number}]", ""]
    if digest.contradictions:
        out += [f"## {words['disagree']}", ""]
        out += [f"- «{_plain(a)}» — {words['and']} «{_plain(b)}»" for a, b in _pairs(digest)] + [""]
    out += [f"[^{number}]: {_plain(_where(line))}" for number, line in enumerate(digest.lines, start=1)]
    return "\n".join(out) + "\n"


def digest_html(digest: Digest) -> str:
    """A digest as a page that needs nothing else; what sources say is escaped."""
    words = _HEADINGS[digest.topic.language]
    out = [f'<!doctype html><html lang="{digest.topic.language}"><meta charset="utf-8">']
    out += ['<meta name="viewport" content="width=device-width,initial-scale=1">']
    out += [f"<title>{escape(_title(digest))}</title><style>{_STYLE}</style><h1>{escape(_title(digest))}</h1>"]
    number = 0
    for title, lines in (("", digest.dated), (words["undated"], digest.undated)):
        out += [f"<h2>{escape(title)}</h2>"] if title and lines else []
        for number, line in enumerate(lines, start=number + 1):  # noqa: B020
            day = f"<time>{escape(_day(line).strip(': '))}</time> " if _day(line) else ""
            note = f'<sup><a id="r{number}" href="#n{number}">{number}</a></sup>'
            out += [f"<p>{day}{escape(line.text)}{note}</p>"]
    if digest.contradictions:
        out += [f"<h2>{escape(words['disagree'])}</h2><ul>"]
        out += [f"<li>«{escape(a)}» — {words['and']} «{escape(b)}»</li>" for a, b in _pairs(digest)] + ["</ul>"]
    out += ["<hr><ol>"]
    for number, line in enumerate(digest.lines, start=1):
        quote = escape(" ".join(line.citation.quote.split()))
        out += [f'<li id="n{number}">{escape(_where(line))} <q>{quote}</q> <a href="#r{number}">↩</a></li>']
    return "\n".join([*out, "</ol></html>"]) + "\n"


def digest_docx(digest: Digest) -> bytes:
    """A digest as a Word document with real footnotes. Raises LetopisError where python-docx is not installed."""
    try:
        from docx import Document  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise LetopisError("DOCX needs python-docx: pip install 'letopis[docx]'") from error
    from letopis.faces.footnotes import Footnotes  # noqa: PLC0415

    words = _HEADINGS[digest.topic.language]
    document = Document()
    notes = Footnotes(document)
    document.add_heading(_safe(_title(digest)), 0)
    for title, lines in (("", digest.dated), (words["undated"], digest.undated)):
        if title and lines:
            document.add_heading(title, 1)
        for line in lines:
            paragraph = document.add_paragraph()
            if _day(line):
                paragraph.add_run(_safe(_day(line))).bold = True
            paragraph.add_run(_safe(line.text))
            notes.add(paragraph, _safe(f"{_where(line)} “{' '.join(line.citation.quote.split())}”"))
    if digest.contradictions:
        document.add_heading(words["disagree"], 1)
    for a, b in _pairs(digest):
        document.add_paragraph(_safe(f"«{a}» — {words['and']} «{b}»"), style="List Bullet")
    notes.close()
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _title(digest: Digest) -> str:
    topic = digest.topic
    period = "–".join(day or "…" for day in (topic.since, topic.until)) if topic.since or topic.until else ""
    told = _HEADINGS[topic.language]["told"].format(lines=len(digest.lines), sources=digest.sources)
    named = period and not all(day in topic.text for day in (topic.since, topic.until) if day)
    return f"{topic.text}{f', {period}' if named else ''} ({told})"


def _day(line: Line) -> str:
    return f"{line.citation.when}: " if line.citation.when else ""


def _where(line: Line) -> str:
    one = line.citation
    return f"{place(one.source, one.start, one.stop)}{f'  {one.id}' if one.id else ''}"


def _pairs(digest: Digest) -> list[tuple[str, str]]:
    return [(" ".join(pair.a.quote.split()), " ".join(pair.b.quote.split())) for pair in digest.contradictions]


def _plain(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", clean(text))


def _safe(text: str) -> str:
    """The text without characters that XML does not have."""
    return clean(text).replace("\x7f", "")
