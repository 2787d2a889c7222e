"""Who is meant by a pronoun, a bare title or a quotation without a cue: the voice that spoke last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from letopis.identity import party_id
from letopis.model import Mention, Party, Record, Role, Statement, Token
from letopis.reading.actors.antecedents import gender_of
from letopis.reading.scenes import Scene
from letopis.reading.statements.bearers import Bearers
from letopis.reading.statements.cues import Said
from letopis.reading.statements.quotations import Quotation
from letopis.reading.statements.speakers import as_speaker
from letopis.reading.statements.stand_ins import crowd_of, meant_by, they

#: A quotation without a cue is the last speaker's when it comes so soon after him, in characters.
SOON = 500
#: How much of two family names must be the same letters to be one in two spellings.
ALIKE = 0.8
#: With more bearers of one given name than these in a source, spellings tell nothing.
MOST_NAMESAKES = 50


@dataclass(slots=True)
class Voice:
    """Who spoke last in a source, as far as no cut has come since, and where; and the sentence read last.

    `speaker` may be a person whom a sentence was about, `spoken` has said something: only he is a bare эксперт.
    `asked` is whether a question came last, `asked_whom` who answers in an interview, `turn` the last answer's place.
    `crowd` is whom the sentence before is about in the plural, whom они then means. `countries` holds the countries of
    those who have spoken, for where only their family name is told again; `bearers` who bears which title.
    """

    speaker: Party | None = None
    spoken: Party | None = None
    medium: Party | None = None
    latest: Party | None = None
    at: int = 0
    countries: dict[str, str] = field(default_factory=dict)
    before: Scene | None = None
    asked: bool = False
    asked_whom: Party | None = None
    turn: Quotation | None = None
    quoted: set[int] = field(default_factory=set)
    bearers: Bearers = field(default_factory=Bearers)
    crowd: Party | None = None

    def forget(self) -> None:
        """Nobody has spoken: another text begins."""
        self.speaker = self.spoken = self.medium = self.latest = self.before = self.crowd = None
        self.asked, self.asked_whom, self.turn = False, None, None
        self.countries.clear()


def continued(parts: Sequence[Said], scenes: Sequence[Scene], voice: Voice) -> list[Said]:
    """The parts in order of their cues, pronouns as the person who spoke last; `voice` follows.

    `scenes` are the sentences of the stretch, behind the last one of the stretch before.
    """
    out = []
    for part in sorted(parts, key=place_of_cue):
        _hear(part.scene, scenes, voice)
        out.append(_at_home(_voiced(part, voice), voice))
    return sorted(out, key=lambda part: (part.start, -part.stop, part.outer))


def _hear(scene: Scene, scenes: Sequence[Scene], voice: Voice) -> None:
    """A person whom the sentence before is about is meant rather than who spoke before that."""
    at = scenes.index(scene)
    if at == 0:
        return
    before = scenes[at - 1]
    voice.crowd = crowd_of(before) if they(scene) else None
    verb = next((i for i, t in enumerate(before.tree.tokens) if _predicates(t)), None)
    for mention in before.mentions:
        paper = mention.sector == "JRN"
        named = mention.form == "name" and (mention.type == "PER" or paper) and mention.start >= voice.at
        if named and verb is not None and mention.last < verb and _in_nominative(before, mention):
            voice.latest, voice.at = as_speaker(mention), mention.stop
            voice.medium, voice.speaker = (voice.latest, voice.speaker) if paper else (voice.medium, voice.latest)
            return


def _in_nominative(scene: Scene, mention: Mention) -> bool:
    """Whether a name is in the nominative; a paper's foreign name shows no case."""
    case = scene.tree.case(mention.head)
    bare = mention.sector == "JRN" and not case and not scene.tree.preposition(mention.head)
    return case == "Nom" or bare


def _predicates(token: Token) -> bool:
    """Whether a word is a finite verb or a short adjective (вынужден, осторожен)."""
    return token.feats.get("VerbForm") == "Fin" or token.feats.get("Variant") == "Short"


def _at_home(part: Said, voice: Voice) -> Said:
    """A part whose speaker has the country that the text gave him before."""
    speaker = part.speaker
    if speaker is None or not speaker.label:
        return part
    family = speaker.label.split()[-1]
    if speaker.code:
        voice.countries.setdefault(family, speaker.code)
    elif family in voice.countries:
        return replace(part, speaker=replace(speaker, code=voice.countries[family], inferred=True))
    return part


