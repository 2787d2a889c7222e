"""Who is meant by words that name nobody: pronouns and both sides, told only by a single clear antecedent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from letopis.identity import party_id
from letopis.language.grammar import Grammar
from letopis.model import Mention, Party
from letopis.reading.trees import Tree

#: Sectors that are a party's class rather than an organ's of a state.
WORLDWIDE = frozenset({"IGO", "NGO", "MNC"})

#: The share of a source's names of states that its two main ones have.
MOST_OF = 0.6


def successor(code: str) -> str:
    """The code of a state, for one that is gone that of the state that succeeds it."""
    return "RUS" if code == "SUN" else code


@dataclass(slots=True)
class Dyad:
    """How often a source has named each state so far: two of them may be the two that it is about."""

    named: Counter[str] = field(default_factory=Counter)
    parties: dict[str, Party] = field(default_factory=dict)

    def note(self, mentions: Iterable[Mention]) -> None:
        """Counts the states among mentions."""
        for mention in mentions:
            if mention.type == "GPE" and mention.code and mention.form != "pronoun":
                code = successor(mention.code)
                self.named[code] += 1
                self.parties.setdefault(code, state_party(mention))

    def sides(self) -> tuple[Party, ...]:
        """The two states that most of the names name, as inferred parties; nothing when there are no such two."""
        most = self.named.most_common(2)
        if len(most) < 2 or sum(count for _, count in most) < MOST_OF * self.named.total():
            return ()
        return tuple(replace(self.parties[code], start=None, stop=None, inferred=True) for code, _ in most)


def party_of(mention: Mention) -> Party:
    """The party that a mention names."""
    return Party(
        party_id(mention.label, mention.code),
        mention.label,
        mention.label_ru,
        mention.code,
        mention.sector if mention.sector in WORLDWIDE and mention.type != "PER" else None,
        mention.role,
        mention.start,
        mention.stop,
    )


def find_pronouns(tree: Tree, mentions: Sequence[Mention], earlier: Sequence[Sequence[Mention]]) -> Iterator[Mention]:
    """Third-person pronouns with a single clear antecedent: the person or state that was the last one to act."""
    for index, token in enumerate(tree.tokens):
        gender = tree.grammar.pronoun.get(token.lemma)
        if gender is None or token.pos not in ("PRON", "DET") or token.feats.get("Number") == "Plur":
            continue
        before = [mention for mention in mentions if mention.stop <= token.start]
        antecedent = _antecedent([*earlier[-2:], before], gender, tree.grammar)
        if antecedent is not None:
            parties = tuple(
                replace(party, start=token.start, stop=token.stop, inferred=True) for party in antecedent.parties
            )
            yield replace(
                antecedent, start=token.start, stop=token.stop, first=index, last=index, head=index,
                form="pronoun", parties=parties, confidence=0.7,
            )  # fmt: skip


def _antecedent(before: Sequence[Sequence[Mention]], gender: str, grammar: Grammar) -> Mention | None:
    """The nearest mention that a pronoun of this gender can mean: a person, or for она and оно a state."""
    for sentence in reversed(before):
        persons = [m for m in sentence if m.type == "PER" and m.acts and m.form in ("name", "descriptor")]
        fitting = [m for m in persons if gender_of(m.label_ru, grammar) in (gender, None)]
        labels = {m.label or m.role for m in fitting}
        if fitting and gender in ("Masc", "Fem") and (len(labels) == 1 or len(sentence) > 0):
            return fitting[0]
        if gender in ("Fem", "Neut"):
            states = [m for m in sentence if m.type == "GPE" and m.acts and m.form == "name"]
            if len({m.code for m in states}) == 1:
                return states[0]
    return None


def gender_of(name: str | None, grammar: Grammar) -> str | None:
    """The grammatical gender a person's name shows: by the ending of the family name, None when it does not."""
    if not name:
        return None
    last = name.split()[-1].lower()
    if last.endswith(grammar.feminine_ending):
        return "Fem"
    return "Masc" if last.endswith(grammar.masculine_ending) else None


def find_groups(
    tree: Tree, mentions: Sequence[Mention], earlier: Sequence[Sequence[Mention]], dyad: Dyad
) -> Iterator[Mention]:
    """Both sides of a pair (стороны, обе страны, два государства): that the stretch has named, or the text is about."""
    for index, token in enumerate(tree.tokens):
        plural = token.feats.get("Number") == "Plur"
        if token.lemma not in tree.grammar.group_noun or not (plural or _paired(tree, index)):
            continue
        if token.lemma not in tree.grammar.group_alone and not _paired(tree, index):
            continue
        pair = _pair([*earlier, [m for m in mentions if m.head != index]]) or dyad.sides()
        if pair:
            parties = tuple(replace(p, start=token.start, stop=token.stop, inferred=True) for p in pair)
            yield Mention(
                token.start, token.stop, index, index, index, "GPE", "pronoun", None, None, None, acts=True,
                rule="ru/actors#both_sides", confidence=0.7, parties=parties,
            )  # fmt: skip


def _paired(tree: Tree, index: int) -> bool:
    """Whether a word of two (оба, два) stands with the noun."""
    return any(tree.tokens[child].lemma in tree.grammar.pair for child in tree.children[index])


def _pair(before: Sequence[Sequence[Mention]]) -> tuple[Party, ...]:
    """The two states that the sentences name, nearest first; nothing when they name one or more than two."""
    states: dict[str, Party] = {}
    for sentence in reversed(before):
        for mention in sentence:
            if mention.type == "GPE" and mention.code and mention.form != "pronoun" and mention.parties:
                states.setdefault(mention.code, state_party(mention))
        if len(states) >= 2:
            break
    return tuple(states.values()) if len(states) == 2 else ()


def state_party(mention: Mention) -> Party:
    """The state that a mention of it in any form (adjective, demonym, capital) stands for."""
    return Party(
        party_id(mention.label, mention.code),
        mention.label,
        mention.label_ru,
        mention.code,
        None,
        None,
        mention.start,
        mention.stop,
    )
