"""Which words of a sentence tell an event: rules by their lemmas, the words that must or must not stand with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from letopis.model import Mention, Token, Verdict
from letopis.reading.actors.names import NER
from letopis.reading.clauses.arguments import clause_words
from letopis.reading.clauses.realis import unreal_infinitive
from letopis.reading.clauses.scope import negated
from letopis.reading.events.contents import content_word
from letopis.reading.events.event_rules import EventRule, EventRules
from letopis.reading.scenes import Scene
from letopis.reading.trees import Tree

#: Acts that a word such as "тема" or "необходимость" over their noun leaves untold.
SOFT = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}
PREDICATES = {"VERB", "NOUN", "ADJ", "ADV", "AUX", "PROPN"}
#: Acts whose content has not happened by being told: what they are about is no second event.
CLOSED = {
    "REQUEST",
    "REJECT",
    "AGREE",
    "THREATEN",
    "PROTEST",
    "CONCEDE",
    "SANCTION",
    "SUPPORT",
    "CONSULT",
    "COOPERATE",
    "AID",
}
#: Relations over which a clause tells something of its own, and conjunctions under which it does not.
OPEN = {"advcl", "acl:relcl", "parataxis", "acl"}
#: Relations of what a modal verb holds for its infinitive (санкции могут ввести).
CARRIED = {"obj", "obl", "nsubj", "nsubj:pass", "iobj"}
#: Acts that go on until they are lifted, and the acts that lift them or speak of it.
STANDING = {"SANCTION"}
LIFTING = {"CONCEDE", "RETREAT", "REQUEST", "REJECT", "SUPPORT"}
#: How deep under a predicate its companion word may hang, and how far after it a parser's slip may have put it.
COMPANION_DEPTH = 3
COMPANION_REACH = 6


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits the words at `index`; `companion` is the word its condition found, `told` that of a content.

    `others` are the rules that fit there too, the likeliest first: they speak where the parties do not fit this one.
    """

    index: int
    companion: int | None
    rule: EventRule
    told: int | None = None
    others: tuple[Match, ...] = ()


def find_matches(
    scene: Scene, rules: EventRules, log: list[Verdict] | None
) -> tuple[list[Match], dict[int, list[Match]]]:
    """The best rule at each word that tells an event, and, by word, those that may speak where that one does not.

    Left out are words inside names; the second are words that complete another predicate or tell its content.
    """
    tree = scene.tree
    names = [m for m in scene.mentions if m.form == "name" and m.type != "EVENT"]
    named = {i for m in names for i in range(m.first, m.last + 1) if _part_of(m, tree, i)}
    found: dict[int, Match] = {}
    for index, token in enumerate(tree.tokens):
        speaking = rules.by_lemma.get(token.lemma)
        if speaking is None or token.pos not in PREDICATES or index in named or _means_people(token):
            continue
        match = _best(scene, index, speaking, log)
        if match is not None:
            found[index] = match
    completed = {
        m.companion: i for i, m in found.items() if m.companion is not None and not _stands_anyway(tree, m, found)
    }
    kept: list[Match] = []
    spare: dict[int, list[Match]] = defaultdict(list)
    for index, match in found.items():
        governor = completed.get(index)
        if governor is not None and completed.get(governor) == index and _outranks(match, found[governor]):
            governor = None  # "введённые санкции": each completes the other, the surer one tells the act
        reason = "it completes another predicate" if governor is not None else None
        if reason is None:
            reason, governor = _closed_by(tree, index, found)
        if not _comes_to_meet(tree, index, found):
            reason = reason or _no_fact(tree, index, match.rule.type)
        note(log, scene, match, spoke=reason is None, reason=reason or "its words fit")
        if reason is None:
            kept.append(match)
        elif governor is not None:
            spare[governor].append(match)
    return kept, spare


def _in_a_game(tree: Tree, index: int) -> bool:
    """Whether words of sport stand in the clause of a predicate."""
    if not any(token.lemma in tree.grammar.sport for token in tree.tokens):
        return False
    return any(tree.tokens[word].lemma in tree.grammar.sport for word in clause_words(tree, index))


def _stands_anyway(tree: Tree, match: Match, found: Mapping[int, Match]) -> bool:
    """Whether what a predicate is done to is a fact all the same (отменил санкции: they had been imposed)."""
    below = None if match.companion is None else found.get(match.companion)
    if below is None:
        return False
    lifted = below.rule.type in STANDING and match.rule.type in LIFTING
    return lifted or (tree.tokens[below.index].rel == "obl" and tree.meanwhile(below.index))


def _comes_to_meet(tree: Tree, index: int, found: Mapping[int, Match]) -> bool:
    """Whether a meeting is what a visit was paid for (прилетел, чтобы встретиться с премьером)."""
    token = tree.tokens[index]
    if token.rel != "advcl" or found[index].rule.type != "CONSULT" or token.head not in found:
        return False
    return found[token.head].rule.sides == "visit"