def with_countries(records: Sequence[Record]) -> list[Record]:
    """The records of one source, speakers without a country with the one that the source gives them elsewhere.

    A person may be quoted in the first line and told who it is in the last; nothing is taken where two differ.
    """
    told: dict[str, set[str]] = {}
    for record in records:
        if isinstance(record, Role) and record.code:
            told.setdefault(record.person, set()).add(record.code)
        elif isinstance(record, Statement) and record.speaker is not None and record.speaker.code:
            told.setdefault(record.speaker.label or "", set()).add(record.speaker.code)
    namesakes: dict[str, list[tuple[str, set[str]]]] = {}
    for label, codes in told.items():
        given, _, family = label.rpartition(" ")
        namesakes.setdefault(given, []).append((family, codes))
    return [_placed_by(record, told, namesakes) if isinstance(record, Statement) else record for record in records]


def _placed_by(
    statement: Statement, told: Mapping[str, set[str]], namesakes: Mapping[str, Sequence[tuple[str, set[str]]]]
) -> Statement:
    """A statement with its speaker's country, where exactly one is told of this name or of another spelling of it."""
    speaker = statement.speaker
    if speaker is None or speaker.code or not speaker.label:
        return statement
    codes = told.get(speaker.label) or _told_of_alike(speaker.label, namesakes)
    if len(codes) != 1:
        return statement
    code = next(iter(codes))
    placed = replace(speaker, id=party_id(speaker.label, code), code=code, inferred=True)
    return replace(statement, speaker=placed)


def _told_of_alike(label: str, namesakes: Mapping[str, Sequence[tuple[str, set[str]]]]) -> set[str]:
    """The countries of those who have the same given name and nearly the same family name (Зендер, Зандер)."""
    given, _, family = label.rpartition(" ")
    bearers = namesakes.get(given, ()) if given else ()
    if len(bearers) > MOST_NAMESAKES:
        return set()
    return {code for other, codes in bearers if _near(family, other) for code in codes}


def _near(name: str, other: str) -> bool:
    return name[:1] == other[:1] and SequenceMatcher(None, name, other).ratio() >= ALIKE


def _voiced(part: Said, voice: Voice) -> Said:
    """A part with its speaker, where the voice before it is meant; `voice` follows it."""
    word = meant_by(part.scene, part.cue) if part.cue is not None else None
    thing = word is not None and part.scene.tree.tokens[word].feats.get("Animacy") == "Inan"
    pronoun = word is not None and part.scene.tree.tokens[word].pos in ("PRON", "DET")
    last = voice.medium if thing else voice.speaker if pronoun else voice.spoken
    if last is not None and voice.bearers.no_scholar(last.label) and _is_scholar(part.scene, word):
        last = None
    if part.bare:
        if voice.latest is None or part.start - voice.at >= SOON:
            return part
        voice.at = part.stop
        return replace(part, speaker=replace(voice.latest, start=None, stop=None, inferred=True))
    if word is not None and last is not None and _fits(part.scene, word, last):
        token = part.scene.tree.tokens[word]
        part = replace(part, speaker=replace(last, start=token.start, stop=token.stop, inferred=True))
        voice.latest, voice.at = last, max(part.stop, token.stop)
    elif voice.crowd is not None and part.speaker is not None and _is_they(part):
        meant = replace(voice.crowd, start=part.speaker.start, stop=part.speaker.stop, inferred=True)
        part = replace(part, speaker=meant)
    elif word is None and part.speaker is not None and _is_named(part, "ORG"):
        voice.medium = voice.latest = part.speaker
        voice.at = max(part.stop, part.speaker.stop or 0)
    elif word is None and not part.medium and part.speaker is not None and _is_named(part, "PER"):
        voice.speaker = voice.spoken = voice.latest = part.speaker
        voice.at = max(part.stop, part.speaker.stop or 0)
    return part


def _is_scholar(scene: Scene, word: int | None) -> bool:
    return word is not None and scene.tree.tokens[word].lemma in scene.tree.grammar.scholar


def _is_they(part: Said) -> bool:
    """Whether a part's speaker is told by они."""
    return part.speaker is not None and part.speaker.start in {
        part.scene.tree.tokens[at].start for at in they(part.scene)
    }


def place_of_cue(part: Said) -> int:
    """Where a part's cue stands in the source, the part itself where it has none."""
    return part.scene.tree.tokens[part.cue].start if part.cue is not None else part.start


def _is_named(part: Said, kind: str) -> bool:
    """Whether a part's speaker is named where it is cited, as a person (PER) or an organisation (ORG)."""
    start = part.speaker.start if part.speaker is not None else None
    named = (m for m in part.scene.mentions if m.form == "name" or (m.type == "ORG" and m.label))
    return any(m.type == kind and m.start == start for m in named)


def _fits(scene: Scene, word: int, speaker: Party) -> bool:
    """Whether a pronoun's gender is not another than the speaker's name shows."""
    wanted = scene.tree.grammar.pronoun.get(scene.tree.tokens[word].lemma)
    shown = gender_of(speaker.label_ru, scene.tree.grammar)
    return wanted is None or (shown in (wanted, None) and (shown is not None or wanted != "Neut"))
