"""Timelines, indices, panels, profiles and differences of made-up events."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from events import Deed, make_chronicle

from letopis.errors import NothingFound, UsageError
from letopis.store.chronicle import Chronicle
from letopis.study.differences import compare, new_since, tell_new
from letopis.study.profiles import profile
from letopis.study.series.breaks import find_breaks
from letopis.study.series.index import measure_index
from letopis.study.series.panel import tell_panel
from letopis.study.series.periods import shares
from letopis.study.states import load_states
from letopis.study.timeline import tell_timeline

VISIT = Deed("RUS", "JPN", "CONSULT", "2001-05-03", issue="trade")
COPY = "Ветер поднял снег над берегом и унёс его к самой воде в тот день."
HEAP = {
    "a": [
        VISIT,
        Deed("SUN", "JPN", "REJECT", "1956-01-01", "1956-12-31"),
        Deed("JPN", "RUS", "AID", "2002-02-01", told=COPY),
        Deed("RUS", "JPN", "THREATEN", None, not_after="1999-05-01"),
    ],
    "b": [
        VISIT,
        Deed("JPN", "RUS", "AID", "2002-02-01", told=COPY),
        Deed("RUS", "JPN", "SANCTION", "2003-03", "2003-03-31", realis="planned", confidence=0.6),
        Deed("RUS", "NOR", "ACCUSE", "2001-12-20", "2002-01-08", reported=True, beside="JPN"),
        Deed("RUS", "JPN", "ASSAULT", "2001-05-03", realis="hypothetical"),
    ],
}


@pytest.fixture
def chronicle(tmp_path: Path) -> Iterator[Chronicle]:
    with Chronicle.open(make_chronicle(tmp_path / "c", HEAP)) as opened:
        yield opened


def types(chronicle: Chronicle, **conditions: object) -> list[str]:
    """The types of a timeline's events, in its order."""
    entries = tell_timeline(chronicle, **conditions)
    return [entry.first.type for entry in entries if entry.first]


# --- the timeline -----------------------------------------------------------------------------------------------------


def test_a_timeline_is_in_the_order_of_time_and_undated_at_the_end(chronicle: Chronicle) -> None:
    assert types(chronicle) == ["REJECT", "CONSULT", "ACCUSE", "AID", "SANCTION", "THREATEN"]


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ({"actor": "Norway"}, ["ACCUSE"]),
        ({"between": ("RUS", "JPN"), "types": ["AID"]}, ["AID"]),
        ({"between": ("Norway", "Japan")}, ["ACCUSE"]),
        ({"between": ("Russia", "Japan"), "until": "1957"}, ["REJECT"]),
        ({"issue": "trade"}, ["CONSULT"]),
        ({"types": ("SANCTION", "REJECT")}, ["REJECT", "SANCTION"]),
        ({"realis": ("hypothetical",)}, ["ASSAULT"]),
        ({"reported": True}, ["ACCUSE"]),
        ({"reported": False, "actor": "SUN"}, ["REJECT"]),
        ({"certainty": 0.7, "since": "2003"}, []),
        ({"source": "a", "actor": "JPN", "since": "2001"}, ["CONSULT", "AID"]),
        ({"since": "2002-01-05", "until": "2002-01-31"}, ["ACCUSE"]),
        ({"since": "1956-06", "until": "1956-06"}, ["REJECT"]),
        ({"until": "1999-04"}, ["REJECT"]),
        ({"until": "1999-05"}, ["REJECT", "THREATEN"]),
        ({"limit": 2}, ["REJECT", "CONSULT"]),
    ],
)
def test_a_timeline_is_narrowed(chronicle: Chronicle, conditions: dict[str, object], found: list[str]) -> None:
    assert types(chronicle, **conditions) == found


def test_copies_are_no_independent_sources(chronicle: Chronicle) -> None:
    entries = {entry.first.type: entry for entry in tell_timeline(chronicle) if entry.first}
    assert (entries["AID"].independent, len(entries["AID"].cites)) == (1, 2)
    assert (entries["CONSULT"].independent, len(entries["CONSULT"].cites)) == (2, 2)


def test_pages_of_a_timeline_are_its_beginning(tmp_path: Path) -> None:
    many = [Deed("RUS", "JPN", "CONSULT", "2001", "2001-12-31") for _ in range(30)]
    with Chronicle.open(make_chronicle(tmp_path / "c", {"b": many, "a": many})) as chronicle:
        whole = tell_timeline(chronicle)
        for limit in (1, 7, 30, 59):
            assert tell_timeline(chronicle, limit=limit) == whole[:limit]
        assert [entry.cites[0] for entry in whole] == sorted(entry.cites[0] for entry in whole)


