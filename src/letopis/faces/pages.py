"""The pages of the manual, as they ship: listed, shown in the terminal, written as one HTML page."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from letopis.errors import NothingFound

#: In the wheel the pages lie inside the package, in a checkout beside it.
_PLACES = ("docs", "../../docs")
#: The order in which a newcomer reads; a page that is not named here comes after these, by its name.
_ORDER = ("index", "start", "words", "desk", "watch", "figures", "judging", "recipes", "formats", "method", "decisions")
_ORDER_OF_MAKERS = ("models", "rules", "packs", "house")
_LINK = re.compile(r'href="([a-z]+)\.md(#[^"]*)?"')
_STYLE = """body { font: 17px/1.55 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
code, pre { font: 14px/1.45 ui-monospace, Menlo, Consolas, monospace; background: #f4f2ee }
pre { padding: .8rem; overflow-x: auto } table { border-collapse: collapse } td, th { border: 1px solid #ccc;
padding: .25rem .6rem; vertical-align: top; text-align: left } article + article { border-top: 2px solid #ccc;
margin-top: 3rem } @media (prefers-color-scheme: dark) { body { background: #1b1b1b; color: #ddd }
code, pre { background: #2a2a2a } a { color: #9cf } td, th { border-color: #555 } }"""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the manual: its name, its title (the first heading), its text in Markdown."""

    name: str
    title: str
    text: str


def find_pages() -> list[Page]:
    """All pages, in the order of reading. Raises NothingFound where the package was installed without them."""
    here = Path(__file__).resolve().parent.parent
    folder = next((here / place for place in _PLACES if (here / place / "index.md").exists()), None)
    if folder is None:
        raise NothingFound("this copy of letopis came without its pages")
    order = {name: number for number, name in enumerate((*_ORDER, *_ORDER_OF_MAKERS))}
    found = sorted(folder.glob("*.md"), key=lambda path: (order.get(path.stem, len(order)), path.stem))
    return [_page(path.stem, path.read_text(encoding="utf-8")) for path in found]


def _page(name: str, text: str) -> Page:
    first = text.partition("\n")[0]
    return Page(name, first.lstrip("# ").strip() or name, text)


def choose(pages: Sequence[Page], name: str) -> Page:
    """The page of this name. Raises NothingFound."""
    wanted = name.removesuffix(".md")
    for page in pages:
        if page.name == wanted:
            return page
    raise NothingFound(f"there is no page {name}; there are {', '.join(page.name for page in pages)}")


def list_lines(pages: Sequence[Page]) -> list[str]:
    """A line a page: what it is asked for by, and what it tells."""
    wide = max(len(page.name) for page in pages)
    return [f"{page.name:<{wide}}  {page.title}" for page in pages]


def page_text(page: Page, width: int, *, styled: bool) -> str:
    """A page as a terminal shows it; colours only where `styled`."""
    from rich.console import Console  # noqa: PLC0415 (late: --help stays instant)
    from rich.markdown import Markdown  # noqa: PLC0415

    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=styled, no_color=not styled, highlight=False)
    console.print(Markdown(page.text, hyperlinks=False))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def pages_html(pages: Sequence[Page]) -> str:
    """Pages as one HTML document that needs nothing else; links between them stay inside where both are there."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 (late: --help stays instant)

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    names = {page.name for page in pages}
    bodies = (f'<article id="{page.name}">\n{reader.render(page.text)}</article>\n' for page in pages)
    inside = _LINK.sub(lambda link: f'href="#{link[1]}"' if link[1] in names else link[0], "".join(bodies))
    title = escape(pages[0].title if len(pages) == 1 else "letopis")
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n<body>\n{inside}</body>\n</html>\n"
    )
