"""Who said what, on sentences of our own: said parts, speakers and cues at marked places, and what is no statement."""

from __future__ import annotations

import pytest

from letopis.model import Statement
from letopis.pipeline import Tools
from letopis.reading.statements.quotations import find_quotations
from marked import unmark
from rules import Place, read

pytestmark = pytest.mark.models

SPOKEN = [
    # a quotation over several sentences and lines
    "«[Мост нужен. Денег нет.\nНо мы его построим|said]», — [сказал|cue] [Павел Орлов|speaker].",
    "[Анна Белова|speaker] [ответила|cue]: «[Порт закрыт.\nКорабли стоят|said]».",
    "«[Урожай погиб.\nЦены вырастут.\nХлеба не хватит|said]», — [предупредил|cue] [Игорь Дроздов|speaker].",
    # marks inside marks, and straight ones
    "«[Газета „Берег“ ошиблась в этот раз|said]», — [отметила|cue] [Анна Белова|speaker].",
    '"[Мост закроют на зиму|said]", - [сообщил|cue] [Павел Орлов|speaker].',
    "[Павел Орлов|speaker] [сказал|cue]: «[Нам мешает «Северный поток»|said].",
    # the author's words inside a quotation
    "«[Мост давно нужен городу|said], — [сказал|cue] [Павел Орлов|speaker]. — Деньги найдутся».",
    "«Порт закрыт на зиму, — [пояснила|cue] [Анна Белова|speaker]. — [Корабли вернутся весной|said]».",
    "«[Урожай погиб в этом году|said], — [признал|cue] [Игорь Дроздов|speaker]. — Хлеб подорожает».",
    # a quotation as the cue's clause
    "[Павел Орлов|speaker] [заявил|cue], что «[мост не нужен ни городу, ни области|said]».",
    "[Анна Белова|speaker] [написала|cue], что «[порт откроют раньше назначенного срока|said]».",
    "[Игорь Дроздов|speaker] [призвал|cue] сенаторов «[не голосовать за вредный для деревни закон|said]».",
    # words under a name
    "[Павел Орлов|speaker]: «[Мост будет готов весной|said]».",
    "[Анна Белова|speaker]: «[Порт мы не продадим|said]».",
    "[Игорь Дроздов|speaker]: «[Хлеба хватит на всех|said]».",
    # where another voice begins
    "[Павел Орлов|speaker] [считает|cue], что [мост нужен|said], а Анна Белова уверена, что денег нет.",
    "[Анна Белова|speaker] [сообщила|cue], что [порт закрыт|said], но Игорь Дроздов возразил, что корабли ходят.",
    "Павел Орлов думает, что мост нужен, но [Анна Белова|speaker] [считает|cue], что [город обойдётся|said].",
    # where the reporter goes on
    "[Павел Орлов|speaker] [заявил|cue], что [мост построят|said], добавив, что деньги есть.",
    "[Анна Белова|speaker] [сообщила|cue], что [порт закрыт|said], в связи с чем корабли ушли.",
    "[Хлеб подорожает|said], [отметил|cue] [Игорь Дроздов|speaker], обратив внимание, что склады пусты.",
    # asides: before, behind and around
    "В этом смысле, [считает|cue] [Павел Орлов|speaker], [мост опасен для города|said].",
    "[Порт закроют на зиму|said], [уверена|cue] [Анна Белова|speaker].",
    "[Хлеба, как полагает Игорь Дроздов, хватит на всех|said].",
    "По его мнению, мост опасен. [Мост, по мнению Павла Орлова, опасен для города|said].",
    # sources
    "На [взгляд|cue] [Павла Орлова|speaker], [мост опасен для города|said].",
    "С точки [зрения|cue] [Анны Беловой|speaker], [порт пора закрыть|said].",
    "Согласно [докладу|cue] [ООН|speaker], [урожай погиб в трёх областях|said].",
    # nouns, and cues that take little else
    "[Павел Орлов|speaker] пришёл к [выводу|cue], что [мост опасен|said].",
    "Ходят [слухи|cue] о том, что [порт продадут|said].",
    "Имеются [опасения|cue], что [хлеба не хватит до весны|said].",
    "[Павел Орлов|speaker] дал [понять|cue], что [мост построят|said].",
    "[Анна Белова|speaker] [объяснила|cue], [почему порт закрыли|said].",
    "[Игорь Дроздов|speaker] [намекнул|cue], что [цены вырастут|said].",
    # a question with ли, and what is pointed out
    "[Анна Белова|speaker] [сомневается|cue], [нужен ли городу мост|said].",
    "[Игорь Дроздов|speaker] [подчеркнул|cue] [необходимость скорого ремонта порта|said].",
    "[Зачем закрыли мост через реку|said]? — [задаёт|cue] вопрос [Павел Орлов|speaker].",
    "[Порт нужен всем|said]! — [воскликнула|cue] [Анна Белова|speaker].",
    "— [Хлеба хватит всему городу|said], — [сказал|cue] [Игорь Дроздов|speaker].",
    # held to be what
    "[Павел Орлов|speaker] [считает|cue] [закрытие моста ошибкой|said].",
    "[Анна Белова|speaker] [рассматривает|cue] [продажу порта как измену|said].",
    "[Игорь Дроздов|speaker] [характеризует|cue] [урожай как скудный|said].",
    # colons without quotation marks
    "[Павел Орлов|speaker] [пишет|cue]: [мост не переживёт зимы|said].",
    "[Анна Белова|speaker] [напоминает|cue]: [порт принадлежит городу|said].",
    "[Игорь Дроздов|speaker] [предупреждает|cue]: [хлеба хватит только до весны|said].",
    # the sentence before
    "[Мост в Риге закрыли на зиму|said]. Об этом [сообщил|cue] [Павел Орлов|speaker].",
    "[Порт продадут весной|said]. Об этом [заявила|cue] [Анна Белова|speaker].",
    "[Хлеб снова подорожал|said]. Об этом [рассказал|cue] [Игорь Дроздов|speaker].",
    # speakers without a subject beside the cue
    "[Павел Орлов|speaker] приехал в Ригу и [заявил|cue], что [мост опасен|said].",
    "[Анна Белова|speaker] была в порту, где [сообщила|cue], что [корабли уйдут|said].",
    "Но [Игорь Дроздов|speaker] встретился с Павлом Орловым и [подчеркнул|cue], что [хлеба не хватит|said].",
    # what the clause is held to be, and what the speaker does besides
    "[Павел Орлов|speaker] [считает|cue] [маловероятным, что мост построят|said].",
    "[Анна Белова|speaker] [полагает|cue] [странным, что порт закрыли|said].",
    "[Игорь Дроздов|speaker] [сочтёт|cue] [удачным, что хлеб подешевел|said].",
    "[Мост опасен для города|said], [говорит|cue] [Павел Орлов|speaker] и закрывает дверь.",
    "[Порт закроют на зиму|said], [признаётся|cue] [Анна Белова|speaker] и разливает чай.",
    # the subject of what is said has not said it
    "[Павел Орлов|speaker] вздохнул и [подчеркнул|cue], что [слабая Дания вредит соседям|said].",
    "[Анна Белова|speaker] приехала в порт, [добавив|cue], что «[Латвия осталась без кораблей|said]».",
    "[Игорь Дроздов|speaker] вышел и [напомнил|cue], что [старая Литва кормила всех|said].",
    # a source inside what somebody says
    "Полиция сообщила, что, по [данным|cue] [Павла Орлова|speaker], [мост закрыт на зиму|said].",
    "Радио передаёт, что, по [словам|cue] [Анны Беловой|speaker], [порт продадут весной|said].",
    # the one whom the sentence before was about
    "Анна Белова вынуждена слушать упрёки. По [её|speaker] [словам|cue], [порт закроют на зиму|said].",
    "Павел Орлов осторожен. [Он|speaker] [признаёт|cue], что [мост пока не готов|said].",
]  # fmt: skip

