"""What was agreed: treaties and other accords with their parties, date and standing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from letopis.language.lexicon import fold, load_rules
from letopis.model import Agreement, Evidence, Mention, Party, Span, When
from letopis.reading.actors.antecedents import Dyad, successor
from letopis.reading.clauses.arguments import parties_at, subject_of
from letopis.reading.clauses.realis import realis_of, refuses
from letopis.reading.clauses.scope import negated
from letopis.reading.events.event_dates import time_of
from letopis.reading.scenes import Scene
from letopis.reading.trees import Tree

#: How many arcs above an agreement its standing may be told.
REACH = 3


@dataclass(frozen=True, slots=True)
class Noun:
    """A word or phrase that is an agreement; `words` are folded dictionary forms, the head noun among them.

    With one of the `strangers` beside it the word means something else (дипломатический протокол).
    """

    words: tuple[str, ...]
    label: str
    rule: str
    strangers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Status:
    """What a word tells of an agreement's standing, and what its negation tells."""

    status: str
    negated: str
    rule: str


@dataclass(frozen=True, slots=True)
class AgreementWords:
    """The nouns by each of their words (the longest first), and the status words by lemma."""

    nouns: Mapping[str, Sequence[Noun]]
    statuses: Mapping[str, Status]


def load_agreement_words(path: str) -> AgreementWords:
    """The words of a file such as ``ru/agreements.toml``."""
    nouns: list[Noun] = []
    statuses: dict[str, Status] = {}
    for rule in load_rules(path):
        for lemma in rule.fields["lemmas"]:
            folded = fold(lemma)
            if rule.fields["kind"] == "noun":
                strangers = frozenset(fold(word) for word in rule.fields.get("without", ()))
                nouns.append(Noun(tuple(folded.split()), rule.fields["label"], rule.name, strangers))
            else:
                statuses[folded] = Status(rule.fields["status"], rule.fields["negated"], rule.name)
    by_word: dict[str, list[Noun]] = {}
    for noun in sorted(nouns, key=lambda noun: -len(noun.words)):
        for word in dict.fromkeys(noun.words):
            by_word.setdefault(word, []).append(noun)
    return AgreementWords(by_word, statuses)


def find_agreements(scenes: Sequence[Scene], words: AgreementWords, dyad: Dyad) -> list[Agreement]:
    """The agreements of one stretch whose standing the text tells, in order of the text.

    `dyad` tells the two states that the source is about.
    """
    out = []
    for number, scene in enumerate(scenes):
        taken: set[int] = set()
        for index, token in enumerate(scene.tree.tokens):
            nouns = words.nouns.get(token.lemma) if token.pos in ("NOUN", "PROPN") else None
            noun = _noun_at(scene.tree, index, nouns) if nouns and index not in taken else None
            if noun is None:
                continue
            taken.update(scene.tree.near(index, 2))
            agreement = _agreement(scene, scenes[:number], index, noun, words, dyad)
            if agreement is not None:
                out.append(agreement)
    return out


def _noun_at(tree: Tree, index: int, nouns: Sequence[Noun]) -> Noun | None:
    """The agreement that a noun heads, its further words among its dependants or right beside it."""
    token = tree.tokens[index]
    beside = {tree.tokens[i].lemma for i in range(max(0, index - 2), min(len(tree.tokens), index + 3))}
    around = {tree.tokens[child].lemma for child in tree.near(index, 2)} | beside
    for noun in nouns:
        whole = all(word in around for word in noun.words if word != token.lemma)
        if whole and _heads(tree, index, noun) and not noun.strangers & around:
            return noun
    return None


def _heads(tree: Tree, index: int, noun: Noun) -> bool:
    """Whether the word is the phrase's own head: none of its other words stands above it."""
    return not any(tree.tokens[above].lemma in noun.words for above in tree.above(index)[:2])


def _agreement(
    scene: Scene, before: Sequence[Scene], index: int, noun: Noun, words: AgreementWords, dyad: Dyad
) -> Agreement | None:
    tree = scene.tree
    listed = next((m for m in scene.mentions if m.type == "TREATY" and m.first <= index <= m.last), None)
    teller, status = _standing(tree, index, words)
    when = _when(scene, index)
    if status is None:
        status = "signed" if listed is not None or (when is not None and _own_time(scene, index)) else None
    if status is None:
        return None
    parties = _parties(scene, before, index, teller, listed)
    if not parties and any(token.lemma in tree.grammar.group_noun for token in tree.tokens):
        parties = dyad.sides()
    if not parties:
        return None
    if len(parties) == 1:
        parties += tuple(
            side for side in dyad.sides() if successor(side.code or "") != successor(parties[0].code or "")
        )[:1]
    start, stop = _extent(tree, index, teller)
    label = (
        listed.label
        if listed is not None and listed.label
        else _label(noun, parties, when if _own_time(scene, index) else None)
    )
    evidence = Evidence(Span(scene.source, start, stop), noun.rule, 0.75)
    return Agreement(evidence, label, parties, when, status)


