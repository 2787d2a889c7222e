"""The map of places, the coast, and the overview of a timeline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi")

from events import Deed, make_chronicle
from fastapi.testclient import TestClient

from letopis.store.chronicle import Chronicle
from letopis.study.overview import find_overview
from letopis.web import coast, maps
from letopis.web.app import make_app

DEEDS = [
    Deed("RUS", "JPN", "CONSULT", "1991-04-16", "1991-04-16", place="Tokyo"),
    Deed("RUS", "JPN", "ASSAULT", "1993-02-02", "1993-02-02", place="Sea of Japan"),
    Deed("CHN", "JPN", "ACCUSE", "1996-05-05", "1996-05-05", place="Portsmouth"),
    Deed("CHN", "JPN", "ACCUSE", place='"><script>alert(1)</script>'),
]
#: A square island of four arcs' points that reaches over the 180th meridian, and one at the south pole.
TOPOLOGY = {
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "arcs": [[[175, 60], [8, 0], [-360, 5], [352, 0], [0, -5]], [[0, -80], [10, 0], [0, -5], [-10, 5]]],
    "objects": {"land": {"geometries": [{"type": "MultiPolygon", "arcs": [[[0]], [[1]]]}]}},
}


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_chronicle(tmp_path_factory.mktemp("map") / "c.letopis", {"a.txt": DEEDS})


@pytest.fixture(scope="module")
def client(chronicle: Path) -> Iterator[TestClient]:
    with TestClient(make_app(chronicle)) as made:
        yield made


def test_the_map_shows_what_lies_somewhere_and_the_table_everything(client: TestClient) -> None:
    page = client.get("/map?lang=en").text
    assert re.search(r'<a href="/place/Tokyo"><title>Tokyo: 1</title><circle class="dot"', page)
    assert re.search(r'<a href="/place/Sea%20of%20Japan"><title>[^<]*</title><circle class="dot wide"', page)
    assert "<td>city</td><td>JPN</td>" in page
    assert "35.69° N, 139.69° E" in page
    assert page.count('class="dot') == 4  # two places, two in the legend
    assert "Places without coordinates: 2." in page
    assert "<script>alert" not in page


def test_filters_hold_on_the_map_and_at_a_place(client: TestClient) -> None:
    page = client.get("/map?actor=RUS&until=1992&lang=en").text
    assert "/place/Tokyo?actor=RUS&amp;until=1992" in page
    assert "Sea of Japan" not in page
    assert client.get("/place/Tokyo?actor=RUS").text.count("<article") == 1
    assert client.get("/place/Tokyo?actor=CHN").status_code == 404
    assert client.get("/place/Nowhere").status_code == 404
    assert client.get("/map?view=moon").status_code == 400
    assert client.get("/places?actor=RUS", follow_redirects=False).headers["location"] == "/map?actor=RUS"


def test_what_is_shown_can_be_taken_along(client: TestClient) -> None:
    table = client.get("/map?format=csv").text.splitlines()
    assert table[0] == "place,place_ru,kind,country,latitude,longitude,geonames,count,events"
    assert any(line.startswith("Tokyo,Токио,city,JPN,35.69,139.69,1850147,1,ev-") for line in table)
    assert client.get("/map?format=svg").text.startswith("<svg xmlns=")
    found = client.get("/api/v1/places?actor=Russia").json()["places"]
    assert [(one["place"], one["kind"]) for one in found] == [("Sea of Japan", "sea"), ("Tokyo", "city")]
    points = client.get("/api/v1/places?format=geojson").json()
    assert points["type"] == "FeatureCollection"
    assert len(points["features"]) == 2
    assert client.get("/api/v1/places?format=csv").text.splitlines()[0] == table[0]


def test_the_map_is_there_without_a_coast(client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(coast, "LAND", tmp_path / "none.json")
    coast._rings.cache_clear()
    assert 'class="land" transform' in client.get("/map").text
    assert 'class="dot"' in client.get("/map").text
    coast._rings.cache_clear()


def test_the_projection_is_the_natural_earth() -> None:
    """Points of the projection's own table: the length of parallels, the distance from the equator."""
    middle, edge = coast.project(coast.MIDDLE, 0), coast.project(coast.MIDDLE + 180 - 1e-9, 0)
    assert middle[0] == pytest.approx(coast.WIDTH / 2)
    assert edge[0] == pytest.approx(coast.WIDTH, abs=0.01)
    assert coast.project(coast.MIDDLE, 90)[1] == pytest.approx(0, abs=1e-6)
    half = (coast.project(coast.MIDDLE + 90, 60)[0] - coast.WIDTH / 2) / (coast.WIDTH / 4)
    assert half == pytest.approx(0.8196, abs=0.003)
    down = middle[1] - coast.project(coast.MIDDLE, 45)[1]
    assert down / middle[1] == pytest.approx(0.5571, abs=0.003)


