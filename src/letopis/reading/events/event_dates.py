"""Which of the times around it dates what a word tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from letopis.model import Span, Time, Token, When
from letopis.reading.clauses.arguments import clause_words
from letopis.reading.scenes import Scene
from letopis.reading.times.intervals import when as dated
from letopis.reading.trees import Tree

#: What a time that belongs to the verb behind it stands behind, and how near that verb is.
OPENERS, OPENING_REACH = ("PUNCT", "CCONJ"), 4
#: What stands for a verb that is left out.
DASHES = ("—", "–")
#: What stands between the days of a list, and what a day is.
LISTING, DAY = re.compile(r"\s*(?:,|и|,\s+а также)\s+"), re.compile(r"\d{4}-\d{2}-\d{2}")
#: A date that tells a day, with or without its year.
DAY_TOLD = re.compile(r"[\dX]{4}-\d\d-\d\d")
#: Marks that part what follows from the opening of a sentence.
BREAKS = frozenset('«»„“”":;()')


def time_of(scene: Scene, index: int, before: Sequence[Scene] = ()) -> When | None:
    """The date of what a word tells, None when unsure.

    It is the date of the word's own clause, of a predicate it is joined to, of the same run of words between marks, or
    the one that opens the sentence; in a sentence without times it may be one of the sentence before. A deadline (an
    interval without a beginning) is no date of an event.
    """
    tree = scene.tree
    defined = _defined(scene, index)
    if defined is not None:
        return defined
    times = [time for time in _dating(scene) if not _of_another(scene, time, index)]
    fitting = [time for time in times if _dates(tree, time, index)]
    here = tree.tokens[index].start
    for at in (index, *_joined_to(tree, index)):
        words = set(clause_words(tree, at))
        inside = [time for time in fitting if _word_at(tree, time) in words]
        inside = [time for time in inside if at == index or time.evidence.span.start < here]
        if inside:
            return _of_act(scene, index, _nearest(inside, here))
    beside = [time for time in fitting if _beside(tree, _word_at(tree, time), index)]
    if beside:
        return _of_act(scene, index, _nearest(beside, here))
    frames = [time for time in times if _frames(tree, _word_at(tree, time), index)]
    frames = [time for time in frames if not _in_a_name(tree, _word_at(tree, time), index)]
    if frames:
        return _of_act(scene, index, frames[-1])
    goes_on = not scene.times or any(tree.tokens[child].lemma in tree.grammar.too for child in tree.children[index])
    return _from_before(tree, index, before[-1]) if before and goes_on else None


def _defined(scene: Scene, index: int) -> When | None:
    """The time that a clause defines by telling what happened then (до 1987 года, когда Осло закрыл порты)."""
    tree = scene.tree
    for time in scene.times:
        last = max(_words_of(tree, time), default=len(tree.tokens))
        mark = last + 2
        if time.when is None or not mark < index or tree.tokens[mark].lemma not in tree.grammar.defines:
            continue
        if not any(token.pos == "PUNCT" for token in tree.tokens[mark:index]) and not _governed(tree, index):
            return dated(time.when.edtf.removesuffix("/..").removeprefix("../"))
    return None


def _of_another(scene: Scene, time: Time, index: int) -> bool:
    """Whether a time belongs to another act that the sentence names beside the word: before, after or by it."""
    tree = scene.tree
    at = _word_at(tree, time)
    first = min(_words_of(tree, time), default=-1)
    if tree.preposition(at):
        first -= 1
    if not first > 0:
        return False
    if _beside_an_act(tree, first, index) or _commemorated(tree, first, index):
        return True
    return _judged(scene, time, index) or _behind(tree, first, index)


def _beside_an_act(tree: Tree, first: int, index: int) -> bool:
    """Whether a time dates the act after or before which it happened (уехал после гибели 2 мая министра)."""
    for at in range(first - 1, -1, -1):
        if at == index or tree.tokens[at].pos in ("PUNCT", "VERB", "CCONJ", "SCONJ"):
            return False
        if tree.tokens[at].pos == "NOUN" and tree.preposition(at) in tree.grammar.relative_to:
            return True
    return False


def _commemorated(tree: Tree, first: int, index: int) -> bool:
    """Whether a time dates what is only remembered (осудил Осло в годовщину гибели порта 9 мая 1945 года).

    A jubilee that is itself held (отметили юбилей порта 9 мая) is as old as the act.
    """
    for at in range(first - 1, -1, -1):
        token = tree.tokens[at]
        participle = token.feats.get("VerbForm") == "Part"
        if at == index or (token.pos in ("PUNCT", "VERB", "CCONJ", "SCONJ") and not participle):
            return False
        if token.lemma in tree.grammar.commemorating:
            held = token.rel in ("obj", "nsubj", "nsubj:pass") and token.head == index
            return not held and any(word.pos in ("NOUN", "PROPN", "VERB") for word in tree.tokens[at + 1 : first])
    return False


def _judged(scene: Scene, time: Time, index: int) -> bool:
    """Whether a month or a year behind an act that is blamed dates the act (осудил обстрел порта в мае)."""
    tree = scene.tree
    at = _word_at(tree, time)
    if tree.tokens[index].lemma not in tree.grammar.blaming or time.when is None or DAY_TOLD.match(time.when.edtf):
        return False
    parties = {mention.head for mention in scene.mentions if mention.acts}
    blamed = [word for word in range(index + 1, at) if tree.tokens[word].head == index]
    return any(tree.tokens[word].pos == "NOUN" and word not in parties for word in blamed)


def _behind(tree: Tree, first: int, index: int) -> bool:
    """Whether a time stands in a subclause that ends before the word (с тех пор как в мае ушёл посол, Осло требует)."""
    marks = [at for at in range(index) if tree.tokens[at].pos == "PUNCT"]
    if not any(first < mark for mark in marks):
        return False
    start = max((mark for mark in marks if mark < first), default=-1) + 1
    opened = any(_opens_subclause(tree, at, index) for at in range(start, first))
    return opened and not (start and any(start <= verb for verb in _joined_to(tree, index)))


def _opens_subclause(tree: Tree, at: int, index: int) -> bool:
    """Whether a word opens a subclause; what a paper says is of its day (в докладе, вышедшем в мае, осудили Осло)."""
    token = tree.tokens[at]
    if token.feats.get("VerbForm") == "Part" and token.feats.get("Variant") != "Short" and token.head >= 0:
        paper = tree.tokens[token.head]
        return paper.head != index or tree.preposition(token.head) not in tree.grammar.locative
    return token.pos == "SCONJ" or token.lemma in tree.grammar.relative


def _from_before(tree: Tree, index: int, before: Scene) -> When | None:
    """What the sentence before dates: all that happened тогда by its last time, a past act by its main predicate's."""
    if any(token.lemma in tree.grammar.back_then and token.rel == "advmod" for token in tree.tokens):
        told = _dating(before)
        return told[-1].when if told else None
    feats = tree.tokens[index].feats
    past = feats.get("Tense") == "Past" and feats.get("VerbForm") == "Fin"
    return _told_before(before) if past else None


