"""Whom the text means by a speaker that it does not name at the place: titles, они, он over a line's end, papers."""

from __future__ import annotations

import pytest

from letopis.model import Name, Statement
from letopis.pipeline import Tools
from rules import read

pytestmark = pytest.mark.models

Speaker = tuple[str | None, str | None] | None


def _speakers(text: str, tools: Tools) -> list[Speaker]:
    """Label and country of the speakers of a text's statements, in the order in which they are kept."""
    speakers = (one.speaker for one in read(text, tools) if isinstance(one, Statement))
    return [None if one is None else (one.label, one.code) for one in speakers]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # a title that one person bears in the source, before and behind him
        ("Премьер-министр Норвегии заявил, что мост нужен.\nПремьер-министр Норвегии Эйнар Берг приехал в Осло.",
         ("Eynar Berg", "NOR")),
        ("Депутат парламента Дании Эйнар Берг приехал.\nПорт закрыт. Депутат сказал, что скучает по Чили.",
         ("Eynar Berg", "DNK")),
        ("Посол Чили в Перу сообщил, что мост нужен. Посол Перу Рауль Вега промолчал.", (None, "CHL")),
        ("Депутат парламента Дании Эйнар Берг приехал. Порт закрыт. Депутаты заявили, что мост не нужен.",
         (None, "DNK")),
        # an expert is no statesman
        ("Президент Дании Анна Лунд открыла мост. Однако, по мнению эксперта, мост не нужен.", (None, None)),
        # they, and he over the end of a line
        ("Норвежские рыбаки вернулись без улова.\nОни считают, что мост распугал треску.",
         ("fishermen of Norway", "NOR")),
        ("Когда порт закрыли, норвежские рыбаки вышли на берег.\nОни считают, что мэр не прав.",
         ("fishermen of Norway", "NOR")),
        ("Эйнар Берг спокоен.\nОн уверяет, что мост выдержит.", ("Eynar Berg", None)),
        ("Эйнар Берг вернулся с моста.\nПо его словам, мост не нужен городу.", ("Eynar Berg", None)),
        # what a title says of where somebody belongs
        ("Порт закроют зимой, сообщает финский учёный и глава норвежского Союза рыбаков Эйнар Берг.",
         ("Eynar Berg", "FIN")),
        ("«Мост построят уже весной», — сказала Анна Лунд, аналитик в Пентагоне.", ("Anna Lund", "USA")),
        ("«Мост построят уже весной», — сказал посол Дании в НАТО Эйнар Берг.", ("Eynar Berg", "DNK")),
        # an institution whose state was told before, and who speaks from it
        ("Посольство Дании закрыли на час. В посольстве заявили, что мост опасен.", ("Embassy of Denmark", "DNK")),
        ("Посольство Дании закрыли на час. Источники в посольстве сказали, что мост опасен.", (None, "DNK")),
        ("Источники сообщили, что мост опасен.", (None, None)),
        # peoples, papers and bodies
        ("Но русские считают, что мост не нужен.", ("Russia", "RUS")),
        ("По мнению критиков, мост не нужен городу.", (None, None)),
        ("С точки зрения рыбаков, мост не нужен городу.", (None, None)),
        ("Доклад норвежских инженеров, где говорится, что мост опасен, опубликован.", (None, "NOR")),
        ("В статье, где говорится, что мост опасен, много ошибок.", None),
        ("СМИ Дании сообщили, что порт закрыт.", ("media", "DNK")),
        ("По информации американского журнала «Foreign Policy», мост закрыт.", ("Foreign Policy", "USA")),
        ("Такое издание, как Foreign Policy, пишет, что мост закрыт.", ("Foreign Policy", "USA")),
        ("Телеканал «Фьорд ТВ» сообщил, что порт закрыт.", ("Ford TV", None)),
        ("В датском Минобороны полагают, что порт закрыт.", ("Ministry of Defence of Denmark", "DNK")),
    ],
)  # fmt: skip
def test_the_speaker_is_whom_the_text_means(text: str, speaker: Speaker, tools: Tools) -> None:
    assert _speakers(text, tools)[0] == speaker


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Япония и Китай заявили, что порт закрыт.", ["JPN", "CHN"]),
        ("Дания и Чили вышли из проекта, напомнив, что мост дорог.", ["DNK", "CHL"]),
        ("Посол Дании заявил, что Япония и Китай закрыли порт.", ["DNK"]),
        # the one whose words they are before the one who passes them on
        ("Датская полиция, по данным газеты «Труд», сообщила, что вор найден.", ["DNK", "RUS"]),
    ],
)
def test_each_of_several_speakers_has_a_statement(text: str, codes: list[str], tools: Tools) -> None:
    assert [speaker and speaker[1] for speaker in _speakers(text, tools)] == codes


@pytest.mark.parametrize(
    "text",
    [
        "Эйнар Берг заявил, что «вопрос порта закрыт на зиму», добавив, что «мост сегодня держится на честном слове».",
        "Эйнар Берг описал порт.\n«Порт стоит пустой, корабли ушли до весны».\nОн признал, что мост опасен.",
    ],
)
def test_a_quotation_s_subjects_do_not_speak(text: str, tools: Tools) -> None:
    assert _speakers(text, tools) == [("Eynar Berg", None)] * 2


def test_a_quotation_alone_is_of_the_paper_told_of(tools: Tools) -> None:
    text = "Foreign Policy (16.04) так описывает порт.\n«Порт стоит пустой, корабли ушли до весны»."
    assert _speakers(text, tools) == [("Foreign Policy", "USA")]


def test_a_spelling_told_in_one_case_holds_in_all(tools: Tools) -> None:
    text = "Пришло письмо Йоргена Лундсгора (Jørgen Lundsgaard). Йорген Лундсгор ушёл. Йорн Лунд остался."
    names = [one.label for one in read(text, tools) if isinstance(one, Name) and one.type == "PER"]
    assert names == ["Jørgen Lundsgaard", "Jørgen Lundsgaard", "Yorn Lund"]
