"""Footnotes in a Word document, which python-docx does not make itself (ECMA-376, part 1, 17.11)."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RULES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


class Footnotes:
    """The footnotes of one document; `close` writes them into it."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._root = parse_xml(f"<w:footnotes {nsdecls('w')}>{_RULES}</w:footnotes>")
        self._count = 0

    def add(self, paragraph: Any, text: str) -> None:
        """A footnote at the end of a paragraph."""
        self._count += 1
        self._root.append(_note(self._count, text))
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(self._count))
        paragraph.add_run()._r.append(_raised())  # noqa: SLF001 (python-docx has no other door)
        paragraph.runs[-1]._r.append(reference)  # noqa: SLF001

    def close(self) -> None:
        """Puts the footnotes into the document."""
        package = self._document.part.package
        part = XmlPart(PackURI("/word/footnotes.xml"), _TYPE, self._root, package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _note(number: int, text: str) -> Any:
    note = OxmlElement("w:footnote")
    note.set(qn("w:id"), str(number))
    paragraph, mark, words = OxmlElement("w:p"), OxmlElement("w:r"), OxmlElement("w:r")
    mark.append(_raised())
    mark.append(OxmlElement("w:footnoteRef"))
    said = OxmlElement("w:t")
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    said.text = f" {text}"
    words.append(said)
    paragraph.extend([mark, words])
    note.append(paragraph)
    return note


def _raised() -> Any:
    """The look of a footnote's number."""
    look, raised = OxmlElement("w:rPr"), OxmlElement("w:vertAlign")
    raised.set(qn("w:val"), "superscript")
    look.append(raised)
    return look