@pytest.mark.parametrize(
    ("conditions", "error", "said"),
    [
        ({"actor": "Japn"}, NothingFound, "nobody is called Japn; did you mean japan"),
        ({"between": ("Russia", "Атлантида")}, NothingFound, "nobody is called Атлантида"),
        ({"since": "2002", "until": "2001"}, UsageError, "since 2002 lies after until 2001"),
        ({"types": ["CONSUL"]}, UsageError, "did you mean CONSULT"),
        ({"realis": ["likely"]}, UsageError, "there is no realis likely; there are actual, planned"),
    ],
)
def test_what_cannot_be_asked(
    chronicle: Chronicle, conditions: dict[str, object], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        tell_timeline(chronicle, **conditions)


# --- the index --------------------------------------------------------------------------------------------------------


def test_an_index_counts_what_happened_once(chronicle: Chronicle) -> None:
    index = measure_index(chronicle, ("Russia", "Japan"), by="year", since="2001", draws=20)
    assert [point.period.name for point in index.points] == ["2001", "2002"]
    assert index.points[0].counts == (1, 0, 0, 0)
    assert index.points[1].counts == (0, 1, 0, 0)
    assert index.points[1].score == 10
    assert (index.events, index.undated, index.too_wide, index.passed_over) == (2, 1, 0, 2)


def test_an_index_takes_states_that_are_gone_and_spreads_wide_dates(chronicle: Chronicle) -> None:
    index = measure_index(chronicle, ("RUS", "JPN"), until="1956", draws=0)
    assert len(index.points) == 12
    assert sum(point.conflict for point in index.points) == pytest.approx(1, abs=1e-5)
    assert index.points[1].conflict == pytest.approx(29 / 366, abs=1e-5)
    left = measure_index(chronicle, ("RUS", "JPN"), until="1956", draws=0, wide="out")
    assert (left.events, left.too_wide) == (0, 1)


def test_what_two_do_to_a_third_is_not_between_them(chronicle: Chronicle) -> None:
    index = measure_index(chronicle, ("JPN", "RUS"), reported=True, by="year", since="2001", draws=0)
    assert sum(point.conflict for point in index.points) == 0
    assert measure_index(chronicle, ("NOR", "JPN"), reported=True, draws=0).events == 1


def test_bands_hold_the_number_and_are_the_same_again(tmp_path: Path) -> None:
    heap = {str(name): [Deed("RUS", "JPN", "AID", f"2001-0{1 + name % 6}-03")] for name in range(40)}
    with Chronicle.open(make_chronicle(tmp_path / "c", heap)) as chronicle:
        index = measure_index(chronicle, ("RUS", "JPN"))
        for point in index.points:
            assert point.cooperation_band is not None
            assert point.score_band is not None
            assert point.cooperation_band.low <= point.cooperation <= point.cooperation_band.high
            assert point.score_band.low < point.score < point.score_band.high
        assert measure_index(chronicle, ("RUS", "JPN")) == index
        assert measure_index(chronicle, ("RUS", "JPN"), seed=2).points != index.points


def test_one_source_gives_no_bands(tmp_path: Path) -> None:
    heap = {"a": [Deed("RUS", "JPN", "AID", f"2001-0{month}-03") for month in range(1, 9)]}
    with Chronicle.open(make_chronicle(tmp_path / "c", heap)) as chronicle:
        assert {point.score_band for point in measure_index(chronicle, ("RUS", "JPN")).points} == {None}


def test_a_change_names_the_events_that_made_it(tmp_path: Path) -> None:
    peace = [Deed("RUS", "JPN", "COOPERATE", f"{year}-01-03") for year in range(1990, 2002)]
    war = [Deed("JPN", "RUS", "ASSAULT", f"{year}-01-03") for year in range(2002, 2014)]
    with Chronicle.open(make_chronicle(tmp_path / "c", {"a": [*peace, *war]})) as chronicle:
        (change,) = measure_index(chronicle, ("RUS", "JPN"), by="year").changes
        (maker,) = change.events
        assert (change.period.name, change.before, change.after) == ("2002", 9.5, -9)
        assert chronicle.find(maker)[0].when.first == "2002-01-03"


@pytest.mark.parametrize(
    ("between", "more", "said"),
    [
        (("Russia", "Soviet Union"), {}, "are one country"),
        (("Russia", "Japan"), {"by": "week"}, "an index is by month, quarter, year"),
    ],
)
def test_what_is_no_index(chronicle: Chronicle, between: tuple[str, str], more: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        measure_index(chronicle, between, by=more.get("by", "month"))


def test_breaks_are_found_where_the_level_changes_and_nowhere_else() -> None:
    assert find_breaks([0.0] * 50) == []
    assert find_breaks([1, 2, 1]) == []
    assert find_breaks([1, 3, 2, 1, 2, 3] * 5) == []
    noise = [0.1, -0.2, 0.3, 0, -0.1] * 4
    levels = [value + level for level in (0, 5, 1) for value in noise]
    assert [found.at for found in find_breaks(levels)] == [20, 40]


@pytest.mark.parametrize(
    ("first", "last", "by", "found"),
    [
        ("2001-05-03", "2001-05-03", "month", [1.0]),
        ("2001-01-31", "2001-02-01", "month", [0.5, 0.5]),
        ("2001-01-01", "2001-12-31", "quarter", [90 / 365, 91 / 365, 92 / 365, 92 / 365]),
        ("2000-12-31", "2001-01-01", "year", [0.5, 0.5]),
        ("2001-01-31", "2001-02-30", "month", []),
    ],
)
def test_a_date_falls_into_periods_by_its_days(first: str, last: str, by: str, found: list[float]) -> None:
    assert list(shares(first, last, by).values()) == pytest.approx(found)


# --- the panel --------------------------------------------------------------------------------------------------------


def test_a_panel_has_a_row_a_pair_and_period(chronicle: Chronicle) -> None:
    rows = list(tell_panel(chronicle, since="2001", until="2003"))
    assert [(row.one.code, row.other.code, row.period.name, row.counts) for row in rows] == [
        ("JPN", "RUS", "2001", (1, 0, 0, 0)),
        ("JPN", "RUS", "2002", (0, 1, 0, 0)),
        ("JPN", "RUS", "2003", (0, 0, 0, 0)),
    ]
    assert (rows[0].one.cow, rows[0].other.gw) == (740, 365)


def test_a_directed_panel_tells_who_did_it(chronicle: Chronicle) -> None:
    rows = [row for row in tell_panel(chronicle, directed=True, since="1956") if sum(row.counts)]
    assert [(row.one.code, row.other.code, row.period.name) for row in rows] == [
        ("JPN", "RUS", "2002"),
        ("RUS", "JPN", "1956"),
        ("RUS", "JPN", "2001"),
    ]


def test_states_are_called_as_the_language_pack_calls_them() -> None:
    table = files("letopis.language").joinpath("ru/names/countries.txt").read_text(encoding="utf-8")
    called = {tuple(part.strip() for part in line.split("|")[:2]) for line in table.splitlines()}
    states = load_states()
    assert [one for one in states.values() if (one.code, one.name) not in called] == []
    assert len(states) > 195
    assert {(states[code].cow, states[code].gw) for code in ("RUS", "SUN")} == {(365, 365)}
    assert (states["DEU"].cow, states["DEU"].gw) == (255, 260)
    numbers = [state.cow for state in states.values() if state.code not in ("SUN", "SCG", "YUG", "ZAR")]
    assert len(numbers) == len(set(numbers))
    assert all(old in states for state in states.values() for old in state.continues)


# --- profiles and differences -----------------------------------------------------------------------------------------


def test_profiles_count(chronicle: Chronicle) -> None:
    japan = profile(chronicle, actor="Japan")
    assert dict(japan.kinds) == {"event": 7}
    assert dict(japan.parties) == {"Russia": 6, "Norway": 1, "Soviet Union": 1}
    assert dict(profile(chronicle, between=("Russia", "Japan")).types)["CONSULT"] == 1
    assert profile(chronicle, issue="trade").types == (("CONSULT", 1),)


def test_the_profile_of_a_source_tells_what_is_its_own(chronicle: Chronicle) -> None:
    shares_of = [profile(chronicle, source=name).own for name in "ab"]
    copied = [own.copied for own in shares_of if own]
    assert sorted(copied) == [0, len(COPY)]
    assert sum(bool(own and own.copied_from) for own in shares_of) == 1


def test_a_profile_is_of_one_thing_that_is_there(chronicle: Chronicle) -> None:
    with pytest.raises(UsageError, match="a profile is of one"):
        profile(chronicle)
    with pytest.raises(NothingFound, match="there is no issue trad; did you mean trade"):
        profile(chronicle, issue="trad")


def test_a_difference_names_what_came_and_went(chronicle: Chronicle, tmp_path: Path) -> None:
    more = {"b": HEAP["b"], "c": [VISIT, Deed("CHN", "JPN", "AID", "2020-02-02")]}
    with Chronicle.open(make_chronicle(tmp_path / "n", more)) as new:
        found = compare(chronicle, new)
        assert (found.sources_came, found.sources_went) == (("c",), ("a",))
        assert [entry.what for entry in tell_new(new, found) if "China" in entry.what]
        assert not compare(new, new)


def test_what_is_new_since_a_build(chronicle: Chronicle, tmp_path: Path) -> None:
    assert not new_since(chronicle)
    chronicle.begin_build()
    make_chronicle(tmp_path / "c", {"z": [Deed("CHN", "JPN", "AID", "2020-02-02"), VISIT]})
    found = new_since(chronicle)
    assert (found.sources_came, len(found.came), len(found.told_again)) == (("z",), 1, 1)
    assert len(new_since(chronicle, "2020").sources_came) == 3
    assert not new_since(chronicle, "2999")


def test_dyads_are_those_of_the_sources_that_are_left(tmp_path: Path) -> None:
    dyads = (
        "SELECT d.one, d.other, d.placed, d.way, d.record, d.type, r.own FROM dyad d JOIN reading r ON r.id = d.reading"
    )
    with Chronicle.open(make_chronicle(tmp_path / "both", HEAP)) as both:
        for gone, left in (("b", "a"), ("a", "b")):
            with Chronicle.open(make_chronicle(tmp_path / left, {left: HEAP[left]})) as alone:
                both.forget(gone)
                assert sorted(both._rows(dyads)) == sorted(alone._rows(dyads))
            make_chronicle(tmp_path / "both", {gone: HEAP[gone]})
