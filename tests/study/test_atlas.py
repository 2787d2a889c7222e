"""The atlas, the places of a chronicle, and what exports say of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from events import Deed, make_chronicle

from letopis.language.lexicon import load_rows
from letopis.store.chronicle import Chronicle
from letopis.study.atlas import WIDE, labels, locate
from letopis.study.exports import Out, export_to
from letopis.study.exports.codes import load_fips, load_iso
from letopis.study.exports.gdelt import EVENT_COLUMNS
from letopis.study.exports.polecat import FEATURES
from letopis.study.places import collection, find_places

POINTS = Path(__file__).resolve().parents[2] / "scripts" / "atlas_points.txt"
CODES = set(load_iso()) | {"SUN", "DDR", "CSK", "YUG", "SCG", "VDR", "YMD", "RHO", "XKX"}


def test_every_place_lies_on_earth_and_in_a_known_state() -> None:
    for label in labels():
        at = locate(label)
        assert at is not None
        assert -90 <= at.latitude <= 90, label
        assert -180 <= at.longitude <= 180, label
        assert at.kind in FEATURES, label
        assert at.code is None or at.code in CODES, label


def test_the_atlas_is_made_of_the_points_and_lists_that_there_are() -> None:
    listed = {label: code for label, _, _, _, code in reversed(load_rows("ru/names/places.txt", 5))}
    rows = [line.split("|") for line in POINTS.read_text(encoding="utf-8").splitlines() if "|" in line[1:]]
    for label, kind, latitude, longitude, _ in ([part.strip() for part in row] for row in rows if row[0][0] != "#"):
        at = locate(label)
        assert at is not None, f"{label}: run scripts/atlas.py"
        assert (at.kind, at.latitude, at.longitude) == (kind, float(latitude), float(longitude))
    for label, code in listed.items():
        at = locate(label)
        assert at is None or (at.code or "") == code, label


@pytest.mark.parametrize("label", ["Crimea", "Sevastopol", "Kuril Islands", "Kunashir", "Taiwan Strait",
                                   "Golan Heights", "Jerusalem", "Kashmir", "Senkaku Islands", "Spratly Islands",
                                   "Black Sea"])  # fmt: skip
def test_disputed_land_and_high_seas_lie_in_no_country(label: str) -> None:
    at = locate(label)
    assert at is not None
    assert at.code is None


def test_what_several_places_are_called_lies_nowhere() -> None:
    for label in ("Portsmouth", "Birmingem", "Primorsk", "Arlington", "Troitsk", "Europe", "West", "Volga", "", None):
        assert locate(label) is None, label


@pytest.mark.parametrize(
    ("label", "code", "latitude", "longitude", "geonames"),
    [("Tokyo", "JPN", 35.69, 139.69, 1850147), ("Samara", "RUS", 53.2, 50.15, 499099),
     ("Paris", "FRA", 48.85, 2.35, 2988507), ("Zelenograd", "RUS", 55.98, 37.18, 463829),
     ("Japan", "JPN", 36.5, 138.3, 1861060)],
)  # fmt: skip
def test_known_places(label: str, code: str, latitude: float, longitude: float, geonames: int) -> None:
    at = locate(label)
    assert at is not None
    assert (at.code, at.geonames) == (code, geonames)
    assert abs(at.latitude - latitude) < 0.1
    assert abs(at.longitude - longitude) < 0.1
    assert at.wide == (at.kind in WIDE)


@pytest.fixture
def chronicle(tmp_path: Path) -> Iterator[Chronicle]:
    deeds = [
        Deed("RUS", "JPN", "CONSULT", "1991-04-16", "1991-04-16", place="Tokyo"),
        Deed("RUS", "NOR", "CONSULT", "1993-02-02", "1993-02-02", place="Tokyo"),
        Deed("CHN", "JPN", "MOBILIZE", "1995-05-05", "1995-05-05", place="Taiwan Strait"),
        Deed("CHN", "JPN", "ACCUSE", "1996-05-05", "1996-05-05", place="Portsmouth"),
        Deed("CHN", "JPN", "REJECT", "1997-05-05", "1997-05-05"),
    ]
    with Chronicle.open(make_chronicle(tmp_path / "c.letopis", {"a.txt": deeds})) as opened:
        yield opened


def test_places_of_a_chronicle(chronicle: Chronicle) -> None:
    found = find_places(chronicle)
    assert [(one.label, len(one.events), one.location is not None) for one in found] == [
        ("Tokyo", 2, True), ("Portsmouth", 1, False), ("Taiwan Strait", 1, True),
    ]  # fmt: skip
    assert [one.label for one in find_places(chronicle, actor="Norway")] == ["Tokyo"]
    assert [one.label for one in find_places(chronicle, since="1994", until="1995")] == ["Taiwan Strait"]
    assert find_places(chronicle, since="2001") == []
    points = collection(found)["features"]
    assert [one["properties"]["place"] for one in points] == ["Tokyo", "Taiwan Strait"]
    assert points[0]["geometry"] == {"type": "Point", "coordinates": [139.69, 35.69]}


def test_exports_say_where(chronicle: Chronicle, tmp_path: Path) -> None:
    export_to(Out(chronicle, "geojson", tmp_path / "e.geojson"))
    features = json.loads((tmp_path / "e.geojson").read_text(encoding="utf-8"))["features"]
    assert [one["properties"]["place"] for one in features].count("Tokyo") == 2
    assert len(features) == 3

    export_to(Out(chronicle, "polecat", tmp_path / "p.txt"))
    rows = list(csv.DictReader((tmp_path / "p.txt").read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    where = {row["Placename"]: (row["City"], row["Country"], row["Latitude"], row["GeoNames ID"], row["Feature Type"])
             for row in rows}  # fmt: skip
    assert where["Tokyo"] == ("Tokyo", "JPN", "35.69", "1850147", "PPL")
    assert where["Taiwan Strait"] == ("None", "None", "24.5", "None", "STRT")
    assert where["Portsmouth"] == where["None"] == ("None",) * 5

    export_to(Out(chronicle, "gdelt", tmp_path / "g"))
    lines = (tmp_path / "g" / "events.export.CSV").read_text(encoding="utf-8").splitlines()
    geo = [dict(zip(EVENT_COLUMNS, line.split("\t"), strict=True)) for line in lines]
    tokyo = next(row for row in geo if row["ActionGeo_FullName"] == "Tokyo")
    assert (tokyo["ActionGeo_Type"], tokyo["ActionGeo_CountryCode"]) == ("4", "JA")
    assert (tokyo["ActionGeo_Lat"], tokyo["ActionGeo_Long"]) == ("35.69", "139.69")
    assert load_fips()["RUS"] == "RS"
