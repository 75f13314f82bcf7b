"""Names that can be spoken: which are taken, which are refused, and that they are tidy."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calls.failures.errors import GuestNameError
from calls.guests import guest_name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Emma", "Emma"),
        ("  Emma  ", "Emma"),
        ("Anna \t Maria", "Anna Maria"),
        ("Jean-Luc", "Jean-Luc"),
        ("O'Neill", "O'Neill"),
        ("D’Arcy", "D’Arcy"),
        ("J. R.", "J. R."),
        ("Zoë", "Zoë"),
        ("Zoe\u0308", "Zoë"),
        ("李雷", "李雷"),
        ("अमित", "अमित"),
        ("محمد", "محمد"),
        ("R2", "R2"),
        ("E" * 40, "E" * 40),
    ],
)
def test_names_that_are_taken(given_name: str, kept: str) -> None:
    assert guest_name(given_name) == kept


@pytest.mark.parametrize(
    "text", ["", "   ", "\n", "E" * 41, "${guest_name}", "<b>", "7", "-", "Emma!", "a\x00b", "Emma\u202e", "a:b", "'"]
)
def test_names_that_are_refused(text: str) -> None:
    with pytest.raises(GuestNameError) as caught:
        guest_name(text)
    assert caught.value.fix
    assert not text.strip() or text not in caught.value.what


@given(st.one_of(st.text(max_size=60), st.from_regex(r"[A-Za-zé]['’ .\-\w]{0,45}", fullmatch=True)))
@example("Zoe\u0308")
def test_whatever_is_accepted_is_tidy(text: str) -> None:
    try:
        name = guest_name(text)
    except GuestNameError:
        return
    assert name == name.strip()
    assert 1 <= len(name) <= 40
    assert not set("${}<>\x00\n") & set(name)
    assert name == unicodedata.normalize("NFC", name)
    assert guest_name(name) == name
