"""Finds times in a stretch of text and reads them as EDTF intervals.

Rules (``times.toml``) find single times in the characters of each sentence, further rules (``times_joined.toml``) join
them to ranges and bounds, and ``anchors`` gives each its year: its own, its sentence's, its stretch's, or the day of
publication. What stays open is null, or has ``XXXX`` for its year; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from letopis.model import Evidence, Sentence, Span, Stretch, Time
from letopis.reading.phrases import PhraseRule, lowered
from letopis.reading.times.anchors import misfits, resolve
from letopis.reading.times.moments import Told, read
from letopis.reading.times.reckoning import Clock, Setting
from letopis.reading.times.time_words import TimeWords, load_time_words

__all__ = ["find_dateline", "find_times", "load_time_words"]

OPEN, FILL = "\ue000", "\ue001"
CONFIDENCE = {"absolute": 0.95, "relative": 0.8, "publication": 0.85}
#: The confidence in a date whose day of the week the text tells wrong: it is kept as it stands.
MISFIT = 0.4
DATELINE_REACH = 1500
DATELINE_LENGTH = 120
ENDS = tuple(".!?:;,")
YEAR_DIGITS = 4


def find_times(
    text: str,
    source: str,
    stretch: Stretch,
    words: TimeWords,
    published: str | None = None,
    clock: Clock | None = None,
) -> list[Time]:
    """The times of a stretch in the order of the text; offsets in `text`, `source` is its hash.

    `published` is the day of publication (ISO), from which words such as вчера are counted; a text's own dateline
    stands in for it. Without both they are times whose `when` is None. A time without a year takes it from its
    sentence, or from the stretch before it. A date with the wrong day of the week is kept with little confidence.
    `clock` carries what is known to the text's next stretch.
    """
    clock = clock or Clock(Setting())
    if clock.setting is None:
        setting = Setting.at(published or find_dateline(text, source, words))
    else:
        setting = clock.setting.next_stretch(published)
    times: list[Time] = []
    for sentence in stretch.sentences:
        told = list(_told(text, sentence, words))
        answers, setting = resolve(told, sentence, setting)
        for one, (when, anchor) in zip(told, answers, strict=True):
            if when is not None or _told_though_open(one):
                confidence = MISFIT if misfits(one, when) else CONFIDENCE[anchor]
                evidence = Evidence(Span(source, one.start, one.stop), one.rule, confidence)
                times.append(Time(evidence, when, anchor))
    clock.setting = _under_heading(setting, text, stretch, times)
    return times


def _under_heading(setting: Setting, text: str, stretch: Stretch, times: Sequence[Time]) -> Setting:
    """The setting with the year that a heading (one sentence without a full stop) tells for what stands below it."""
    if len(stretch.sentences) != 1 or text[: stretch.sentences[0].stop].rstrip()[-1:] in ENDS:
        return setting
    years = {time.when.edtf for time in times if time.when}
    year = years.pop() if len(years) == 1 else ""
    return replace(setting, heading=int(year) if len(year) == YEAR_DIGITS and year.isdigit() else None)


def _told_though_open(one: Told) -> bool:
    """Whether a time without a date is worth a record: вчера is one, an unknown span of years is not."""
    return one.reckoning is not None and one.reckoning.base == "published" and not one.reckoning.spell


def find_dateline(text: str, source: str, words: TimeWords) -> str | None:
    """The day of a dateline: a full date that ends a short line near the beginning; None when there is none, or two."""
    days = set()
    start = 0
    for line in text[:DATELINE_REACH].splitlines(keepends=True):
        body = line.rstrip()
        whole = Sentence(start, start + len(body), ())
        if len(body) <= DATELINE_LENGTH and body[-1:].isdigit():
            found = find_times(text, source, Stretch((whole,)), words)
            days |= {
                time.when.edtf
                for time in found
                if time.when and time.when.first == time.when.last and time.evidence.span.stop == whole.stop
            }
        start += len(line)
    return days.pop() if len(days) == 1 else None


def _told(text: str, sentence: Sentence, words: TimeWords) -> Iterator[Told]:
    """The times of a sentence, single and joined, in order."""
    body = text[sentence.start : sentence.stop]
    single = _single(body, words)
    single = [one for one in single if not _declined(one, sentence, words)]
    if not single:
        return
    for one in sorted(_joined(body, single, words), key=lambda one: (one.start, one.stop)):
        yield replace(one, start=one.start + sentence.start, stop=one.stop + sentence.start)


def _single(body: str, words: TimeWords) -> list[Told]:
    """The times that rules find in a sentence's text; of those that overlap the longest, then the earliest."""
    small = lowered(body)
    matches = [
        (found.start() - found.end(), order, found, rule)
        for order, rule in words.rules_for(body, small)
        for found in rule.find(body, small)
    ]
    taken: list[tuple[int, int]] = []
    out: list[Told] = []
    for _, _, found, rule in sorted(matches, key=lambda match: match[:2]):
        if any(found.start() < stop and start < found.end() for start, stop in taken):
            continue
        taken.append(found.span())
        out += read(rule, found, words)
    return sorted(out, key=lambda one: one.start)


