"""Every debris and cut rule finds what its `yes` marks and nothing in its `no`."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest

from letopis.language.lexicon import PatternRule, load_patterns
from letopis.model import Source
from letopis.passages.cuts import find_cuts, load_cut_rules
from letopis.passages.debris import find_debris

DEBRIS = load_patterns("ru/debris.toml")
CUTS = load_cut_rules("ru/cuts.toml")


def _source(text: str) -> Source:
    return Source("-", text, sha256(text.encode()).hexdigest())


@pytest.mark.parametrize(("rule", "line"), [(rule, line) for rule in DEBRIS for line in rule.yes])
def test_debris_yes(rule: PatternRule, line: str) -> None:
    source = _source(re.sub("[⟦⟧]", "", line))
    found = {source.text[d.evidence.span.start : d.evidence.span.stop] for d in find_debris(source, DEBRIS)}
    assert set(re.findall("⟦(.*?)⟧", line)) <= found
    assert any(d.evidence.rule == rule.name for d in find_debris(source, (rule,)))


@pytest.mark.parametrize(("rule", "line"), [(rule, line) for rule in DEBRIS for line in rule.no])
def test_debris_no(rule: PatternRule, line: str) -> None:
    assert not find_debris(_source(line), (rule,))


@pytest.mark.parametrize(("rule", "line"), [(rule, line) for rule in CUTS for line in rule.yes])
def test_cut_yes(rule: PatternRule, line: str) -> None:
    source = _source(line.replace("¦", ""))
    want = [mark.start() - number for number, mark in enumerate(re.finditer("¦", line))]
    found = find_cuts(source, find_debris(source, DEBRIS), CUTS, DEBRIS)
    assert [cut.evidence.span.start for cut in found] == want
    assert rule.name in {cut.evidence.rule for cut in found}


@pytest.mark.parametrize(("rule", "line"), [(rule, line) for rule in CUTS for line in rule.no])
def test_cut_no(rule: PatternRule, line: str) -> None:
    source = _source(line)
    found = find_cuts(source, find_debris(source, DEBRIS), CUTS, DEBRIS)
    assert rule.name not in {cut.evidence.rule for cut in found}
