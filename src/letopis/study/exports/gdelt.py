"""GDELT 2.0: events (61 columns, no header) and mentions (16), tab-separated.

The event codes are CAMEO's roots alone, since the way from PLOVER back to CAMEO is not unique. An event without a day
has empty date columns, where GDELT would write the day of publication. Tone is not measured and left empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from letopis.model import Kind
from letopis.reading.events.plover import load_codebook
from letopis.store.told import KeptSource
from letopis.study.atlas import locate
from letopis.study.exports import Out
from letopis.study.exports.codes import CAMEO, load_fips

EVENTS, MENTIONS = "events.export.CSV", "mentions.CSV"
EVENT_COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{n}{part}" for n in (1, 2) for part in (
        "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
        "Type2Code", "Type3Code")),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"{where}Geo_{part}" for where in ("Actor1", "Actor2", "Action") for part in (
        "Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
MENTION_COLUMNS = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
    "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence",
    "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip


def write(out: Out) -> list[Path]:
    """Writes both files into a folder; what did not happen is left out, as GDELT has no word for it."""
    out.path.mkdir(parents=True, exist_ok=True)
    codebook, fips = load_codebook(), load_fips()
    sources = {one.name: one for one in out.chronicle.sources()}
    events, mentions = out.path / EVENTS, out.path / MENTIONS
    with (
        events.open("w", encoding="utf-8", newline="\n") as some,
        mentions.open("w", encoding="utf-8", newline="\n") as more,
    ):
        actual = (line for line in out.lines(Kind.EVENT, by_record=True) if line["realis"] == "actual")
        for _, group in groupby(actual, key=lambda line: line["id"]):
            tellings = list(group)
            some.write(_row(_event(tellings, sources, codebook[tellings[0]["type"]].quad, fips)))
            more.writelines(_row(_mention(line, sources[line["source"]])) for line in tellings)
    return [events, mentions]


def number(record: str) -> int:
    """GDELT's ids are numbers: the first 60 bits of ours."""
    return int(record.partition("-")[2][:15], 16)


def _event(
    tellings: Sequence[Mapping[str, Any]], sources: Mapping[str, KeptSource], quad: int, fips: Mapping[str, str]
) -> Iterator[object]:
    line = tellings[0]
    root = CAMEO[line["type"]]
    told_by = {sources[one["source"]].publisher or one["source"] for one in tellings}
    yield number(line["id"])
    yield from _days(line)
    yield from _actor(line["actors"][0] if line["actors"] else None)
    second = line["recipients"] or line["actors"][1:]
    yield from _actor(second[0] if second else None)
    yield from (int(line["start"] == 0), root, root, root, quad, line["score"])
    yield from (len(tellings), len(told_by), len({one["source"] for one in tellings}), None)
    yield from [None] * 16
    yield from _where(line["place"], fips)
    first = min((sources[one["source"]] for one in tellings), key=lambda one: (one.published or "9999", one.name))
    yield _stamp(first.published)
    yield first.address or f"urn:letopis:doc:{first.sha256[:16]}"


def _where(label: str | None, fips: Mapping[str, str]) -> list[object]:
    """ActionGeo: GDELT's type (1 country, 2 and 3 in the United States, 4 and 5 elsewhere), name, FIPS code, degrees.

    GDELT's FeatureID is a number of GNS, which we do not have; the GeoNames id stands in our own tables.
    """
    at = locate(label)
    if at is None:
        return [4 if label else None, label, *[None] * 6]
    narrow = at.kind != "region"
    kind = 1 if at.kind == "country" else (3 if narrow else 2) if at.code == "USA" else (4 if narrow else 5)
    return [kind, label, fips.get(at.code or ""), None, None, at.latitude, at.longitude, None]


def _days(line: Mapping[str, Any]) -> tuple[object, ...]:
    """SQLDATE, MonthYear, Year and FractionDate, as far as the date is told."""
    first, last = line["first"], line["last"]
    if not first or not last or first[:4] != last[:4]:
        return None, None, None, None
    month = first[:7].replace("-", "") if first[:7] == last[:7] else None
    day = first.replace("-", "") if first == last else None
    fraction = f"{int(first[:4]) + (int(first[5:7]) * 30 + int(first[8:10])) / 365:.4f}" if day else None
    return day, month, first[:4], fraction


def _actor(party: Mapping[str, Any] | None) -> list[object]:
    if party is None:
        return [None] * 10
    code = f"{party['code'] or ''}{party['class'] or ''}"
    return [
        code,
        (party["label"] or party["code"] or "").upper(),
        party["code"],
        *[None] * 4,
        party["class"],
        None,
        None,
    ]


def _mention(line: Mapping[str, Any], source: KeptSource) -> Iterator[object]:
    day = line["first"] if line["first"] and line["first"] == line["last"] else None
    parties = [*line["actors"], *line["recipients"]]
    trigger = line["trigger"][0]["start"] if line["trigger"] else line["start"]
    yield from (number(line["id"]), _stamp(day), _stamp(source.published), 1 if source.address else 2)
    yield from (source.publisher or source.name, source.address or source.name, None)
    yield from (_offset(parties[:1]), _offset(parties[1:2]), trigger, 1, round(100 * line["confidence"]))
    yield from (source.characters, None, None, None)


def _offset(parties: Sequence[Mapping[str, Any]]) -> object:
    return parties[0]["start"] if parties and parties[0]["start"] is not None else -1


def _stamp(day: str | None) -> str | None:
    return f"{day.replace('-', '')}000000" if day else None


def _row(cells: Iterator[object]) -> str:
    return "\t".join("" if cell is None else " ".join(str(cell).split()) for cell in cells) + "\n"