def _dating(scene: Scene) -> list[Time]:
    """The times that can date an event: no deadlines, no "first since", and none that is a part of a longer time."""
    times = [time for time in scene.times if time.when is not None and not time.when.edtf.startswith("..")]
    times = [time for time in times if not _first_since(scene.tree, time)]
    spans = [time.evidence.span for time in times]
    return [time for time in times if not any(_inside(time.evidence.span, span) for span in spans)]


def _first_since(tree: Tree, time: Time) -> bool:
    """Whether a time only tells since when nothing of the kind had happened (впервые с мая)."""
    if time.when is None or not time.when.edtf.endswith("/.."):
        return False
    return any(
        token.lemma in tree.grammar.first_time for token in tree.tokens if token.start < time.evidence.span.start
    )


def _inside(part: Span, whole: Span) -> bool:
    return part != whole and whole.start <= part.start and part.stop <= whole.stop


def _nearest(times: Sequence[Time], here: int) -> Time:
    return min(times, key=lambda time: abs(time.evidence.span.start - here))


def _dates(tree: Tree, time: Time, index: int) -> bool:
    """Whether a time may date the word at `index`.

    A time behind an infinitive dates only the infinitive, one that opens another verb's run only that; a noun that
    another word governs is dated only by what hangs on it or stands beside it.
    """
    at = _word_at(tree, time)
    if _in_a_name(tree, at, index):
        return False
    if at > index and any(after.feats.get("VerbForm") == "Inf" for after in tree.tokens[index + 1 : at + 3]):
        return False
    if at > index and _opens(tree, time, index):
        return False
    return not _governed(tree, index) or at in tree.subtree(index) or _beside(tree, at, index)


def _in_a_name(tree: Tree, at: int, index: int) -> bool:
    """Whether a time is the year of a name: that dates only what is done to the name (подписали договор 1964 года)."""
    token = tree.tokens[at]
    if tree.preposition(at) in tree.grammar.written:
        nouns = [word for word in range(at) if tree.tokens[word].pos == "NOUN" and word not in tree.subtree(at)]
        signed = bool(nouns) and tree.tokens[nouns[-1]].rel == "obj" and tree.tokens[nouns[-1]].head == index
        return not signed and index not in nouns[-1:]
    if token.rel not in ("nmod", "amod") or token.pos == "ADJ" or tree.preposition(at) or token.head == index:
        return False
    named = tree.tokens[token.head]
    return named.pos in ("NOUN", "PROPN") and (named.rel != "obj" or named.head != index)


