"""Who speaks: the speaker and the addressee around a cue word."""

from __future__ import annotations

from dataclasses import replace

from letopis.identity import party_id
from letopis.model import Mention, Party
from letopis.reading.arguments import parties_at, subject_of
from letopis.reading.scenes import Scene

#: Words that may stand between a speaker and the cue (посол также заявил).
IDLE = {"ADV", "PART", "AUX"}


def speaker_of(scene: Scene, cue: int) -> Party | None:
    """The speaker of a cue word: the name right before it, its subject, or for a noun whose words they are."""
    tree = scene.tree
    if tree.tokens[cue].pos == "NOUN":
        return _owner(scene, cue)
    subject = subject_of(tree, cue)
    beside = _beside(scene, cue)
    if beside is not None and (subject is None or not beside.first <= subject <= beside.last):
        party = as_speaker(beside)
        if party is not None:
            return party
    if subject is not None:
        return _party_as_speaker(scene, subject)
    for child in tree.children[cue]:
        located = tree.preposition(child) in tree.grammar.locative and tree.case(child) == "Loc"
        if located and tree.tokens[child].rel in ("obl", "nmod"):
            return _placed(scene, child)
        if tree.tokens[cue].feats.get("Voice") == "Pass" and tree.case(child) == "Ins" and not tree.preposition(child):
            return _party_as_speaker(scene, child)
    return None


def meant_by(scene: Scene, cue: int) -> int | None:
    """The word by which a cue's speaker is meant and not named: a pronoun (он, по его словам), a bare политик."""
    tree = scene.tree
    if tree.tokens[cue].pos == "NOUN":
        words = [c for c in tree.children[cue] if tree.tokens[c].rel in ("nmod", "amod", "det")]
    else:
        subject = subject_of(tree, cue)
        words = [] if subject is None else [subject]
    return next((word for word in words if _means_somebody(scene, word)), None)


def _means_somebody(scene: Scene, index: int) -> bool:
    token, grammar = scene.tree.tokens[index], scene.tree.grammar
    if token.feats.get("Number") == "Plur":
        return False
    if token.lemma in grammar.pronoun:
        return token.pos in ("PRON", "DET")
    return token.lemma in grammar.somebody and not scene.tree.children[index]


def _beside(scene: Scene, cue: int) -> Mention | None:
    """Somebody named in the nominative right before a verb (, а глава МИД X отметил), however the parser hung it."""
    tree = scene.tree
    last = cue - 1
    while last > 0 and tree.tokens[last].pos in IDLE:
        last -= 1
    ending = [m for m in scene.mentions if m.last == last and m.acts and m.type in ("PER", "ORG")]
    ending = [m for m in ending if tree.case(m.head) in ("Nom", "") and not tree.preposition(m.head)]
    if not ending or not _is_past(tree.tokens[cue].feats):
        return None
    return max(ending, key=lambda m: (m.type == "PER" and m.form == "name", m.last - m.first))


def _is_past(feats: object) -> bool:
    """Whether a verb is finite, so that a nominative before it can be its subject."""
    return isinstance(feats, dict) and feats.get("VerbForm") == "Fin" and feats.get("Voice") != "Pass"


def _owner(scene: Scene, cue: int) -> Party | None:
    """Whose words a noun means: по словам посла, по его словам, по данным МИД."""
    tree = scene.tree
    for child in tree.children[cue]:
        if tree.tokens[child].rel in ("nmod", "flat", "appos", "amod", "det"):
            party = _party_as_speaker(scene, child)
            if party is not None:
                return party
    return None


def _placed(scene: Scene, index: int) -> Party | None:
    """Who speaks in a place: a voice of the state without a name, an organ by its own."""
    party = _party_as_speaker(scene, index)
    mention = next((m for m in scene.mentions if m.head == index), None)
    return unnamed(party) if party is not None and mention is not None and mention.type in ("GPE", "LOC") else party


def as_speaker(mention: Mention) -> Party | None:
    """The party that a mention is as a speaker; a place that is no state is none."""
    if not mention.parties:
        return None
    party = mention.parties[0]
    return party if mention.type not in ("GPE", "LOC") or party.code else None


def unnamed(party: Party) -> Party:
    """A voice of a state that the text does not name."""
    return replace(party, id=party_id(None, party.code), label=None, label_ru=None)


def _party_as_speaker(scene: Scene, index: int) -> Party | None:
    parties = parties_at(scene, index, prepositional=False)
    for party in parties:
        mention = next((m for m in scene.mentions if m.start == party.start and m.stop == party.stop), None)
        if mention is None:
            return unnamed(party) if party.code else party
        if mention.first <= index <= mention.last or mention.form == "pronoun" or mention.type == "PER":
            return party
        return unnamed(party) if party.code else None
    return None


def addressee_of(scene: Scene, cue: int) -> Party | None:
    """Who is spoken to: the dative of the cue."""
    tree = scene.tree
    for child in tree.children[cue]:
        if tree.tokens[child].rel in ("iobj", "obl") and tree.case(child) == "Dat" and not tree.preposition(child):
            parties = parties_at(scene, child, prepositional=False)
            return parties[0] if parties else None
    return None
