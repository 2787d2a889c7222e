"""The pairs of news articles of the Telegram contest, read: same event or not."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from letopis.model import Name, Source
from letopis.pipeline import Tools, load_tools, read_source
from letopis.study.stories import Article, Rarity, article_of, measure_pair

Pair = tuple[str, dict[str, float], bool]


def pairs_file(shared: Path) -> Path:
    """Where the pairs lie in the shared folder."""
    return shared / "data/tg_news_pairs/dev.jsonl"


def read_pairs(shared: Path) -> list[Pair]:
    """Each pair as the group of articles it belongs to (some stand in several pairs), its measures and the truth."""
    rows = [json.loads(line) for line in pairs_file(shared).read_text(encoding="utf-8").splitlines()]
    tools = load_tools()
    articles: dict[str, Article] = {}
    for row in rows:
        for side in ("1", "2"):
            if row[f"url{side}"] not in articles:
                articles[row[f"url{side}"]] = _article(row[f"title{side}"], row[f"text{side}"], tools)
    rarity = Rarity(articles.values())
    group = _groups([(row["url1"], row["url2"]) for row in rows])
    return [
        (group[row["url1"]], measure_pair(articles[row["url1"]], articles[row["url2"]], rarity), row["same"])
        for row in rows
    ]


def _article(title: str, body: str, tools: Tools) -> Article:
    text = f"{title}.\n\n{body}"
    account = read_source(Source("-", text, sha256(text.encode()).hexdigest()), tools)
    names = [r for r in account.records if isinstance(r, Name) and r.label is not None]
    persons = [str(name.label) for name in names if name.type == "PER"]
    return article_of("-", [unit.lemmas for unit in account.units], persons, [str(name.label) for name in names])


def _groups(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """For each article the least of those that pairs connect it with."""
    group = {url: url for pair in pairs for url in pair}
    changed = True
    while changed:
        changed = False
        for a, b in pairs:
            least = min(group[a], group[b])
            changed |= group[a] != least or group[b] != least
            group[a] = group[b] = least
    return group


def f1(told: list[bool], truth: list[bool]) -> float:
    """The F1 of what is told the same."""
    hits = sum(one and other for one, other in zip(told, truth, strict=True))
    return 2 * hits / (sum(told) + sum(truth)) if hits else 0.0
