"""Writes made-up Russian news, as many sentences as asked for, as JSON Lines of twenty sentences a text.

Made of a grammar of our own, the countries and office holders of the Russian pack, and a few thousand nouns, adjectives
and verbs that the word vectors know: so wide a vocabulary that two sentences by chance share next to no runs of words.
About half of the sentences tell something between states, the rest is about anything; a twentieth is copied word for
word from a text before, a twentieth with words put in front. A text depends on its number alone: the first thousand
texts are the same in every size.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

A_TEXT = 20
COPIED, CHANGED, POLITICAL = 0.05, 0.05, 0.45
#: So many texts back a text may copy from.
BACK = 2_000
FIRST, DAYS = date(2000, 1, 1), 9_000
#: So many of the words that the vectors know are looked at.
LOOKED_AT = 200_000
CASES = {"gen": "gent", "dat": "datv", "acc": "accs", "ins": "ablt", "loc": "loct"}
SLOT = re.compile(r"\{(\w+?)(\d?)(?::(\w+))?\}")

#: What states do; `who` is masculine, `state` a country, `thing` and `kind` any noun and adjective (masculine).
ACTS = (
    "{who} подписал с {state2:ins} соглашение о {thing:loc} и {thing2:loc}",
    "{who} обвинил {state2:acc} в нарушении {thing:gen} и назвал это {kind:ins} {thing2:ins}",
    "{who} провёл переговоры с {holder2:ins} о {kind:loc} {thing:loc}",
    "{who} заявил, что {kind} {thing} требует {thing2:gen}, и напомнил о {kind2:loc} {thing3:loc}",
    "{who} потребовал от {state2:gen} прекратить {kind:acc} {thing:acc}",
    "{who} передал {state2:dat} {number} тонн гуманитарной помощи после {thing:gen}",
    "{who} ввёл санкции против {state2:gen} из-за {kind:gen} {thing:gen}",
    "{who} отказался обсуждать с {state2:ins} {kind:acc} {thing:acc}",
    "{who} поддержал {state2:acc} в вопросе о {thing:loc} и пообещал {kind:acc} {thing2:acc}",
    "{who} направил ноту протеста {state2:dat} в связи с {kind:ins} {thing:ins}",
    "{who} встретился с {holder2:ins}, чтобы обсудить {thing:acc} и {kind:acc} {thing2:acc}",
    "{who} выслал {number} дипломатов {state2:gen}, сославшись на {kind:acc} {thing:acc}",
    "товарооборот {state:gen} и {state2:gen} вырос до {number} миллионов долларов, несмотря на {kind:acc} {thing:acc}",
    "{who} пригрозил {state2:dat} ответными мерами, если {thing} {done} {thing2:acc}",
    "«{kind} {thing} {done} {kind2:acc} {thing2:acc}», — сказал {who}",
)
#: What anything does.
OTHERS = (
    "{kind} {thing} {done} {kind2:acc} {thing2:acc} рядом с {thing3:ins}",
    "{thing} и {thing2} не {done} {kind:acc} {thing3:acc} до {thing4:gen}",
    "как {done} {kind} {thing}, {kind2} {thing2} зависит от {thing3:gen} и {thing4:gen}",
    "{number} лет назад {kind} {thing} {done} {thing2:acc} без {kind2:gen} {thing3:gen}",
    "{kind} {thing} под {thing2:ins} {done} {thing3:acc} ради {kind2:gen} {thing4:gen}",
)
TAILS = (
    "", "", ", хотя {kind9} {thing9} {done9} {thing8:acc}", " вопреки {kind9:dat} {thing9:dat}",
    ", а {thing9} {done9} {kind9:acc} {thing8:acc}", " на фоне {kind9:gen} {thing9:gen} и {thing8:gen}",
)  # fmt: skip
TIMES = ("", "", "{day} ", "в {year} году ", "накануне ", "в тот же день ")
OFFICES = ("президент", "премьер-министр", "посол", "министр обороны", "спикер парламента")
MET = ("президентом", "послом", "министром обороны")
ORGANS = ("МИД", "парламент", "кабинет министров")
LEADS = ("Как сообщают корреспонденты, ", "По данным {kind:gen} {thing:gen}, ", "Напомним: ")
MONTHS = ("января", "февраля", "марта", "апреля", "мая", "июня",
          "июля", "августа", "сентября", "октября", "ноября", "декабря")  # fmt: skip

Forms = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """Words by kind; each has its forms by case, ``nom`` among them."""

    states: Sequence[Forms]
    things: Sequence[Forms]
    kinds: Sequence[Forms]
    deeds: Sequence[str]


def main() -> None:
    """Writes the texts that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=100_000)
    parser.add_argument("--into", type=Path, required=True)
    asked = parser.parse_args()
    write_texts(asked.into, asked.sentences)