def _governed(tree: Tree, index: int) -> bool:
    """Whether a word is a noun that depends on another word as its object or attribute, or is joined to such a one."""
    word = tree.tokens[index]
    while word.pos == "NOUN" and word.rel == "conj" and word.head >= 0:
        word = tree.tokens[word.head]
    return tree.tokens[index].pos == "NOUN" and word.pos == "NOUN" and word.rel in ("obj", "nmod")


def _opens(tree: Tree, time: Time, index: int) -> bool:
    """Whether a time behind a word stands first behind a mark and before another verb, or a dash that stands for it."""
    inside = _words_of(tree, time)
    first = inside[0] - (tree.tokens[inside[0] - 1].pos == "ADP")
    if not index < first or tree.tokens[first - 1].pos not in OPENERS:
        return False
    rest = tree.tokens[inside[-1] + 1 : inside[-1] + 1 + OPENING_REACH]
    return any(token.pos == "VERB" for token in rest) or (bool(rest) and rest[0].text in DASHES)


def _beside(tree: Tree, at: int, index: int) -> bool:
    """Whether no mark, no conjunction and no other verb stands between a time and a word."""
    first, last = sorted((at, index))
    between = tree.tokens[first + 1 : last]
    return at >= 0 and not any(token.pos in ("PUNCT", "SCONJ", "VERB") for token in between)


def _frames(tree: Tree, at: int, index: int) -> bool:
    """Whether a time stands before all verbs of its sentence, and the word goes on from there at the same level."""
    if not 0 <= at < index or tree.tokens[index].feats.get("VerbForm") == "Part":
        return False
    if any(token.pos in ("VERB", "AUX", "SCONJ") for token in tree.tokens[:at]):
        return False
    between = range(at + 1, index)
    return not any(_leaves(tree, word) for word in between)


def _leaves(tree: Tree, index: int) -> bool:
    """Whether something begins at a word that the opening of its sentence does not date: other speech, a subclause."""
    token = tree.tokens[index]
    return token.pos == "SCONJ" or token.rel == "acl:relcl" or token.text in BREAKS


def _of_act(scene: Scene, index: int, time: Time) -> When | None:
    """The date that a time gives an act: one completed "since" a day happened on it; of a participle it tells none.

    Days that stand in a list date it together (3 мая, 5 мая и 9 мая).
    """
    word = scene.tree.tokens[index].feats
    days = [one.when.edtf for one in _listed(scene, time) if one.when is not None]
    if len(days) > 1:
        return dated(f"{{{','.join(days)}}}")
    if time.when is None or not time.when.edtf.endswith("/..") or word.get("Aspect") != "Perf":
        return time.when
    return None if word.get("VerbForm") == "Part" else dated(time.when.edtf.removesuffix("/.."))


def _listed(scene: Scene, time: Time) -> list[Time]:
    """The days of the list that a time stands in, in order; the time alone where it stands in none."""
    times = sorted(_dating(scene), key=lambda one: one.evidence.span.start)
    run: list[Time] = []
    for one in times:
        between = scene.text[run[-1].evidence.span.stop : one.evidence.span.start] if run else ""
        if run and not LISTING.fullmatch(between):
            if time in run:
                break
            run = []
        if one.when is not None and DAY.fullmatch(one.when.edtf):
            run.append(one)
    return run if time in run else [time]


def _told_before(scene: Scene) -> When | None:
    """The day, month or year of a sentence's last main predicate; None for an interval."""
    tree = scene.tree
    main = [i for i, t in enumerate(tree.tokens) if t.pos == "VERB" and t.rel in ("root", "conj", "parataxis")]
    told = [when for index in reversed(main) if (when := time_of(scene, index)) is not None]
    return told[0] if told and "/" not in told[0].edtf else None


def _joined_to(tree: Tree, index: int) -> list[int]:
    """The predicates that a predicate is joined to, nearest first: what dates them before it dates it too."""
    out, at = [], index
    while tree.tokens[at].head >= 0:
        token = tree.tokens[at]
        gerund = token.rel == "advcl" and token.feats.get("VerbForm") == "Conv"
        if token.rel not in ("conj", "xcomp") and not gerund and not _told_now(token):
            break
        at = token.head
        out.append(at)
    return out


def _told_now(token: Token) -> bool:
    """Whether what is said goes on while it is said (в мае посол сказал, что Осло готов помочь)."""
    present = token.feats.get("Tense") == "Pres" and token.feats.get("VerbForm") == "Fin"
    return token.rel == "ccomp" and (present or token.pos == "ADJ")


def _words_of(tree: Tree, time: Time) -> list[int]:
    span = time.evidence.span
    return [i for i, t in enumerate(tree.tokens) if span.start <= t.start < span.stop]


def _word_at(tree: Tree, time: Time) -> int:
    """The last word of a time expression: the one that hangs in the clause."""
    inside = _words_of(tree, time)
    return tree.head_of(inside[0], inside[-1]) if inside else -1
