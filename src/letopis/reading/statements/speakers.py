"""Who speaks: the speaker and the addressee around a cue word."""

from __future__ import annotations

from dataclasses import replace

from letopis.identity import party_id
from letopis.model import Mention, Party, Token
from letopis.reading.clauses.arguments import parties_at, subject_of
from letopis.reading.scenes import Scene
from letopis.reading.statements.said import mark_after
from letopis.reading.trees import Tree

#: Words that may stand between a speaker and the cue (посол также заявил).
IDLE = {"ADV", "PART", "AUX"}


def speaker_of(scene: Scene, cue: int) -> Party | None:
    """The speaker of a cue word: the name right before it, its subject, or for a noun whose words they are."""
    tree = scene.tree
    token = tree.tokens[cue]
    form = token.feats.get("VerbForm")
    if token.pos == "NOUN":
        return _owner(scene, cue) or _owner_above(scene, cue) or _carrier(scene, cue)
    if form == "Fin" and token.feats.get("Voice") == "Pass":
        return _placed_near(scene, cue) or _author(scene, cue)
    if _placed_clause(tree, cue):
        return _shared(scene, cue)
    return (_shared(scene, cue) if form == "Conv" else None) or _speaking_subject(scene, cue)


def _speaking_subject(scene: Scene, cue: int) -> Party | None:
    """Who is the subject of a cue, or stands where it could be."""
    tree = scene.tree
    subject = subject_of(tree, cue)
    if subject is None or _in_what_is_said(tree, cue, subject):
        subject = _loose_subject(tree, cue)
    beside = _beside(scene, cue)
    if beside is not None and (subject is None or not beside.first <= subject <= beside.last):
        party = as_speaker(beside)
        if party is not None:
            return _titled(scene, beside, party)
    if subject is None:
        return _behind(scene, cue) or _placed_near(scene, cue) or _shared(scene, cue)
    known = party_as_speaker(scene, subject) or _source(scene, cue, subject)
    return known or nameless(scene, subject) or _behind(scene, cue)


def _source(scene: Scene, cue: int, subject: int) -> Party | None:
    """A voice that wants no name (источники в посольстве), of the state whose organ it speaks from."""
    tree = scene.tree
    if tree.tokens[subject].lemma not in tree.grammar.anonymous:
        return None
    placed = [c for c in (*tree.children[subject], *tree.children[cue]) if tree.case(c) == "Loc"]
    placed = [c for c in placed if tree.preposition(c) in tree.grammar.locative]
    party = next((party for c in placed if (party := party_as_speaker(scene, c)) is not None), None)
    token = tree.tokens[subject]
    code = party.code if party is not None else None
    return Party(party_id(None, code), None, None, code, start=token.start, stop=token.stop)


def _in_what_is_said(tree: Tree, cue: int, subject: int) -> bool:
    """Whether a word stands behind the conjunction of the cue's clause (подчеркнул, что слабая страна …)."""
    mark = mark_after(tree, cue) if subject > cue else None
    return mark is not None and subject > mark


def _author(scene: Scene, cue: int) -> Party | None:
    """Whose paper it is in which something is said (доклад экспертов, где говорится, что …): the genitive before."""
    tree = scene.tree
    comma = next((at for at in range(cue - 2, max(cue - 4, 1), -1) if tree.tokens[at].text == ","), None)
    if comma is None or tree.case(comma - 1) != "Gen" or tree.preposition(comma - 1):
        return None
    if not any(tree.tokens[at].lemma in tree.grammar.wherein for at in range(comma + 1, cue)):
        return None
    return party_as_speaker(scene, comma - 1) or nameless(scene, comma - 1)


def _placed_clause(tree: Tree, cue: int) -> bool:
    """Whether a cue without a subject of its own stands in a clause of place or time (приехал в Киев, где заявил)."""
    token = tree.tokens[cue]
    if token.rel not in ("acl:relcl", "advcl") or token.feats.get("VerbForm") != "Fin":
        return False
    own = [c for c in tree.children[cue] if tree.tokens[c].rel.startswith("nsubj")]
    relative = any(tree.tokens[w].lemma in tree.grammar.relative for w in tree.subtree(cue) if w < cue)
    return not own and not relative


