"""Words that mean a speaker and do not name him: он, a bare политик, они; and whom они may mean."""

from __future__ import annotations

from letopis.model import Party
from letopis.reading.clauses.arguments import subject_of
from letopis.reading.scenes import Scene
from letopis.reading.statements.speakers import nameless, party_as_speaker


def meant_by(scene: Scene, cue: int) -> int | None:
    """The word by which a cue's speaker is meant and not named: a pronoun (он, по его словам), a bare политик."""
    tree = scene.tree
    if tree.tokens[cue].pos == "NOUN":
        words = [c for c in tree.children[cue] if tree.tokens[c].rel in ("nmod", "amod", "det")]
    else:
        subject = subject_of(tree, cue)
        words = [] if subject is None else [subject]
    return next((word for word in words if _means_somebody(scene, word)), None)


def they(scene: Scene) -> list[int]:
    """The words of a sentence that mean several people told of before (они)."""
    return [
        at
        for at, token in enumerate(scene.tree.tokens)
        if token.pos == "PRON" and token.feats.get("Person") == "3" and token.feats.get("Number") == "Plur"
    ]


def crowd_of(scene: Scene) -> Party | None:
    """The people whom a sentence is about: the subject of its main verb, in the plural."""
    tree = scene.tree
    verb = next((at for at, token in enumerate(tree.tokens) if token.head < 0 and token.pos == "VERB"), None)
    subject = subject_of(tree, verb) if verb is not None else None
    if subject is None or tree.tokens[subject].feats.get("Number") != "Plur":
        return None
    party = party_as_speaker(scene, subject) or nameless(scene, subject)
    return party if tree.tokens[subject].pos != "PRON" else None


def _means_somebody(scene: Scene, index: int) -> bool:
    token, grammar = scene.tree.tokens[index], scene.tree.grammar
    if token.feats.get("Number") == "Plur":
        return False
    if token.lemma in grammar.pronoun:
        return token.pos in ("PRON", "DET")
    return token.lemma in grammar.somebody and not scene.tree.children[index]
