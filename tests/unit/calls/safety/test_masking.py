"""Hiding personal data: what is hidden, what stays, and that hiding twice is hiding once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.safety.masking import kinds_in, masked

HIDDEN = [
    ("email", "Write to mia.w@example.com please", "Write to [email] please"),
    ("email", "it is mia at example dot com", "it is [email]"),
    ("link", "Look at https://example.org/a?b=1.", "Look at [link]."),
    ("link", "go to www.my-page.net now", "go to [link] now"),
    ("link", "my page is mia-games.com", "my page is [link]"),
    ("phone", "My number is 555 0142 377", "My number is [phone]"),
    ("phone", "call +44 20 7946 0958", "call [phone]"),
    ("phone", "it's (555) 014-2377, ok?", "it's [phone], ok?"),
    ("phone", "zero seven nine one two three four five", "[phone]"),
    ("phone", "oh double seven nine, four four one", "[phone]"),
    ("phone", "mum's phone number is 5 5 5 1 2", "mum's phone number is [phone]"),
    ("phone", "my number is 4711", "my number is [phone]"),
    ("address", "I live at twelve Maple Road, can you find it?", "I live at [address], can you find it?"),
    ("address", "i live at 12 maple road", "i live at [address]"),
    ("address", "We are at 7 Candle Street today", "We are at [address] today"),
    ("address", "My address is 221b Baker Street", "My address is [address]"),
    ("address", "Ich wohne Tannenweg 5", "Ich wohne [address]"),
    ("address", "Our house number is fourteen", "Our house number is [address]"),
    ("postcode", "The place is SW1A 1AA", "The place is [postcode]"),
    ("postcode", "We are in Springfield, IL 62704", "We are in Springfield, [postcode]"),
    ("postcode", "my zip code is 90210", "my zip code is [postcode]"),
    ("password", "My password is dragon77!", "My password is [password]!"),
    ("password", "the password starts with dragon…", "the password starts with [password]…"),
    ("password", "Here is my password so you can see my game, it starts with dragon", None),
    ("password", "the pin is 4711", "the pin is [password]"),
    ("school", "I go to Oak Hill Primary School", "I go to [school]"),
    ("school", "i go to oak hill primary", "i go to [school]"),
    ("school", "My school is called Oak Hill", "My school is called [school]"),
    ("school", "My school is the one with the blue gate, do you know it?", None),
    ("name", "My name is Mia Winterbottom", "My name is Mia [name]"),
    ("name", "my name is mia winterbottom.", "my name is mia [name]."),
    ("name", "My last name is Featherstone", "My last name is [name]"),
    ("name", "I'm Mia Winterbottom and I like snow", "I'm Mia [name] and I like snow"),
]

KEPT = """
I am 6 and my brother is 10.
My list has forty-two things on it.
One two three four five six seven eight nine ten!
10 9 8 7 6 5 4 3 2 1 go!
My favourite number is seven.
I live in a big house with a red door.
I live at home with my mum.
My school is fun.
I go to school by bus.
I go to a big primary school.
A password is never told to anyone.
My password is a secret.
My name is Mia and I like snow.
My name is Mia.
I am Santa Claus.
I'm Father Christmas.
Christmas is on 2026-12-24.
It was on 24.12.2026.
I have 12345 snowflakes.
I want the number one present.
It is a two hour drive.
There are seven lovely places.
You only need to tell your grown-up.
I am so happy, thank you!
Call nine one one.
""".strip().splitlines()


@pytest.mark.parametrize(("kind", "text", "expected"), HIDDEN)
def test_personal_data_is_hidden(kind: str, text: str, expected: str | None) -> None:
    result = masked(text)
    assert kind in result.kinds, result
    assert kind in kinds_in(text)
    if expected is not None:
        assert result.text == expected


@pytest.mark.parametrize("word", ["dragon", "blue gate"])
def test_the_telling_words_are_gone(word: str) -> None:
    texts = [text for _, text, _ in HIDDEN if word in text]
    assert texts
    assert not [text for text in texts if word in masked(text).text]


@pytest.mark.parametrize("text", KEPT)
def test_ordinary_words_and_numbers_stay(text: str) -> None:
    assert masked(text).text == text
    assert masked(text).kinds == ()


def test_given_names_are_hidden_whole_and_in_any_case() -> None:
    result = masked("Mia's friend ANNA met Anna-Lena and Miami's mia.", names=["Mia", "Anna", " ", "Anna-Lena"])
    assert result.text == "[guest]'s friend [guest] met [guest] and Miami's [guest]."
    assert result.kinds == ("guest",)


def test_the_guest_can_be_told_from_others() -> None:
    result = masked("I'm Ben and my name is Tom Hanks.", names=["Ben"])
    assert result.text == "I'm [guest] and my name is Tom [name]."


def test_several_kinds_are_told_once_each() -> None:
    result = masked("I live at 12 Maple Road, my number is 555 0142 377 or 555 0142 378, mail a@b.org")
    assert result.text == "I live at [address], my number is [phone] or [phone], mail [email]"
    assert set(result.kinds) == {"address", "phone", "email"}


_PIECES = st.sampled_from(
    [
        *(text for _, text, _ in HIDDEN),
        *KEPT,
        *(
            "[phone]",
            "[name]",
            "[guest]",
            "[",
            "]",
            "phone",
            "name",
            "Mia",
            "my",
            "is",
            "number",
            "live",
            "at",
            "password",
        ),
        *("7", "seven", "Road", "School", ".", ",", "!", "@", ":", "/", "'", "zero"),
    ]
)


@given(
    st.lists(_PIECES | st.text(max_size=12), max_size=8),
    st.lists(st.sampled_from(["Mia", "phone", "[", "is", "Anna-Lena"])),
)
def test_hiding_twice_is_hiding_once(pieces: list[str], names: list[str]) -> None:
    once = masked(" ".join(pieces), names)
    again = masked(once.text, names)
    assert again.text == once.text
    assert again.kinds == ()


@given(st.text(max_size=200))
def test_text_without_finds_is_untouched(text: str) -> None:
    result = masked(text)
    assert bool(result.kinds) == (result.text != text)
