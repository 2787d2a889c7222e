"""An answer in words: dated lines with the numbers of their citations, in the language of the question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from letopis.study.questions.ask import Answer, Citation

#: A quotation in an answer is not longer than this many characters.
LONGEST = 240

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "declined": "The chronicle does not know: {why}.",
        "disagree": "The sources contradict each other: “{a}” [{i}], but “{b}” [{j}].",
        "dated": "In order of time:",
        "undated": "Without a date in the text:",
        "by": "by {day} at the latest",
        "unknown": "Not understood or not in the chronicle: {words}.",
        "no_dates": "No date is known for any of this.",
        "here": "nothing here is told of {words}",
        "no_word": "no word of the question is known here",
        "no_sentence": "no sentence here tells of this",
    },
    "ru": {
        "declined": "Летопись этого не знает: {why}.",
        "disagree": "Источники противоречат друг другу: «{a}» [{i}], но «{b}» [{j}].",
        "dated": "По времени:",
        "undated": "Без даты в тексте:",
        "by": "не позже {day}",
        "unknown": "Не понято или нет в летописи: {words}.",
        "no_dates": "Дата ничего из этого не известна.",
        "here": "здесь ничего не сказано про: {words}",
        "no_word": "ни одно слово вопроса здесь не встречается",
        "no_sentence": "ни одно предложение об этом не говорит",
    },
}


def words_of(answer: Answer) -> str:
    """The answer in lines of text; ``[3]`` is the third of its citations."""
    return "\n".join(_lines(answer))


def why_declined(answer: Answer) -> str | None:
    """Why there is no answer, in the language of the question; None when there is one."""
    if answer.declined is None:
        return None
    return _WORDS[answer.question.language][answer.declined].format(words=", ".join(answer.unknown))


def _lines(answer: Answer) -> Iterator[str]:
    words = _WORDS[answer.question.language]
    if why := why_declined(answer):
        yield words["declined"].format(why=why)
        return
    yield from _disagreements(answer, words)
    numbered = list(enumerate(answer.citations, start=1))
    dated = sorted(((n, one) for n, one in numbered if one.first), key=lambda pair: (pair[1].first or "", pair[0]))
    undated = [(n, one) for n, one in numbered if not one.first]
    yield from _section(words["dated"], dated, words)
    yield from _section(words["undated"] if dated else words["no_dates"], undated, words)
    if answer.unknown:
        yield words["unknown"].format(words=", ".join(answer.unknown))


def _disagreements(answer: Answer, words: Mapping[str, str]) -> Iterator[str]:
    for pair in answer.contradictions:
        numbers = [
            next((n for n, one in enumerate(answer.citations, start=1) if _holds(one, told.source, told.start)), None)
            for told in (pair.a, pair.b)
        ]
        if None not in numbers:
            a, b = (_short(told.quote) for told in (pair.a, pair.b))
            yield words["disagree"].format(a=a, b=b, i=numbers[0], j=numbers[1])


def _holds(one: Citation, source: str, at: int) -> bool:
    return one.source == source and one.start <= at < one.stop


def _section(title: str, numbered: Sequence[tuple[int, Citation]], words: Mapping[str, str]) -> Iterator[str]:
    if numbered:
        yield title
    for number, one in numbered:
        day = one.when or (words["by"].format(day=one.not_after) if one.not_after else "")
        yield f"- {day + ': ' if day else ''}{_short(one.quote)} [{number}]"


def _short(quote: str) -> str:
    text = " ".join(quote.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + " …"
