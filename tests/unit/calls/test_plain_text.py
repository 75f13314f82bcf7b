"""Text of somebody else is only ever read as the text it is: by Markdown's rules, by a table's, by a spreadsheet."""

from __future__ import annotations

import csv
import io
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.plain_text import markdown_line, markdown_text, spreadsheet_cell
from components.table_files import Table, as_csv, as_markdown

NASTY = st.text(st.one_of(st.sampled_from("\\`*_[]()<>|#$~&!\n\r\t =+-@'\"a:/."), st.characters()), max_size=60)
MARKUP = set("`*_[]<>|#$~&")


def rendered(text: str) -> tuple[str, list[str]]:
    """What a reader sees, and the signs that are still markup: a backslash before punctuation takes its meaning away.

    This is how CommonMark reads a line (section 2.4), and GitHub's tables split their cells.
    """
    seen, live, place = "", [], 0
    while place < len(text):
        sign = text[place]
        if sign == "\\" and text[place + 1 : place + 2] in tuple(string.punctuation):
            seen, place = seen + text[place + 1], place + 2
            continue
        if sign in MARKUP:
            live.append(sign)
        seen, place = seen + sign, place + 1
    return seen, live


@given(NASTY)
def test_no_sign_of_a_text_is_markup_and_the_reader_sees_it_as_it_was_written(text: str) -> None:
    assert rendered(markdown_text(text)) == (text, [])
    assert rendered(markdown_line(text)) == (" ".join(text.split()), [])


@given(NASTY, NASTY)
def test_pieces_of_a_stream_are_told_like_the_whole(one: str, other: str) -> None:
    assert markdown_text(one) + markdown_text(other) == markdown_text(one + other)


@given(NASTY, NASTY)
def test_a_table_keeps_its_lines_and_its_cells_whatever_stands_in_them(name: str, column: str) -> None:
    lines = as_markdown(Table("t", "T", (column, "calls"), ((name, 5), ("b", 6)))).split("\n")
    assert len(lines) == 4
    for line in (lines[0], *lines[2:]):
        assert rendered(line)[1] == ["|"] * 3
    assert len("".join(lines).splitlines()) == 1


@pytest.mark.parametrize("text", [r"\[click me](http://evil)", r"a\|b", r"\\[x](y)", r"\<b>", r"\`code`"])
def test_a_backslash_of_somebody_elses_frees_no_sign(text: str) -> None:
    assert rendered(markdown_line(text)) == (text, [])


@given(NASTY)
def test_no_cell_of_a_csv_file_is_a_formula(text: str) -> None:
    assert spreadsheet_cell(text) in (text, f"'{text}")
    written = as_csv(Table("t", "T", ("name", "calls"), ((text, 5),)))
    [_, [shown, calls]] = csv.reader(io.StringIO(written, newline=""))
    assert (shown, calls) == (spreadsheet_cell(text), "5")
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
