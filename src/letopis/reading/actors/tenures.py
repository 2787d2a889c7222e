"""Who bore a title that stands without a name: the holder of the office at the record's date, by the register.

Only when the date lies whole inside one holder's term, the title is borne by one person as it stands (not a former or
an acting prime minister, not the prime minister's wife) and it is a state's or an organisation's own, not of a part of
it. A date that is only planned tells nothing, nor does the day of publication by itself. What is told so is marked as
inferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from letopis.identity import party_id
from letopis.language.pack import Pack
from letopis.language.persons import Persons
from letopis.model import Agreement, Attitude, Event, Party, Statement, When
from letopis.reading.scenes import Office, Scene
from letopis.reading.trees import Tree

Spoken = Statement | Event | Agreement | Attitude
#: Signs of a date that is not sure or not whole, and of one that is several.
UNSURE = frozenset("~?%X{[/")
#: How an event must stand to have been done by who held the office then.
DONE = ("actual", "negated")


def plain_titles(scenes: Iterable[Scene], pack: Pack) -> dict[int, tuple[Tree, int]]:
    """The titles that tell one holder of an office: by their first character, the tree they stand in and their head."""
    return {
        scene.tree.tokens[office.first].start: (scene.tree, office.head)
        for scene in scenes
        for office in scene.offices
        if office.kind == "position" and office.holder is None and _whole(office, pack) and _plain(scene.tree, office)
    }


def _whole(office: Office, pack: Pack) -> bool:
    """Whether an office is of a state or organisation itself, not of a part of it (президент Абхазии)."""
    if office.code is None or office.state is None:
        return False
    state = pack.states.get(office.code)
    return state is None or state.label == office.state


def _plain(tree: Tree, office: Office) -> bool:
    """Whether a title is in the singular, and nothing in it or before it tells of another (бывший, экс-, и. о.)."""
    title = tree.tokens[office.first : office.last + 1]
    if tree.tokens[office.head].feats.get("Number") == "Plur" or any(token.text == "." for token in title):
        return False
    if any(token.lemma.split("-")[0] in tree.grammar.out_of_office for token in title):
        return False
    told = [tree.tokens[child] for child in tree.children[office.head] if not office.first <= child <= office.last]
    marks = [token for token in told if token.rel in ("amod", "det", "acl")]
    return all(token.lemma in tree.grammar.incumbent for token in marks)


def with_bearers(record: Spoken, titles: Mapping[int, tuple[Tree, int]], persons: Persons) -> Spoken:
    """An event or a statement with the bearers of its bare titles at its date; any other record as it is."""
    when = record.when
    if not isinstance(record, (Event, Statement)) or when is None or UNSURE & set(when.edtf):
        return record
    if isinstance(record, Statement):
        speaker = record.speaker
        return record if speaker is None else replace(record, speaker=_borne(speaker, when, titles, persons, ()))
    if record.realis not in DONE:
        return record
    acts = [(part.start, part.stop) for part in record.trigger]
    sides = [tuple(_borne(p, when, titles, persons, acts) for p in side) for side in (record.actors, record.recipients)]
    return replace(record, actors=sides[0], recipients=sides[1])


def _borne(
    party: Party,
    when: When,
    titles: Mapping[int, tuple[Tree, int]],
    persons: Persons,
    acts: Iterable[tuple[int, int]],
) -> Party:
    """A party told by its title alone as the person who held the office; `acts` are the places of the event's words."""
    if party.label or party.inferred or None in (party.code, party.role, party.start, when.first, when.last):
        return party
    title = titles.get(party.start or 0)
    if title is None or not _takes_part(*title, acts):
        return party
    person = persons.find_holder(party.role or "", party.code or "", when.first or "", when.last or "")
    if person is None:
        return party
    return replace(
        party,
        id=party_id(person.label, party.code),
        label=person.label,
        label_ru=person.names[0],
        inferred=True,
    )


def _takes_part(tree: Tree, head: int, acts: Iterable[tuple[int, int]]) -> bool:
    """Whether a title is itself what takes part, not a word that only describes who does (супруга президента)."""
    token = tree.tokens[head]
    while token.rel == "conj" and token.head >= 0:
        token = tree.tokens[token.head]
    if token.rel != "nmod":
        return True
    above = tree.tokens[token.head]
    return any(start <= above.start < stop for start, stop in acts)
