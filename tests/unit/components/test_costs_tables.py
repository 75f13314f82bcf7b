"""The costs page's tables: they add up, they can be taken along, and what stands in them stays text."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calls.pricing.catalogue.reading import load_catalogue
from calls.pricing.page.one_call import AS_CHOSEN
from calls.pricing.page.view import view_of
from calls.pricing.page.wish import wish_of
from components.costs.tables import all_tables, given_table
from components.table_files import Table, as_csv, as_markdown, as_workbook, as_zip

DAY = date(2026, 11, 21)
CATALOGUE = load_catalogue()
WISH = wish_of(CATALOGUE)


def test_the_seeds_plan_table_bears_its_remarks() -> None:
    rows = given_table(view_of(WISH, CATALOGUE, DAY).offers).rows
    assert [row[2] for row in rows] == ["wrong", "right", "right", "right"]
    assert str(rows[0][-1]).startswith("Free has 10 credits, enough for 10 of the 50 calls.")


def test_where_credits_go_adds_up_to_the_need() -> None:
    for minutes, orphans in ((5.0, 0), (0.5, 0), (12.0, 3)):
        view = view_of(replace(WISH, minutes=minutes, orphans=orphans, spread=0.0), CATALOGUE, DAY)
        assert sum(view.spending.spent.values()) == pytest.approx(view.basis.bill.need, rel=Decimal("0.001"))


def test_every_table_can_be_taken_along() -> None:
    tables = all_tables(view_of(replace(WISH, growth=10), CATALOGUE, DAY))
    names = [table.name for table in tables]
    assert len(set(names)) == len(names) >= 11
    with zipfile.ZipFile(io.BytesIO(as_zip(tables))) as archive:
        assert archive.namelist() == [f"{name}.csv" for name in names]
        assert archive.read("months.csv").decode("utf-8-sig") == as_csv(tables[0])
    for table in tables:
        lines = list(csv.reader(io.StringIO(as_csv(table))))
        assert len(lines) == len(table.rows) + 1
        assert {len(line) for line in lines} == {len(table.columns)}


def test_the_workbook_has_a_sheet_for_each_table() -> None:
    tables = all_tables(view_of(WISH, CATALOGUE, DAY))
    with zipfile.ZipFile(io.BytesIO(as_workbook(tables))) as book:
        assert sum(name.startswith("xl/worksheets/sheet") for name in book.namelist()) == len(tables)
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_tables_cannot_carry_formulae_or_break_out() -> None:
    table = Table("t", "T", ("name", "amount"), (("=1+1", Decimal("-2.50")), ("a|b $ [x](y)", None)))
    assert as_csv(table).splitlines()[1] == "'=1+1,-2.50"
    assert as_markdown(table).splitlines()[1:] == [
        "| :--- | ---: |",
        "| =1+1 | -2.50 |",
        "| a\\|b \\$ \\[x\\](y) | – |",
    ]


def test_dollars_of_a_table_keep_both_places() -> None:
    table = Table(
        "t", "T", ("$ a month", "credits"), ((Decimal(99), Decimal(1010)), (Decimal("143.9"), Decimal("0.5")))
    )
    assert as_markdown(table).splitlines()[2:] == ["| 99.00 | 1,010 |", "| 143.90 | 0.50 |"]


def test_each_way_to_make_a_call_is_valued_alike() -> None:
    """Beyond the plan a further call costs overage, whichever model answers."""
    ways = view_of(WISH, CATALOGUE, DAY).one_call.ways
    assert ways[AS_CHOSEN].avatar == ways["with GPT-4"].avatar == Decimal(1)


def test_the_talk_of_a_longer_call_is_paid_in_its_parts_as_in_the_months_bill() -> None:
    view = view_of(replace(WISH, product="liveavatar_lite", minutes=10.0), CATALOGUE, DAY)
    parts = view.one_call.ways[AS_CHOSEN].parts()
    beside = sum(usd for name, usd in parts.items() if name != "avatar")
    assert beside * (WISH.calls + WISH.own) == view.basis.bill.side_usd