def write_texts(path: Path, sentences: int, first: int = 0) -> None:
    """So many sentences as JSON Lines, a text a line, beginning with text number `first`."""
    words = load_words()
    with path.open("w", encoding="utf-8") as file:
        for number in range(first, first + sentences // A_TEXT):
            file.write(json.dumps(make_text(number, words), ensure_ascii=False) + "\n")


def load_words() -> Words:
    """The words that texts are made of (some seconds)."""
    import pymorphy3

    from letopis.language.ru.tensors import data_folder, read_model

    morph = pymorphy3.MorphAnalyzer()
    known = [word for word in read_model(data_folder(), "ner").items("word") if word.isalpha() and len(word) > 3]
    random.Random(0).shuffle(known)  # noqa: S311 (the same words every time)
    things, kinds, deeds = [], [], []
    for word in known[:LOOKED_AT]:
        parse = morph.parse(word)[0]
        if parse.score < 0.5 or not parse.is_known or (parse.normal_form != word and "past" not in parse.tag):
            continue
        if {"NOUN", "inan", "masc", "sing", "nomn"} in parse.tag and not {"Name", "Geox", "Surn", "Abbr"} & set(
            parse.tag.grammemes
        ):
            things += _declined(parse)
        elif {"ADJF", "masc", "sing", "nomn", "Qual"} in parse.tag:
            kinds += _declined(parse, "masc", "sing")
        elif {"VERB", "past", "masc", "tran", "perf"} in parse.tag:
            deeds.append(word)
    names = [line.split("|")[2].strip() for line in _lines("ru/names/countries.txt")]
    states = [
        {case: form.capitalize() for case, form in forms.items()}
        for name in names
        if name.isalpha()
        for parse in morph.parse(name.lower())[:1]
        if {"NOUN", "sing", "nomn"} in parse.tag
        for forms in _declined(parse)
    ]
    return Words(states, things, kinds, deeds)


def _declined(parse: Any, *also: str) -> list[Forms]:
    forms = {"nom": parse.word}
    for case, grammeme in CASES.items():
        found = parse.inflect({grammeme, *also, *({"inan"} & set(parse.tag.grammemes))})
        if found is None and case == "acc" and also:
            found = parse
        if found is None:
            return []
        forms[case] = found.word
    return [forms | {"acc": forms["nom"]}] if also else [forms]


def _lines(name: str) -> Iterator[str]:
    text = files("letopis.language").joinpath(name).read_text(encoding="utf-8")
    yield from (line for line in text.splitlines() if "|" in line and not line.startswith("#"))


def make_text(number: int, words: Words) -> dict[str, str]:
    """Text number `number`: a line of a JSON Lines file."""
    chance = random.Random(f"text {number}")  # noqa: S311 (the same text every time)
    day = FIRST + timedelta(chance.randrange(DAYS))
    made = [_taken_over(number, chance, words) or _sentence(number, at, words) for at in range(A_TEXT)]
    return {"name": f"made-{number:07}", "published": day.isoformat(), "text": " ".join(made)}


def _taken_over(number: int, chance: random.Random, words: Words) -> str | None:
    """A sentence of a text before, as it stands or with words in front; None where the text has its own."""
    draw = chance.random()
    if draw >= COPIED + CHANGED or number == 0:
        return None
    sentence = _sentence(chance.randrange(max(0, number - BACK), number), chance.randrange(A_TEXT), words)
    if draw < COPIED:
        return sentence
    return _filled(chance.choice(LEADS), chance, words) + sentence[0].lower() + sentence[1:]


def _sentence(number: int, at: int, words: Words) -> str:
    chance = random.Random(f"sentence {number} {at}")  # noqa: S311
    body = chance.choice(ACTS if chance.random() < POLITICAL else OTHERS)
    made = _filled(chance.choice(TIMES) + body + chance.choice(TAILS), chance, words)
    return made[0].upper() + made[1:] + "."


def _filled(frame: str, chance: random.Random, words: Words) -> str:
    chosen: dict[tuple[str, str], Forms] = {}

    def fill(slot: re.Match[str]) -> str:
        kind, which, case = slot.groups()
        if (kind, which) not in chosen:
            chosen[kind, which] = _choose(kind, chance, words)
        return chosen[kind, which][case or "nom"]

    return SLOT.sub(fill, frame)


def _choose(kind: str, chance: random.Random, words: Words) -> Forms:
    lists = {"state": words.states, "thing": words.things, "kind": words.kinds}
    if kind in lists:
        return chance.choice(lists[kind])
    made: Mapping[str, Callable[[], str]] = {
        "done": lambda: chance.choice(words.deeds),
        "number": lambda: str(chance.randint(5, 900)),
        "year": lambda: str(chance.randint(1950, 2024)),
        "day": lambda: f"{chance.randint(1, 28)} {chance.choice(MONTHS)} {chance.randint(1990, 2024)} года",
        "holder": lambda: f"{chance.choice(MET)} {_state(chance, words)}",
        "who": lambda: f"{chance.choice((*OFFICES, *ORGANS))} {_state(chance, words)}",
    }
    return {"ins" if kind == "holder" else "nom": made[kind]()}


def _state(chance: random.Random, words: Words) -> str:
    return chance.choice(words.states)["gen"]


if __name__ == "__main__":
    main()