def _means_people(token: Token) -> bool:
    """Whether a participle stands for those who do a thing (протестующие, подозреваемый) and not for the act."""
    return token.feats.get("VerbForm") == "Part" and token.rel in ("nsubj", "nsubj:pass", "obj", "iobj", "nmod")


def _no_fact(tree: Tree, index: int, kind: str) -> str | None:
    """Why a word tells no fact of politics where it stands, or None."""
    if kind in SOFT and _in_a_game(tree, index):
        return "it tells of a game"
    if _only_describes(tree, index):
        return "it only describes a noun"
    return "an infinitive or a purpose that tells no fact" if unreal_infinitive(tree, index) else None


def _only_describes(tree: Tree, index: int) -> bool:
    """Whether a participle stands before its noun with nothing of its own (оккупированная часть, захватывающий вид)."""
    token = tree.tokens[index]
    before = token.rel == "amod" or (token.rel == "acl" and token.head <= index + 2)
    if token.feats.get("VerbForm") != "Part" or not before or token.head < index:
        return False
    return all(tree.tokens[child].rel in ("advmod", "punct") for child in tree.children[index])


def _part_of(name: Mention, tree: Tree, index: int) -> bool:
    """Whether a word inside a name is no predicate: the tagger alone may swallow one (Дания протестует)."""
    token = tree.tokens[index]
    return name.rule != NER or token.text[:1].isupper() or token.pos not in ("VERB", "NOUN")


def _best(scene: Scene, index: int, rules: Sequence[EventRule], log: list[Verdict] | None) -> Match | None:
    fitting: list[Match] = []
    reach = _reach(scene.tree, index)
    owned = _doers_words(scene.tree, index)
    all_first = _first_words(reach)
    completing = _first_words([one for one in reach if one[0] not in owned]) if owned else all_first
    for rule in rules:
        companion = _companion(completing, rule.companions) if rule.companions else None
        stranger = _companion(all_first, rule.strangers) if rule.strangers else None
        told = content_word(scene.tree, index, rule.contents) if rule.contents else None
        match = Match(index, companion, rule, told)
        if rule.denied and not negated(scene.tree, index):
            note(log, scene, match, spoke=False, reason="nothing negates it")
        elif rule.contents and told is None:
            note(log, scene, match, spoke=False, reason="none of its words stands in what is said")
        elif rule.companions and companion is None:
            note(log, scene, match, spoke=False, reason="none of its companion words depends on it")
        elif stranger is not None:
            note(log, scene, match, spoke=False, reason=f"«{scene.tree.tokens[stranger].text}» excludes it")
        else:
            fitting.append(match)
    fitting.sort(key=_rank, reverse=True)
    return replace(fitting[0], others=tuple(fitting[1:])) if fitting else None


def _rank(match: Match) -> tuple[bool, bool, float]:
    return match.rule.denied, match.companion is not None or match.told is not None, match.rule.confidence


def _outranks(match: Match, other: Match) -> bool:
    return (match.rule.confidence, -match.index) > (other.rule.confidence, -other.index)


def _reach(tree: Tree, index: int) -> list[tuple[int, str]]:
    """The words that may complete a predicate, with lemmas: dependants, what it modifies, what follows."""
    out = tree.near(index, COMPANION_DEPTH)
    token = tree.tokens[index]
    if token.head >= 0 and (token.rel in ("acl", "amod") or _takes_up(tree, index)):
        out.append(token.head)
    if token.feats.get("VerbForm") == "Inf" and token.head >= 0 and _carries(tree, token.head):
        out += [child for child in tree.children[token.head] if child < index and tree.tokens[child].rel in CARRIED]
    for child in tree.children[index]:
        if tree.tokens[child].rel == "advcl" and tree.tokens[child].pos in ("NOUN", "ADJ"):
            out += [child, *tree.near(child, 1)]
    for after in range(index + 1, min(index + COMPANION_REACH, len(tree.tokens))):
        following = tree.tokens[after]
        if following.pos == "VERB" or following.text in ",;:.—–":
            break
        out.append(after)
    unmet = [child for child in tree.children[index] if _is_condition(tree, child)]
    if unmet:
        out = [word for word in out if not any(above in unmet for above in (word, *tree.above(word)))]
    return [(word, tree.tokens[word].lemma) for word in out if not _is_means(tree, word)]


def _doers_words(tree: Tree, index: int) -> set[int]:
    """What hangs on the subject of a verb with an object: it says who acts and not what is done (военный совет ...)."""
    rels = {tree.tokens[child].rel for child in tree.children[index]}
    if tree.tokens[index].pos != "VERB" or not {"nsubj", "obj"} <= rels:
        return set()
    subjects = [child for child in tree.children[index] if tree.tokens[child].rel == "nsubj" and child < index]
    own = [below for child in subjects for below in tree.children[child] if not tree.preposition(below)]
    return {word for below in own for word in tree.subtree(below)}