SILENT = [
    # nobody says anything
    "Можно сказать, что мост готов.",
    "Нельзя не признать, что порт красив.",
    "Он приехал, чтобы сказать, что мост готов.",
    "Это говорит о том, что мост опасен.",
    "Цифры говорят о том, что порт пуст.",
    "Тот факт, что хлеб подорожал, указывает на то, что урожай погиб.",
    "Новые меры были призваны защитить порт.",
    "Налоги призваны помочь селу.",
    "Посредник был призван помирить соседей.",
    # a demand is an event and no statement
    "Павел Орлов призвал закрыть мост.",
    "Анна Белова потребовала открыть порт.",
    "Игорь Дроздов пообещал снизить цены.",
    # the reader's, a light verb without its noun, facts
    "Мост не такой старый, как вы думаете.",
    "Мост держится так же крепко, как это делает Павел Орлов.",
    "Зимние аварии подчёркивают важность моста.",
    "Договор подписали, что предполагает, что мост построят.",
    # the reporter's own
    "Напомним, что мост закрыли зимой.",
    "Отметим, что порт открыт.",
    "Напомню, что хлеб подорожал.",
]

OWN = [
    "«Я сомневаюсь, что мост нужен этому городу», — сказал Павел Орлов.",
    "«Думаю, что порт закроют уже весной», — сказала Анна Белова.",
    "«Надо сказать, что хлеба хватит на всех», — заверил Игорь Дроздов.",
]


def _iou(a: Place, b: Place) -> float:
    both = min(a[1], b[1]) - max(a[0], b[0])
    return both / (max(a[1], b[1]) - min(a[0], b[0])) if both > 0 else 0.0


def _place(statement: Statement) -> Place:
    return statement.evidence.span.start, statement.evidence.span.stop