def _loose_subject(tree: Tree, cue: int) -> int | None:
    """The nominative right before a finite verb that the parser hung elsewhere (, а русские считают)."""
    verb = tree.tokens[cue]
    if verb.feats.get("VerbForm") != "Fin" and verb.feats.get("Variant") != "Short":
        return None
    for at in range(cue - 1, max(-1, cue - 6), -1):
        token = tree.tokens[at]
        if token.pos in ("NOUN", "PROPN", "PRON") and tree.case(at) == "Nom":
            agrees = token.feats.get("Number") == verb.feats.get("Number")
            return at if agrees and token.lemma not in tree.grammar.relative else None
        if token.pos not in IDLE:
            return None
    return None


def _placed_near(scene: Scene, cue: int) -> Party | None:
    """Who speaks where no subject does: a place or organ (в Кремле заявили), the doer of a passive."""
    tree = scene.tree
    for child in tree.children[cue]:
        located = tree.preposition(child) in tree.grammar.locative and tree.case(child) == "Loc"
        if located and tree.tokens[child].rel in ("obl", "nmod"):
            return _placed(scene, child)
        if tree.tokens[cue].feats.get("Voice") == "Pass" and tree.case(child) == "Ins" and not tree.preposition(child):
            return party_as_speaker(scene, child)
    return None


def _behind(scene: Scene, cue: int) -> Party | None:
    """Somebody named right behind a finite cue (заявил официальный представитель X), however the parser hung it."""
    tree = scene.tree
    if not _is_past(tree.tokens[cue].feats):
        return None
    last = cue + 1
    while last < min(len(tree.tokens), cue + 12) and tree.tokens[last].pos not in ("VERB", "SCONJ", "PUNCT"):
        last += 1
    named = [m for m in scene.mentions if cue < m.first and m.last < last and m.acts and m.type in ("PER", "ORG")]
    named = [m for m in named if tree.case(m.head) in ("Nom", "") or _asks(tree, cue, m)]
    named = [m for m in named if not tree.preposition(m.head)]
    best = max(named, key=lambda m: (m.type == "PER" and m.form == "name", m.last - m.first), default=None)
    return _titled(scene, best, party) if best is not None and (party := as_speaker(best)) is not None else None


def _asks(tree: Tree, cue: int, mention: Mention) -> bool:
    """Whether a foreign name that the tagger takes for a genitive ends a cue with its noun (задаёт вопрос X)."""
    token = tree.tokens[mention.head]
    above = tree.tokens[token.head]
    return token.rel == "nmod" and mention.type == "PER" and above.head == cue and mention.last == cue + 2


def _shared(scene: Scene, cue: int) -> Party | None:
    """The subject that a cue shares with the verb before it (приехал и заявил; был в Киеве, где сказал)."""
    tree = scene.tree
    token = tree.tokens[cue]
    if token.feats.get("VerbForm") not in ("Fin", "Conv") or token.feats.get("Gender") == "Neut" or _indefinite(token):
        return None
    quoted = 0
    for at in range(cue - 1, -1, -1):
        named = [m for m in scene.mentions if m.last == at and m.type == "PER" and tree.case(m.head) == "Nom"]
        if named and token.feats.get("Number") != "Plur":
            return as_speaker(named[0])
        other = tree.tokens[at]
        quoted += (other.text == "»") - (other.text == "«")
        if quoted > 0:  # a verb that somebody else's words hold
            continue
        if other.text == ";":
            return None
        if other.feats.get("VerbForm") == "Fin" and (subject := subject_of(tree, at)) is not None and subject < cue:
            same = other.feats.get("Number") == token.feats.get("Number", other.feats.get("Number"))
            return party_as_speaker(scene, subject) if same else None
    return None


def _indefinite(token: Token) -> bool:
    """Whether a finite verb without a subject means nobody in particular (говорят, сообщили)."""
    return token.feats.get("Number") == "Plur"


def nameless(scene: Scene, subject: int) -> Party | None:
    """A speaker that is told by a common noun or они: somebody, of whom neither name nor country is known."""
    tree = scene.tree
    token = tree.tokens[subject]
    if token.pos == "NOUN" and (token.feats.get("Animacy") == "Anim" or token.lemma in tree.grammar.somebody):
        return Party(party_id(None, None), None, None, None, start=token.start, stop=token.stop)
    they = token.pos == "PRON" and token.feats.get("Person") == "3" and token.feats.get("Number") == "Plur"
    return Party(party_id(None, None), None, None, None, start=token.start, stop=token.stop) if they else None


