"""Hours and lengths from a CSV: read as they stand, or refused with file, line and advice."""

from __future__ import annotations

from datetime import date

import pytest

from calls.pricing.errors import FileFaultError, PriceError
from calls.pricing.forecast.season import HOURS, Season, read_lengths_csv, read_season_csv


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_hours_of_a_week(separator: str) -> None:
    text = "\ufeffWeekday,Hour,Calls\nMon,17,12\n\nsunday, 20 ,1.5\n".replace(",", separator)
    season = read_season_csv("hours.csv", text)
    assert (season.week[17], season.week[6 * 24 + 20], sum(season.week)) == (12, 1.5, 13.5)
    assert season.calls_by_hour(27)[17] == 24


def test_single_days() -> None:
    season = read_season_csv("days.csv", "date,calls\n2026-12-24,4\n")
    assert season.weight(date(2026, 12, 24)) == 4 * season.weight(date(2026, 12, 23))


def test_lengths() -> None:
    assert read_lengths_csv("calls.csv", "seconds\n300\n12.5\n") == (300, 12.5)


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("", "the whole file", "empty"),
        ("day,calls\n", "line 1", "heading"),
        ("weekday,hour,calls\nMon,17\n", "line 2", "2 cells, the heading has 3"),
        ("weekday,hour,calls\nMon,17,1\nFunday,17,1\n", "line 3", "Funday is no weekday"),
        ("weekday,hour,calls\nMon,24,1\n", "line 2", "24 is no hour"),
        ("weekday,hour,calls\nMon,-1,1\n", "line 2", "-1 is no hour"),
        ("weekday,hour,calls\nMon,1,\n", "line 2", "an empty cell is no number"),
        ("weekday,hour,calls\nMon,1,-2\n", "line 2", "-2 is no number"),
        ("weekday,hour,calls\nMon,1,inf\n", "line 2", "inf is no number"),
        ("weekday,hour,calls\nMon,1,0\n", "the whole file", "no hour has calls"),
        ("date,calls\n24.12.2026,4\n", "line 2", "24.12.2026 is no day"),
    ],
)
def test_a_fault_names_the_line(text: str, place: str, what: str) -> None:
    with pytest.raises(FileFaultError) as caught:
        read_season_csv("hours.csv", text)
    assert (caught.value.file, caught.value.place) == ("hours.csv", place)
    assert what in caught.value.what
    assert caught.value.fix.endswith(".")


@pytest.mark.parametrize(
    ("text", "place"), [("length\n1\n", "line 1"), ("seconds\n", "the whole file"), ("seconds\n1\nlong\n", "line 3")]
)
def test_lengths_with_a_fault(text: str, place: str) -> None:
    with pytest.raises(FileFaultError) as caught:
        read_lengths_csv("calls.csv", text)
    assert caught.value.place == place


@pytest.mark.parametrize("week", [(1.0,), (0.0,) * HOURS, (-1.0,) * HOURS, (float("nan"),) * HOURS])
def test_a_season_that_cannot_be_is_refused(week: tuple[float, ...]) -> None:
    with pytest.raises(PriceError, match="A season needs"):
        Season(week)
