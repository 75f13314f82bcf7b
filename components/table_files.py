"""Tables of the costs page as values, and as CSV, Excel and Markdown. No Streamlit."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from calls.plain_text import markdown_line, spreadsheet_cell

__all__ = ["Cell", "Table", "as_csv", "as_markdown", "as_workbook", "as_zip", "text_of"]

Cell: TypeAlias = str | int | float | Decimal | date | None

_WIDEST = 60
_SHEET_NAME = 31


@dataclass(frozen=True)
class Table:
    """A table by name (of its file and sheet), with title, headings, rows, and a note on where its figures are from."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


def as_csv(table: Table) -> str:
    """CSV with a heading. Text that a spreadsheet would take for a formula is quoted with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow(
            [spreadsheet_cell(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in row]
        )
    return out.getvalue()


def as_zip(tables: Iterable[Table]) -> bytes:
    """Every table as a CSV of its own, in one archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables:
            archive.writestr(zipfile.ZipInfo(f"{table.name}.csv", (2026, 1, 1, 0, 0, 0)), "\ufeff" + as_csv(table))
    return out.getvalue()


def as_workbook(tables: Iterable[Table]) -> bytes:
    """Every table as a sheet of one Excel workbook. Text is written as text, never as a formula."""
    # A sixth of a second of imports that only a download needs.
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for table in tables:
            sheet = book.add_worksheet(table.name[:_SHEET_NAME])
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, table.columns, bold)
            for number, row in enumerate(table.rows, start=1):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(number, place, cell, day)
                    elif isinstance(cell, str):
                        sheet.write_string(number, place, cell)
                    elif cell is not None:
                        sheet.write_number(number, place, float(cell))
            for place, column in enumerate(table.columns):
                longest = max([len(column), *(len(text_of(row[place])) for row in table.rows)])
                sheet.set_column(place, place, min(_WIDEST, longest + 2))
            sheet.write_string(len(table.rows) + 2, 0, table.note)
    return out.getvalue()


def as_markdown(table: Table) -> str:
    """A Markdown table; numbers stand at the right, and no cell's text is markup."""
    right = [all(not isinstance(row[place], str) for row in table.rows) for place in range(len(table.columns))]
    lines = [tuple(map(markdown_line, table.columns)), tuple("---:" if numbers else ":---" for numbers in right)]
    lines += [
        tuple(markdown_line(_shown(cell, column)) for cell, column in zip(row, table.columns, strict=True))
        for row in table.rows
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _shown(cell: Cell, column: str) -> str:
    """Dollars keep both places, so that a column of them reads like one."""
    return f"{cell:,.2f}" if "$" in column and isinstance(cell, float | Decimal) else text_of(cell)


def text_of(cell: Cell) -> str:
    """A cell for people: numbers with thousands and at most two places."""
    match cell:
        case None:
            return "–"
        case int():
            return f"{cell:,}"
        case float() | Decimal():
            text = f"{cell:,.2f}"
            return text[:-3] if text.endswith(".00") else text
        case date():
            # Hyphens that do not break, for narrow columns.
            return cell.isoformat().replace("-", "\u2011")
        case str():
            return cell