def _carrier(scene: Scene, cue: int) -> Party | None:
    """Who a verb gives a noun to (X пришёл к выводу, что …): its subject; none where it is a source (по слухам)."""
    tree = scene.tree
    head = tree.tokens[cue].head
    if head < 0 or tree.tokens[head].pos != "VERB" or tree.tokens[cue].rel.startswith("nsubj"):
        return None
    if not tree.preposition(cue) and tree.tokens[head].lemma in tree.grammar.receiving:
        return None
    if tree.preposition(cue) in tree.grammar.source_preposition or tree.tokens[cue - 1].lemma in tree.grammar.view:
        return None
    return speaker_of(scene, head)


def quoted_by(scene: Scene, cue: int) -> Party | None:
    """Whom a verb of quoting cites: its object (цитирует посла), or whose words that is (приводит слова посла)."""
    tree = scene.tree
    for child in tree.children[cue]:
        if tree.tokens[child].rel == "obj" and child > cue and not tree.preposition(child):
            return _owner(scene, child) if tree.tokens[child].feats.get("Animacy") == "Inan" else _named(scene, child)
    return None


def _named(scene: Scene, index: int) -> Party | None:
    """The person whom a word names or whose title it is (директора порта Павла Орлова)."""
    tree = scene.tree
    words = tree.subtree(index)
    persons = [m for m in scene.mentions if m.type == "PER" and m.form == "name" and m.first in words]
    return as_speaker(persons[0]) if len(persons) == 1 else party_as_speaker(scene, index)


def _beside(scene: Scene, cue: int) -> Mention | None:
    """Somebody named in the nominative right before a verb (, а глава МИД X отметил), however the parser hung it."""
    tree = scene.tree
    last = cue - 1
    while last > 0 and tree.tokens[last].pos in IDLE:
        last -= 1
    if tree.tokens[last].text == ",":
        return _example(scene, last - 1)
    ending = [m for m in scene.mentions if m.last == last and m.acts and m.type in ("PER", "ORG")]
    ending = [m for m in ending if tree.case(m.head) in ("Nom", "") and not tree.preposition(m.head)]
    if not ending or not _is_past(tree.tokens[cue].feats):
        return None
    return max(ending, key=lambda m: (m.type == "PER" and m.form == "name", m.last - m.first))


def _example(scene: Scene, last: int) -> Mention | None:
    """The paper that is the example of what is told of (такое издание, как X, признаёт)."""
    papers = (m for m in scene.mentions if m.last == last and m.sector == "JRN" and m.first > 1)
    return next((m for m in papers if scene.tree.tokens[m.first - 1].lemma in scene.tree.grammar.comparison), None)


def _is_past(feats: object) -> bool:
    """Whether a verb is finite, so that a nominative before it can be its subject."""
    return isinstance(feats, dict) and feats.get("VerbForm") == "Fin" and feats.get("Voice") != "Pass"


def _owner(scene: Scene, cue: int) -> Party | None:
    """Whose words a noun means: по словам посла, по его словам, по данным МИД."""
    tree = scene.tree
    for child in tree.children[cue]:
        if tree.tokens[child].rel in ("nmod", "flat", "appos", "amod", "det"):
            party = party_as_speaker(scene, child)
            if party is not None:
                return party
    owners = (c for c in tree.children[cue] if tree.tokens[c].rel == "nmod" and tree.case(c) in ("Gen", ""))
    return next((party for owner in owners if (party := nameless(scene, owner)) is not None), None)


def _owner_above(scene: Scene, cue: int) -> Party | None:
    """The same where the noun is half of a fixed pair (точка зрения X)."""
    tree = scene.tree
    head = tree.tokens[cue].head
    if head < 0 or tree.tokens[head].lemma not in tree.grammar.view:
        return None
    at = next((at for at in range(cue + 1, min(cue + 4, len(tree.tokens))) if tree.tokens[at].pos == "NOUN"), None)
    near = nameless(scene, at) if at is not None and tree.case(at) == "Gen" else None
    return _owner(scene, head) or near


