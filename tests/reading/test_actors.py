"""Who is what: titles before, behind and between names, told by verbs, and family names alone."""

from __future__ import annotations

import pytest

from letopis.model import Name, Role
from letopis.pipeline import Tools
from rules import read

pytestmark = pytest.mark.models


def _roles(text: str, tools: Tools) -> set[tuple[str, str, str | None]]:
    return {(r.person, r.role, r.code) for r in read(text, tools) if isinstance(r, Role)}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Министр транспорта Дании Нильс Хольм ушёл.", ("Nils Kholm", "minister of transport", "DNK")),
        ("Глава ОАО «Луч» Иван Ветров молчит.", ("Ivan Vetrov", "leader", None)),
        ("Письмо Нильса Хольма (Niels Holm), бывшего посла Дании в Чили, нашли.", ("Niels Holm", "ambassador", "DNK")),
        ("Нильс Хольм стал послом Дании в Чили.", ("Nils Kholm", "ambassador", "DNK")),
        ("Нильс Хольм занимал пост министра обороны Дании.", ("Nils Kholm", "minister of defence", "DNK")),
        ("Нильс Хольм возглавил министерство обороны Дании.", ("Nils Kholm", "head", "DNK")),
        ("Осудили гражданина Дании Нильса Хольма.", ("Nils Kholm", "citizen", "DNK")),
        ("Пришёл тбилисский врач Гиви Нодия.", ("Givi Nodiya", "doctor", "GEO")),
        ("Прилетел генеральный секретарь НАТО датчанин Нильс Хольм.", ("Nils Kholm", "secretary general", "NATO")),
    ],
)
def test_a_title_has_its_bearer(text: str, role: tuple[str, str, str | None], tools: Tools) -> None:
    assert role in _roles(text, tools)


def test_titles_in_a_row_are_one_persons(tools: Tools) -> None:
    told = _roles("Так решил министр по делам Севера, глава комиссии по рыбе Нильс Хольм.", tools)
    assert {role for _, role, _ in told} == {"minister", "leader"}


@pytest.mark.parametrize(
    "text",
    ["Нильс Хольм не стал послом Дании.", "Нильс Хольм станет послом Дании.", "Нильс Хольм критиковал пост министра."],
)
def test_what_is_denied_or_to_come_is_no_role(text: str, tools: Tools) -> None:
    assert not _roles(text, tools)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Путин приехал.", "Vladimir Putin"),
        ("Иванов приехал.", "Ivanov"),
        ("Елизавета приехала.", "Yelizaveta"),
        ("Путин приехал. Врач Семён Путин остался.", "Semyon Putin"),
        ("Орлов приехал. Посол Дании Пётр Орлов молчал.", "Pyotr Orlov"),
    ],
)
def test_a_family_name_alone(text: str, label: str, tools: Tools) -> None:
    persons = [record for record in read(text, tools) if isinstance(record, Name) and record.type == "PER"]
    assert persons[0].label == label


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Завод ООО «Северный луч» закрыли.", {"Северный луч"}),
        ("Об этом сообщает «Голос Америки».", {"Голос Америки"}),
        ("Балтийский совет по рыболовству (БСР) молчал.", {"Балтийский совет по рыболовству", "БСР"}),
    ],
)
def test_an_organisation_is_named_by_its_name_alone(text: str, names: set[str], tools: Tools) -> None:
    found = [record for record in read(text, tools) if isinstance(record, Name)]
    assert {text[one.evidence.span.start : one.evidence.span.stop] for one in found} == names
