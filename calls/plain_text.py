"""Text that somebody else wrote, made harmless where it is shown: in Markdown, in a table's cell, in a spreadsheet."""

from __future__ import annotations

__all__ = ["markdown_line", "markdown_text", "spreadsheet_cell"]

_MARKUP = frozenset("\\`*_[]<>|#$~&")
"""What begins markup within a line: the backslash itself, code, emphasis, links and pictures, HTML and entities, a
table's cells, headings, formulae, struck words."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet may take for the beginning of a formula (OWASP, CSV injection)."""


def markdown_text(text: str) -> str:
    """Words that Markdown leaves as they are; line breaks stay, so that pieces of a stream can be told one by one.

    A bare address may still be made a link by whoever renders it: to the very address that is read there.
    """
    return "".join(f"\\{sign}" if sign in _MARKUP else sign for sign in text)


def markdown_line(text: str) -> str:
    """The same on one line, for a table's cell or the rest of a paragraph: no line break begins a new block."""
    return markdown_text(" ".join(text.split()))


def spreadsheet_cell(text: str) -> str:
    """Text for a CSV file; an apostrophe goes before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