def _is_condition(tree: Tree, index: int) -> bool:
    """Whether a phrase only tells under which condition something is done: nothing in it completes a predicate."""
    return f"{tree.preposition(index)} {tree.tokens[index].lemma}" in tree.grammar.in_case


def _is_means(tree: Tree, index: int) -> bool:
    """Whether a word only says by what something is done (с помощью беспилотника, при содействии соседей)."""
    before = tree.tokens[index - 1].lemma if index else ""
    if before not in tree.grammar.means_preposition or tree.tokens[index].lemma not in tree.grammar.means:
        return False
    own = any(tree.case(child) == "Gen" and child > index for child in tree.children[index])
    return own or tree.tokens[index].rel == "fixed"


def _carries(tree: Tree, index: int) -> bool:
    """Whether a verb only lends its infinitive a mood (может, должен, планирует ввести)."""
    grammar, lemma = tree.grammar, tree.tokens[index].lemma
    kinds = (grammar.modal, grammar.will, grammar.plan, grammar.possible, grammar.obligation)
    return any(lemma in kind for kind in kinds)


def _takes_up(tree: Tree, index: int) -> bool:
    """Whether a relative pronoun in the clause of a predicate stands for its noun (санкции, которые ввели)."""
    return tree.tokens[index].rel == "acl:relcl" and any(
        tree.tokens[child].lemma in tree.grammar.relative for child in tree.children[index]
    )


def _first_words(reach: Sequence[tuple[int, str]]) -> dict[str, tuple[int, int]]:
    """Of each lemma the first word that has it, with its place in the order."""
    return {lemma: (order, word) for order, (word, lemma) in reversed(list(enumerate(reach)))}


def _companion(reach: Mapping[str, tuple[int, int]], words: frozenset[str]) -> int | None:
    """The first of the words that may complete a predicate which is one of `words`."""
    met = reach.keys() & words
    return min(reach[lemma] for lemma in met)[1] if met else None


def _closed_by(tree: Tree, index: int, found: Mapping[int, Match]) -> tuple[str | None, int | None]:
    """Why a predicate inside another one's content is no event of its own, and that one; nothing when it is one."""
    at = index
    for above in tree.above(index):
        token = tree.tokens[at]
        if _tells_again(tree, at, above, found):
            return f"it tells again what {found[above].rule.name.split('#')[1]} tells", None
        topic = token.rel == "nmod" and tree.tokens[above].lemma in tree.grammar.mere_topic
        debated = tree.tokens[above].lemma in tree.grammar.deliberation and tree.preposition(at) in tree.grammar.debated
        if (topic and found[index].rule.type in SOFT) or (debated and token.rel in ("nmod", "obl")):
            return f"«{tree.tokens[above].text}» makes it a topic", None
        if _stands_apart(tree, index, at, above, found):
            return None, None
        governor = found.get(above)
        if governor is not None and token.rel != "conj":
            charge = governor.rule.type == "ACCUSE" and tree.preposition(at) == "в"
            if charge or governor.rule.type in CLOSED or governor.rule.type == found[index].rule.type:
                return f"it is what {governor.rule.name.split('#')[1]} is about", above
            return None, None
        at = above
    return None, None


def _stands_apart(tree: Tree, index: int, at: int, above: int, found: Mapping[int, Match]) -> bool:
    """Whether what hangs on a word is told for itself: a clause, a second verb, a time, the subject of a plain verb."""
    token = tree.tokens[at]
    if found[index].rule.type in STANDING and above in found and found[above].rule.type in LIFTING:
        return True
    if token.rel in OPEN or (token.rel == "conj" and at != index) or (token.rel == "obl" and tree.meanwhile(at)):
        return True
    if token.rel == "ccomp":
        return not any(tree.tokens[child].lemma in tree.grammar.purpose for child in tree.children[at])
    return token.rel in ("nsubj", "nsubj:pass") and tree.tokens[above].pos == "VERB" and above not in found


def _tells_again(tree: Tree, index: int, above: int, found: Mapping[int, Match]) -> bool:
    """Whether a gerund only says how the act over it is done (осудил визит, назвав его недопустимым)."""
    token = tree.tokens[index]
    if token.rel != "advcl" or token.feats.get("VerbForm") != "Conv" or index not in found or above not in found:
        return False
    return found[index].rule.type == found[above].rule.type


def note(log: list[Verdict] | None, scene: Scene, match: Match, *, spoke: bool, reason: str) -> None:
    """Writes what a rule decided at a word into the log, where one is kept."""
    if log is None:
        return
    token = scene.tree.tokens[match.index]
    log.append(Verdict(match.rule.name, token.start, token.stop, spoke, reason))