def test_rings_run_on_over_the_last_meridian() -> None:
    rings = [tuple(coast._placed(ring)) for ring in coast._degrees(TOPOLOGY)]
    assert rings[1] == ()  # nothing of the far south
    xs = [x for x, _ in rings[0]]
    assert max(xs) - min(xs) < 60
    assert min(xs) > coast.WIDTH / 2


@pytest.mark.parametrize("view", maps.NAMES)
def test_every_view_has_one_shape_and_lies_on_the_map(view: str) -> None:
    left, top, width, height = maps._box(view, [(900.0, 10.0), (950.0, 60.0)])
    assert left >= 0
    assert top >= 0
    assert left + width <= coast.WIDTH + 1e-6
    assert top + height <= coast.HEIGHT + 1e-6
    assert view == "world" or height == pytest.approx(width * maps.SHAPE)


def test_the_overview_counts_by_months_and_quad_classes(chronicle: Path, client: TestClient) -> None:
    with Chronicle.open(chronicle) as opened:
        found = find_overview(opened)
        assert find_overview(opened, issue="none") is None
    assert found is not None
    assert (found.bins[0].first, found.bins[-1].last, len(found.bins)) == ("1991-04", "1996-05", 62)
    assert {one.first: one.counts for one in found.bins if any(one.counts)} == {
        "1991-04": (1, 0, 0, 0), "1993-02": (0, 0, 0, 1), "1996-05": (0, 0, 1, 0),
    }  # fmt: skip
    page = client.get("/timeline?actor=JPN&since=1992&until=1993").text
    assert 'data-starts="1991-04 1991-05' in page
    assert 'data-since="1992" data-until="1993"' in page
    assert 'href="/timeline?actor=JPN&amp;since=1991-04&amp;until=1991-04"' in page
    assert 'class="overview"' not in client.get("/timeline?issue=none").text


@pytest.mark.parametrize(
    ("dates", "first", "last", "count"),
    [
        ([("1905-09-05", "1905-09-05"), ("2001-01-01", "2001-12-31")], "1905", "2001", 97),
        ([("1601-01-01", "1601-12-31"), ("2001-01-01", "2001-12-31")], "1601", "2001", 101),  # four years a bar
        ([("1999-01-01", "1999-12-31"), ("2001-03-01", "2001-03-31")], "1999", "2001", 3),  # no month is known of half
        ([("2001-03-01", "2001-03-01"), ("2001-04-02", "2001-04-02")], "2001-03-01", "2001-04-02", 33),
        ([("2001-03-01", "2001-03-31"), ("2001-04-02", "2001-04-02")], "2001-03", "2001-04", 2),
    ],
)
def test_the_overview_is_as_fine_as_the_dates_allow(
    tmp_path: Path, dates: list[tuple[str, str]], first: str, last: str, count: int
) -> None:
    deeds = [Deed("RUS", "JPN", "CONSULT", *days) for days in dates]
    with Chronicle.open(make_chronicle(tmp_path / "c.letopis", {"a.txt": deeds})) as opened:
        found = find_overview(opened)
    assert found is not None
    assert (found.bins[0].first, found.bins[-1].last, len(found.bins)) == (first, last, count)
    assert sum(sum(one.counts) for one in found.bins) == len(dates)