def _spoken_by(statement: Statement, place: Place) -> bool:
    speaker = statement.speaker
    if speaker is None or speaker.start is None or speaker.stop is None:
        return False
    return speaker.start < place[1] and place[0] < speaker.stop


@pytest.mark.parametrize("line", SPOKEN)
def test_a_said_part_has_its_speaker(line: str, tools: Tools) -> None:
    text, places = unmark(line)
    told = [r for r in read(text, tools) if isinstance(r, Statement)]
    near = [s for s in told if _iou(_place(s), places["said"][0]) > 0.8]
    assert near, told
    assert all(any(_spoken_by(s, place) for s in near) for place in places["speaker"]), near


@pytest.mark.parametrize("line", SILENT)
def test_what_nobody_says_is_no_statement(line: str, tools: Tools) -> None:
    assert not [r for r in read(line, tools) if isinstance(r, Statement)]


@pytest.mark.parametrize("line", OWN)
def test_cues_in_a_quotation_are_its_speaker_s_words(line: str, tools: Tools) -> None:
    told = [r for r in read(line, tools) if isinstance(r, Statement)]
    assert [s.form for s in told] == ["direct"]


@pytest.mark.parametrize(
    "line",
    [
        "«Мост закроют на зиму», — сказал Павел Орлов, передаёт «Интерфакс».",
        "«Порт мы никому не продадим», — заявила Анна Белова, сообщает «Интерфакс».",
        "«Хлеба хватит до весны», — заверил Игорь Дроздов, пишет «Коммерсант».",
        "«Мост закроют на зиму», — сказал Павел Орлов, которого цитирует «Интерфакс».",
    ],
)
def test_what_a_medium_passes_on_is_said_by_both(line: str, tools: Tools) -> None:
    told = [r for r in read(line, tools) if isinstance(r, Statement)]
    assert len({s.speaker and s.speaker.id for s in told}) == 2
    assert len({_place(s) for s in told}) == 1


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Глава латвийской делегации на переговорах Карл Берг заявил, что мост закроют.", "LVA"),
        ("Представитель эстонского парламента по бюджету Карл Берг отметил, что порт закроют.", "EST"),
        ("Финский врач Карл Берг считает, что больницу закроют.", "FIN"),
    ],
)
def test_a_title_tells_the_speaker_s_country(line: str, code: str, tools: Tools) -> None:
    told = [r for r in read(line, tools) if isinstance(r, Statement)]
    assert [s.speaker and s.speaker.code for s in told] == [code]


@pytest.mark.parametrize(
    "line",
    [
        "Посол Дании получил известие о том, что мост закроют на зиму.",
        "Эстония услышала предупреждение, что порт закроют весной.",
        "Павел Орлов прочитал сообщение о том, что хлеб подорожает.",
    ],
)
def test_who_hears_a_thing_has_not_said_it(line: str, tools: Tools) -> None:
    told = [r for r in read(line, tools) if isinstance(r, Statement)]
    assert [s.speaker for s in told] == [None]


@pytest.mark.parametrize(
    "line",
    [
        "По этим слухам, Литва продала порт соседям.",
        "По последним данным, Финляндия закрыла границу.",
        "По имеющейся информации, Павел Орлов покинул страну.",
        "Как, по вашему мнению, изменилась торговля датских портов?",
    ],
)
def test_whom_a_rumour_is_about_has_not_told_it(line: str, tools: Tools) -> None:
    told = [r for r in read(line, tools) if isinstance(r, Statement)]
    assert [s.speaker for s in told] == [None]


@pytest.mark.parametrize(
    "line",
    [
        "Порт закроют, считает Йорген Линд (Jörgen Lind). Мост нужен, уверен Линд. Йорген Линд сказал, что денег нет.",
        "Йорген Линд сказал, что денег нет. Порт закроют, считает Йорген Линд (Jörgen Lind).",
    ],
)
def test_a_name_told_once_in_latin_letters_is_spelt_so(line: str, tools: Tools) -> None:
    told = [r for r in read(line, tools) if isinstance(r, Statement)]
    assert {s.speaker and s.speaker.label for s in told} == {"Jörgen Lind"}


def test_a_quotation_alone_is_the_last_speaker_s(tools: Tools) -> None:
    text = "«Мост нужен всему городу», — сказал Павел Орлов.\n\n«Но денег на него пока нет»."
    told = [r for r in read(text, tools) if isinstance(r, Statement)]
    assert [(s.speaker and s.speaker.label_ru, s.speaker and s.speaker.inferred) for s in told] == [
        ("Павел Орлов", False),
        ("Павел Орлов", True),
    ]


def test_a_quotation_ends_at_a_cut() -> None:
    text = "«Мост нужен.\nДенег нет», — сказал он."
    line = text.index("\n")
    whole = find_quotations(text, [(0, line), (line + 1, len(text))])
    assert [(q.start, q.stop) for q in whole] == [(1, text.index("»"))]
    assert [q.start for q in find_quotations(text, [(line + 1, len(text))])] == [line + 1]
