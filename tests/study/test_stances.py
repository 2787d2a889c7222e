"""The stance rules speak on their examples and stay silent on the others."""

from __future__ import annotations

import pytest

from letopis.language.lexicon import PatternRule
from letopis.study.stances import load_stances, opposed, stance_of_words

RULES = load_stances("ru")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_holds_to_its_examples(rule: PatternRule) -> None:
    for words in rule.yes:
        assert stance_of_words(words, RULES) == rule.fields["stance"], words
    for words in rule.no:
        assert stance_of_words(words, [rule]) is None, words


def test_only_yes_and_no_are_opposed() -> None:
    assert opposed("for", "refusing")
    assert opposed("against", "for")
    assert not opposed("against", "refusing")
    assert not opposed("for", "conditional")
