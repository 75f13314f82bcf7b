"""When calls come: weights for the hours of a week, and for single days. Drawn by the user, or read from a CSV."""

from __future__ import annotations

import calendar
import csv
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from calls.pricing.errors import FileFaultError, PriceError

__all__ = ["EVEN", "HOURS", "Season", "calls_by_day", "read_lengths_csv", "read_season_csv"]

HOURS = 168
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Season:
    """Weights, in any unit: `week` for 168 hours from Monday 0:00, `days` multiply single days (1 where missing)."""

    week: tuple[float, ...] = (1.0,) * HOURS
    days: Mapping[date, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        weights = (*self.week, *self.days.values())
        if len(self.week) != HOURS or not all(math.isfinite(weight) and weight >= 0 for weight in weights):
            raise PriceError("A season needs 168 hours, none below 0.", "Draw the hours again.")
        if not any(self.week):
            raise PriceError("A season needs at least one hour with calls.", "Draw the hours again.")

    def weight(self, day: date) -> float:
        """The weight of a day."""
        first = day.weekday() * 24
        return math.fsum(self.week[first : first + 24]) * self.days.get(day, 1.0)

    def calls_by_hour(self, calls_per_week: float) -> tuple[float, ...]:
        """Expected calls in each of the 168 hours of a usual week."""
        total = math.fsum(self.week)
        return tuple(calls_per_week * weight / total for weight in self.week)


EVEN = Season()
"""Every hour alike."""


def calls_by_day(
    calls_per_month: float, start: date, days: int, season: Season = EVEN, growth_per_month: float = 0.0
) -> tuple[float, ...]:
    """Expected calls on each day from `start`. Each calendar month shares out its own calls by the season's weights.

    `growth_per_month` 0.1 means a tenth more in every calendar month after the first. Raises PriceError.
    """
    if not (math.isfinite(calls_per_month) and calls_per_month >= 0 and growth_per_month > -1 and days >= 0):
        raise PriceError("Calls and days must be 0 or more, and growth above -100 %.", "Check the numbers.")
    totals: dict[tuple[int, int], float] = {}
    found: list[float] = []
    for day in (start + timedelta(number) for number in range(days)):
        month = (day.year, day.month)
        if month not in totals:
            totals[month] = math.fsum(season.weight(other) for other in _month(*month))
        ahead = (day.year - start.year) * 12 + day.month - start.month
        calls = calls_per_month * (1 + growth_per_month) ** ahead
        found.append(calls * season.weight(day) / totals[month] if totals[month] else 0.0)
    return tuple(found)


def read_season_csv(file: str, text: str) -> Season:
    """A season from a CSV headed `weekday,hour,calls` (Mon to Sun, 0 to 23) or `date,calls` (2026-12-24).

    Hours that are not listed have no calls; days that are not listed count as usual, with `calls` as their multiplier.
    Raises FileFaultError naming the line.
    """
    header, rows = _table(file, text)
    if header == ["weekday", "hour", "calls"]:
        week = [0.0] * HOURS
        for line, (name, hour, calls) in rows:
            weekday = name.lower()[:3]
            if weekday not in _DAYS:
                raise _line_fault(file, line, f"{name} is no weekday", "Write Mon, Tue, Wed, Thu, Fri, Sat or Sun")
            if not hour.isdecimal() or int(hour) > 23:
                raise _line_fault(file, line, f"{hour} is no hour", "Write a whole number from 0 to 23")
            week[_DAYS.index(weekday) * 24 + int(hour)] += _number(file, line, calls)
        if not any(week):
            raise FileFaultError(file, "the whole file", "no hour has calls.", "Give at least one hour some.")
        return Season(tuple(week))
    if header == ["date", "calls"]:
        days: dict[date, float] = {}
        for line, (name, calls) in rows:
            try:
                day = date.fromisoformat(name)
            except ValueError:
                raise _line_fault(file, line, f"{name} is no day", "Write it like 2026-12-24") from None
            days[day] = _number(file, line, calls)
        return Season(days=days)
    raise _line_fault(file, 1, "the heading is not known", "Head it weekday,hour,calls or date,calls")


def read_lengths_csv(file: str, text: str) -> tuple[float, ...]:
    """Lengths of calls from a CSV with the one column `seconds`. Raises FileFaultError naming the line."""
    header, rows = _table(file, text)
    if header != ["seconds"]:
        raise _line_fault(file, 1, "the heading is not known", "Head the one column seconds")
    found = tuple(_number(file, line, cell) for line, (cell,) in rows)
    if not found:
        raise FileFaultError(file, "the whole file", "it holds no lengths.", "Add a line for each call.")
    return found


def _table(file: str, text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    try:
        dialect = csv.Sniffer().sniff(text.partition("\n")[0], ",;\t")
    except csv.Error:
        dialect = csv.excel
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), dialect)
    try:
        lines = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        raise _line_fault(file, reader.line_num, f"it cannot be read ({error})", "Save it as CSV in UTF-8") from None
    if not lines:
        raise FileFaultError(file, "the whole file", "it is empty.", "Choose a file with a heading and lines.")
    header = [cell.lower() for cell in lines[0][1]]
    for line, row in lines[1:]:
        if len(row) != len(header):
            what = f"it has {len(row)} cells, the heading has {len(header)}"
            raise _line_fault(file, line, what, "Give each line the heading's columns")
    return header, lines[1:]


def _number(file: str, line: int, cell: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value < 0:
        raise _line_fault(
            file, line, f"{cell or 'an empty cell'} is no number from 0 upward", "Write it like 12 or 1.5"
        )
    return value


def _line_fault(file: str, line: int, what: str, fix: str) -> FileFaultError:
    return FileFaultError(file, f"line {line}", f"{what}.", f"{fix}.")


def _month(year: int, month: int) -> Iterator[date]:
    for day in range(1, calendar.monthrange(year, month)[1] + 1):
        yield date(year, month, day)