def _placed(scene: Scene, index: int) -> Party | None:
    """Who speaks in a place: a voice of the state without a name, an organ by its own."""
    party = party_as_speaker(scene, index)
    mention = next((m for m in scene.mentions if m.head == index), None)
    return unnamed(party) if party is not None and mention is not None and mention.type in ("GPE", "LOC") else party


def as_speaker(mention: Mention) -> Party | None:
    """The party that a mention is as a speaker; a place that is no state is none."""
    if not mention.parties:
        return None
    party = mention.parties[0]
    return party if mention.type not in ("GPE", "LOC") or party.code else None


def _title_start(tree: Tree, mention: Mention) -> int:
    """The first word of the title before a name; one with a preposition in it must open its clause."""
    first = plain = mention.first
    while first > 0 and tree.tokens[first - 1].pos in ("ADJ", "NOUN", "PROPN", "ADP"):
        first -= 1
        if plain == first + 1 and tree.tokens[first].pos != "ADP":
            plain = first
    opens = first == 0 or tree.tokens[first - 1].pos in ("PUNCT", "CCONJ")
    return first if opens and tree.tokens[first].pos != "ADP" and tree.case(mention.head) == "Nom" else plain


def _titled(scene: Scene, mention: Mention, party: Party) -> Party:
    """A person with the country of the adjective or genitive in the title right before the name (тбилисский врач X)."""
    if party.code or mention.type != "PER":
        return party
    first = _title_start(scene.tree, mention)
    tree = scene.tree
    near = [m for m in scene.mentions if first <= m.first and m.last < mention.first and m.code]
    near = [m for m in near if m.form == "adjective" or tree.case(m.head) == "Gen"]
    return replace(party, code=near[0].code, inferred=True) if near else party


def unnamed(party: Party) -> Party:
    """A voice of a state that the text does not name."""
    return replace(party, id=party_id(None, party.code), label=None, label_ru=None)


def party_as_speaker(scene: Scene, index: int) -> Party | None:
    """The speaker that a word is: who it names or whose title it is, else a voice of the state that it belongs to."""
    parties = parties_at(scene, index, prepositional=False)
    for party in parties:
        mention = next((m for m in scene.mentions if m.start == party.start and m.stop == party.stop), None)
        if mention is None:
            return unnamed(party) if party.code else party
        named = mention.first <= index <= mention.last or _called(scene, index, mention)
        if named or mention.form == "pronoun" or mention.type == "PER":
            return _titled(scene, mention, party)
        return unnamed(party) if party.code else None
    return None


def _called(scene: Scene, index: int, mention: Mention) -> bool:
    """Whether a paper's or agency's name stands on a word for such a thing (журнал X)."""
    tree = scene.tree
    thing = tree.tokens[index].feats.get("Animacy") == "Inan"
    return thing and mention.sector == "JRN" and tree.tokens[mention.head].head == index


def joined_speakers(scene: Scene, speaker: Party | None) -> list[Party | None]:
    """A speaker and those who speak together with a named one (Дания и Чили заявили)."""
    own = next((m for m in scene.mentions if speaker is not None and m.start == speaker.start and m.acts), None)
    if own is None or own.form != "name":
        return [speaker]
    words = scene.tree.conjuncts(own.head)
    joined = [m for m in scene.mentions if m.head in words and m.acts and m.form == "name" and m.first > own.last]
    others = (as_speaker(m) for m in joined if m.type == own.type)
    return [speaker, *(party for party in others if party is not None)]


def addressee_of(scene: Scene, cue: int) -> Party | None:
    """Who is spoken to: the dative of the cue, behind its speaker too (сказал посол министру); the object of some."""
    tree = scene.tree
    own = [c for c in tree.children[cue] if tree.tokens[c].rel in ("iobj", "obl", "obj")]
    subject = subject_of(tree, cue)
    behind = [] if subject is None or subject < cue else [w for w in tree.subtree(subject) if w > subject]
    behind.sort(key=lambda word: tree.tokens[word].pos == "PROPN")
    datives = [c for c in (*own, *behind) if tree.case(c) == "Dat" and not tree.preposition(c)]
    if not datives and tree.tokens[cue].lemma in tree.grammar.assuring:
        datives = [c for c in own if tree.tokens[c].rel == "obj" and not tree.preposition(c)]
    for word in datives[:1]:
        parties = parties_at(scene, word, prepositional=False) or parties_at(scene, word)
        return parties[0] if parties else None
    return None
