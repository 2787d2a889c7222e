"""Places where two texts were run together.

Cuts come from two kinds of sign: words glued to each other and headings without a stop (the
language's patterns), and the edges of debris. Signs that need the sentences on both sides (a change of topic, a
pronoun without anyone to mean) or a second text (the edge of a copy) belong into a module of their own beside this one;
`merge_cuts` joins what several modules found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from letopis.errors import RuleError
from letopis.language.lexicon import PatternRule, Rule, load_rules, runs_away
from letopis.model import Cut, Debris, Evidence, Source, Span
from letopis.passages.debris import plain_view, word_after, word_before

#: How sure a cut of a rule is that does not say so.
CONFIDENCE = 0.8
#: A heading before an edit link is at most so long.
LONGEST_HEADING = 120

_LIST = re.compile(r"\{([a-z_]+)\}")
_SENTENCE_END = re.compile(r"[.!?…»”\")\]](?= )")


def load_cut_rules(path: str) -> tuple[PatternRule, ...]:
    """The rules of a file of cuts, with the lists that their patterns name put in.

    Raises RuleError where `load_patterns` does, for a list that is missing, and for a pattern without ``(?P<cut>)``.
    """
    return tuple(_compiled(rule) for rule in load_rules(path))


def _compiled(rule: Rule) -> PatternRule:
    fields: dict[str, Any] = dict(rule.fields)

    def filled(text: str) -> str:
        return _LIST.sub(lambda found: "|".join(map(re.escape, fields[found[1]])), text)

    try:
        text = filled(fields["pattern"])
        pattern = re.compile(text, re.MULTILINE)
        fields["sight"] = re.compile(filled(fields["sight"])) if "sight" in fields else None
    except (KeyError, re.error) as error:
        raise RuleError(f"{rule.name}: {error}") from error
    if "cut" not in pattern.groupindex:
        raise RuleError(f"{rule.name}: needs (?P<cut>) in its pattern")
    if runs_away(text):
        raise RuleError(f"{rule.name}: an unbounded repetition inside a repetition can run away")
    return PatternRule(rule.name, pattern, fields, rule.yes, rule.no)


# --- cuts -------------------------------------------------------------------------------------------------------------


def find_cuts(
    source: Source, debris: Sequence[Debris], rules: Sequence[PatternRule], debris_rules: Sequence[PatternRule]
) -> list[Cut]:
    """The cuts of a text in order, one a place; `start` = `stop` = the first character of what follows.

    `rules` are the patterns of cuts; `debris_rules` say at which edges of debris another text begins. No cut lies
    inside boilerplate or a caption, nor at the beginning or end of a line.
    """
    view = plain_view(source.text)
    edges = {rule.name: rule.fields.get("edges") for rule in debris_rules}
    found = [*_by_patterns(source, view, rules), *_by_edges(source, view, debris, edges)]
    walls = [(one.evidence.span.start, one.evidence.span.stop) for one in debris]
    return merge_cuts(_outside(found, walls))


def merge_cuts(cuts: Iterable[Cut]) -> list[Cut]:
    """The cuts in order, of several at one place the surest."""
    best: dict[int, Cut] = {}
    for cut in sorted(cuts, key=lambda cut: (-cut.evidence.confidence, cut.evidence.rule)):
        best.setdefault(cut.evidence.span.start, cut)
    return [best[at] for at in sorted(best)]


def _cut(source: Source, at: int, rule: str, form: str, confidence: float = CONFIDENCE) -> Cut:
    return Cut(Evidence(Span(source.sha256, at, at), rule, confidence), form)


def _by_patterns(source: Source, view: str, rules: Sequence[PatternRule]) -> Iterator[Cut]:
    for rule in rules:
        for found in _matches(view, rule):
            confidence = rule.fields.get("confidence", CONFIDENCE)
            yield _cut(source, found.start("cut"), rule.name, rule.fields["form"], confidence)


def _matches(view: str, rule: PatternRule) -> Iterator[re.Match[str]]:
    """The matches of a rule, sought only on lines with a sight of it: most texts have no cut, and sights are cheap."""
    sight: re.Pattern[str] | None = rule.fields["sight"]
    if sight is None:
        yield from rule.pattern.finditer(view)
        return
    stop = 0
    while stop <= len(view) and (seen := sight.search(view, stop)) is not None:
        start = view.rfind("\n", 0, seen.start()) + 1
        end = view.find("\n", seen.end())
        end = end if end >= 0 else len(view)
        yield from rule.pattern.finditer(view, max(start, stop), end)
        stop = end + 1


def _by_edges(source: Source, view: str, debris: Sequence[Debris], edges: Mapping[str, str | None]) -> Iterator[Cut]:
    """Cuts where debris tells that one text ends and another begins, and other words stand on the same line."""
    stops = {one.evidence.span.stop for one in debris}
    starts = {one.evidence.span.start for one in debris}
    for one in debris:
        span, rule = one.evidence.span, one.evidence.rule
        edge = edges.get(rule)
        before, after = word_before(view, span.start), word_after(view, span.stop)
        if edge in ("before", "both") and before is not None and before not in stops:
            yield _cut(source, span.start, rule, "splice")
        if edge in ("after", "both") and after is not None and after not in starts:
            yield _cut(source, after, rule, "splice")
        if edge == "heading" and before is not None:
            yield from _heading(source, view, span, rule)


def _heading(source: Source, view: str, span: Span, rule: str) -> Iterator[Cut]:
    """The beginning of a heading that debris follows, and its end; nothing when it is too long for one."""
    line = view.rfind("\n", 0, span.start) + 1
    first = max(line, span.start - LONGEST_HEADING)
    ends = [found.end() for found in _SENTENCE_END.finditer(view, first, span.start)]
    begin = next((end for end in reversed(ends) if view[end : span.start].strip()), None)
    if begin is not None:
        yield _cut(source, word_after(view, begin) or begin, rule, "splice")
    if begin is not None or first == line:
        yield _cut(source, span.start, rule, "mid_line_headline")


def _outside(cuts: Iterable[Cut], walls: Sequence[tuple[int, int]]) -> Iterator[Cut]:
    """The cuts that lie in no debris (its edges are outside)."""
    at = 0
    for cut in sorted(cuts, key=lambda cut: cut.evidence.span.start):
        place = cut.evidence.span.start
        while at < len(walls) and walls[at][1] <= place:
            at += 1
        if at == len(walls) or place <= walls[at][0]:
            yield cut
