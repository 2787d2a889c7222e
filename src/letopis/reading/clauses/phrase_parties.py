"""The parties that a phrase names: its own, those that modify it, those joined to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from letopis.identity import party_id
from letopis.model import Mention, Party
from letopis.reading.actors.antecedents import state_party
from letopis.reading.actors.blocs import RULE as BLOC
from letopis.reading.scenes import Scene

MODIFIERS = {"amod", "nmod", "appos", "flat", "flat:name", "flat:foreign", "nummod", "nummod:gov", "det", "acl"}


def own_parties(scene: Scene, index: int, *, prepositional: bool) -> tuple[Party, ...]:
    """The parties that a word stands for itself, else those that modify it."""
    mention = _mention_at(scene, index)
    if mention is not None and mention.acts:
        vague = mention.form == "descriptor" and not any(party.code for party in mention.parties)
        if not vague:
            return (*mention.parties, *_joined_adjectives(scene, mention))
        return modifier_parties(scene, index, prepositional=True) or mention.parties
    placed = next((m for m in scene.mentions if m.head == index and m.code and m.type in ("GPE", "LOC")), None)
    if placed is not None and (placed.form == "adjective" or prepositional):
        return (state_party(placed),)
    return modifier_parties(scene, index, prepositional=prepositional)


def _joined_adjectives(scene: Scene, mention: Mention) -> tuple[Party, ...]:
    """The other states of a descriptor with several adjectives (датские и шведские суда), of which it names one."""
    if mention.form != "descriptor" or mention.type == "PER":
        return ()
    codes = {party.code for party in mention.parties}
    children = [child for child in scene.tree.children[mention.head] if scene.tree.tokens[child].rel == "amod"]
    found = distinct([party for child in children for party in adjective_parties(scene, child)])
    return tuple(party for party in found if party.code not in codes) if codes & {p.code for p in found} else ()


def _mention_at(scene: Scene, index: int) -> Mention | None:
    """The mention a word belongs to: the one it heads, else the holder of its title, else one around it."""
    headed = [m for m in scene.mentions if m.head == index and m.acts]
    if headed:
        return max(headed, key=lambda m: (m.form != "descriptor", m.last - m.first))
    for office in scene.offices:
        if office.holder is not None and office.first <= index <= office.last:
            return next((m for m in scene.mentions if m.type == "PER" and m.first == office.holder), None)
    around = [m for m in scene.mentions if m.first <= index <= m.last and m.acts]
    return min(around, key=lambda m: m.last - m.first) if around else None


def modifier_parties(scene: Scene, index: int, *, prepositional: bool) -> tuple[Party, ...]:
    """The parties that modify a noun, the shallowest layer that has any: adjectives and genitives, then the rest."""
    tree = scene.tree
    layer = [c for c in tree.children[index] if tree.tokens[c].rel in MODIFIERS]
    for _ in range(4):
        plain = [c for c in layer if not tree.preposition(c)]
        for group in (plain, [c for c in layer if c not in plain] if prepositional else []):
            found = [party for child in group for party in _direct_parties(scene, child)]
            if tree.tokens[index].feats.get("Animacy") == "Anim":
                found = [_one_of(scene, index, party) for party in found]
            if found:
                return distinct([party for party in found if party.code] or found)
        layer = [c for word in layer for c in tree.children[word] if tree.tokens[c].rel in MODIFIERS]
    return ()


def _one_of(scene: Scene, index: int, party: Party) -> Party:
    """Whom a word for people means that a person's name modifies (жена Иванова): another one of the same state."""
    if not any(m.type == "PER" and m.form == "name" and m.start == party.start for m in scene.mentions):
        return party
    token = scene.tree.tokens[index]
    return Party(party_id(None, party.code), None, None, party.code, start=token.start, stop=token.stop, inferred=True)


def _direct_parties(scene: Scene, child: int) -> Iterator[Party]:
    words = [child, *scene.tree.conjuncts(child)]
    for word in words:
        mention = _mention_at(scene, word)
        if mention is not None and mention.acts:
            yield from mention.parties
        else:
            yield from adjective_parties(scene, word)


def adjective_parties(scene: Scene, index: int) -> tuple[Party, ...]:
    """The states and groups of states that adjectives on a word, or on those joined to it, tell."""
    words = {index, *scene.tree.conjuncts(index)}
    return tuple(state_party(m) for m in scene.mentions if m.head in words and (_of_state(m) or _of_bloc(m)))


def _of_state(mention: Mention) -> bool:
    return mention.form == "adjective" and mention.code is not None


def _of_bloc(mention: Mention) -> bool:
    """Whether an adjective tells that something is of a group of states (западные санкции)."""
    return mention.form == "descriptor" and not mention.acts and mention.rule == BLOC


def distinct(parties: Sequence[Party]) -> tuple[Party, ...]:
    """The parties, each once."""
    seen: dict[str, Party] = {}
    for party in parties:
        seen.setdefault(party.id, party)
    return tuple(seen.values())


def without(parties: Sequence[Party], others: Sequence[Party]) -> tuple[Party, ...]:
    """The parties that are none of the others; nameless ones of one state (президент, оппозиция) differ by place."""
    taken = {_who(party) for party in others}
    return tuple(party for party in parties if _who(party) not in taken)


def _who(party: Party) -> tuple[str, int | None]:
    return party.id, party.start if party.label is None else None


def inferred(party: Party) -> Party:
    """The party marked as read from elsewhere than the predicate's own words."""
    return replace(party, inferred=True)