def _standing(tree: Tree, index: int, words: AgreementWords) -> tuple[int | None, str | None]:
    """The word that tells the standing, and what it tells with its negation, plan or refusal."""
    if tree.preposition(index) in tree.grammar.absence:
        return index, "not_signed"
    for count, above in enumerate(tree.above(index)):
        if count >= REACH:
            break
        if tree.tokens[above].lemma in words.statuses:
            teller = _over(tree, above, words)
            return teller, _told(tree, teller, words.statuses[tree.tokens[teller].lemma])
    for below in (*tree.children[index], *(word for word in tree.subtree(index) if word > index)):
        status = words.statuses.get(tree.tokens[below].lemma)
        attached = ("acl", "amod", "acl:relcl") if tree.tokens[below].head == index else ("acl:relcl",)
        if status is not None and tree.tokens[below].rel in attached:
            return below, _told(tree, below, status)
    return None, None


def _over(tree: Tree, index: int, words: AgreementWords) -> int:
    """The word that tells the standing: the one over a noun that tells it too (обсудить подписание договора)."""
    if tree.tokens[index].pos != "NOUN":
        return index
    return next((above for above in tree.above(index) if tree.tokens[above].lemma in words.statuses), index)


def _told(tree: Tree, index: int, status: Status) -> str:
    if negated(tree, index) or refuses(tree, index):
        return status.negated
    for count, above in enumerate(tree.above(index)[:2]):
        lemma = tree.tokens[above].lemma
        # предложений по договору мы не готовим: the negation of the verb is that of its noun
        unmade = count == 0 and tree.tokens[index].pos == "NOUN" and negated(tree, above)
        if lemma in tree.grammar.undoing or refuses(tree, above) or unmade:
            return status.negated if status.status in ("proposed", "signed") else status.status
    future = realis_of(tree, index) in ("planned", "hypothetical") or tree.tokens[index].feats.get("VerbForm") == "Inf"
    return "proposed" if future and status.status == "signed" else status.status


def _when(scene: Scene, index: int) -> When | None:
    own = _own_time(scene, index)
    return own if own is not None else time_of(scene, index)


def _own_time(scene: Scene, index: int) -> When | None:
    """The year that the agreement's name bears (декларация 1956 года)."""
    tree = scene.tree
    inside = [tree.tokens[word] for word in tree.subtree(index) if word >= index]
    for time in scene.times:
        span = time.evidence.span
        if time.when is not None and any(span.start <= token.start < span.stop for token in inside):
            near = tree.tokens[index].stop
            if 0 <= span.start - near < 40:
                return time.when
    return None


def _parties(
    scene: Scene, before: Sequence[Scene], index: int, teller: int | None, listed: Mention | None
) -> tuple[Party, ...]:
    """Who agreed: those a treaty binds, or inside its phrase, the subject of what tells its standing, those near by."""
    if listed is not None and len(listed.parties) > 1:
        return listed.parties
    found: dict[str, Party] = {}
    candidates = list(parties_at(scene, index))
    verb = next(
        (a for a in ([teller] if teller is not None else []) if scene.tree.tokens[a].pos in ("VERB", "ADJ")), None
    )
    if verb is not None:
        subject = subject_of(scene.tree, verb)
        if subject is not None:
            candidates += parties_at(scene, subject, prepositional=False)
        for child in scene.tree.children[verb]:
            candidates += parties_at(scene, child) if scene.tree.case(child) in ("Ins", "Dat") else ()
    for party in candidates:
        if party.code:
            found.setdefault(successor(party.code), party)
    if len(found) < 2:
        for party in _near_states([*before[-2:], scene]):
            if len(found) < 2 and party.code:
                found.setdefault(successor(party.code), party)
    return tuple(found.values())


def _near_states(scenes: Sequence[Scene]) -> list[Party]:
    states: list[Mention] = [m for scene in reversed(scenes) for m in scene.mentions if m.type == "GPE" and m.code]
    codes = {mention.code for mention in states}
    return [party for m in states for party in m.parties if party.code] if len(codes) <= 2 else []


def _extent(tree: Tree, index: int, teller: int | None) -> tuple[int, int]:
    words = [w for w in tree.subtree(index) if not _in_clause(tree, w, index)]
    ends = [*words, *([teller] if teller is not None else [])]
    while len(ends) > 1 and tree.tokens[max(ends)].pos == "PUNCT":
        ends.remove(max(ends))
    return tree.tokens[min(ends)].start, tree.tokens[max(ends)].stop


def _in_clause(tree: Tree, word: int, top: int) -> bool:
    """Whether a word stands in a clause below the phrase."""
    while word != top:
        if tree.opens_clause(word):
            return True
        word = tree.tokens[word].head
    return False


def _label(noun: Noun, parties: Sequence[Party], when: When | None) -> str:
    """A name for an agreement that no list names: its parties, what it is, and the year its name bears."""
    names = "–".join(sorted({party.label for party in parties if party.label and party.code}))
    year = f" of {when.edtf[:4]}" if when is not None else ""
    return f"{names} {noun.label}{year}".strip()