def _declined(one: Told, sentence: Sentence, words: TimeWords) -> bool:
    """Whether the words around a time forbid it: накануне визита tells no day, сегодня often means these days."""
    rule = next(rule for rule in words.rules if rule.name == one.rule)
    if rule.fields.get("today") and one.reckoning is not None and one.reckoning.count == 0:
        return _timeless(one, sentence)
    case, lemmas = rule.fields.get("without_case"), rule.fields.get("without_after", ())
    after = next((token for token in sentence.tokens if token.start >= sentence.start + one.stop), None)
    if after is None:
        return False
    return after.lemma in lemmas or (case is not None and after.feats.get("Case") == case)


def _timeless(one: Told, sentence: Sentence) -> bool:
    """Whether the verb that a time depends on is in the present, or there is none."""
    word = next((token for token in sentence.tokens if token.start == sentence.start + one.start), None)
    verb = sentence.tokens[word.head] if word is not None and word.head >= 0 else None
    return verb is None or verb.feats.get("Tense") not in ("Past", "Fut")


def _joined(body: str, single: list[Told], words: TimeWords) -> list[Told]:
    """The times with those joined that belong together. A time joins once."""
    at = {one.start: one for one in single}
    masked = list(body)
    for one in single:
        masked[one.start : one.stop] = OPEN + FILL * (one.stop - one.start - 1)
    hidden = "".join(masked)
    small = lowered(hidden)
    for rule in words.joins:
        for found in rule.find(hidden, small):
            first = at.get(found.start("a"))
            last = at.get(found.start("b")) if "b" in found.groupdict() else None
            joined = _join(rule, found, first, last)
            if joined is None or first is None:
                continue
            at[first.start] = joined
            if last is not None and not rule.fields.get("keeps"):
                del at[last.start]
    return list(at.values())


def _long_unit(one: Told) -> bool:
    """Whether a time counted off is a year or a month, which can bound something."""
    counted = one.reckoning
    return counted is not None and counted.weekday is None and counted.unit in ("year", "month")


def _join(rule: PhraseRule, found: re.Match[str], first: Told | None, last: Told | None) -> Told | None:
    """Two times made one, or one made a bound; None when they do not fit."""
    start, stop = found.span()
    if first is None or first.makes or first.last or first.fixed:
        return None
    makes = rule.fields["makes"]
    if makes != "range":
        if first.first is None and not _long_unit(first):
            return None
        return replace(first, start=start, stop=stop, rule=rule.name, makes=makes)
    if last is None or last.last or first.first is None or last.first is None:
        return None
    return replace(
        last, start=start, stop=stop, rule=rule.name, first=first.first, last=last.first, makes="range", weekday=None
    )
