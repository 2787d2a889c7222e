"""A sample drawn, judged and read back."""

from __future__ import annotations

import csv
import io

import pytest

from letopis.asking import Asker
from letopis.errors import UsageError
from letopis.faces.samples import precision_lines, sample_html
from letopis.study.sampling import cases_of, draw, judged, precision, sample_csv

pytestmark = pytest.mark.models


def test_a_sample_is_drawn_by_its_seed(example: Asker) -> None:
    first, again, other = (draw(example.chronicle, 20, seed=seed) for seed in (1, 1, 2))
    assert [one.told.reading for one in first] == [one.told.reading for one in again]
    assert [one.told.reading for one in first] != [one.told.reading for one in other]
    assert len(first) == 20
    for one in first:
        text = example.chronicle.text(one.told.source)
        assert one.before + one.told.quote + one.after in text


def test_a_judged_sample_is_read_back(example: Asker) -> None:
    rows = list(csv.DictReader(io.StringIO(sample_csv(draw(example.chronicle, 30)), newline="")))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    for number, row in enumerate(rows):
        writer.writerow(row | {"right": ("yes", "да", "no", "")[number % 4]})
    verdicts = list(judged(out.getvalue()))
    assert len(verdicts) == 23
    *_, whole = precision(verdicts)
    assert (whole.name, whole.right, whole.judged) == ("all", 16, 23)
    assert whole.low < whole.share < whole.high
    assert "16 of 23" in next(precision_lines([whole]))
    cases = list(cases_of(verdicts))
    assert all(case["quote"] in str(case["text"]) for case in cases)  # type: ignore[operator]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "reading,kind,right\nr-1,event,perhaps\n"])
def test_a_table_that_is_no_judged_sample_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        list(judged(text))


def test_all_right_is_not_certain() -> None:
    (_, whole) = precision([({"kind": "event"}, True)] * 10)
    assert whole.share == 1.0
    assert 0.6 < whole.low < 0.8


def test_a_page_to_judge_in_escapes_what_sources_say(example: Asker) -> None:
    page = sample_html(draw(example.chronicle, 10))
    assert page.count("<article ") == 10
    assert "<script>alert" not in page
