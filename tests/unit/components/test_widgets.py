"""Small pieces: options that look alike are told apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from components.widgets import apart


def test_equal_labels_get_the_end_of_their_id() -> None:
    assert apart({}) == {}
    assert apart({"santa": "Santa", "elf": "Elf"}) == {"santa": "Santa", "elf": "Elf"}
    assert apart({"a-first-call": "Call", "another-call": "Call", "elf": "Elf"}) == {
        "a-first-call": "Call · t-call",
        "another-call": "Call · r-call",
        "elf": "Elf",
    }


@given(st.dictionaries(st.text("ab-", min_size=1, max_size=12), st.sampled_from(["Santa", "Elf"])))
def test_no_two_labels_are_equal(labels: dict[str, str]) -> None:
    found = apart(labels)
    assert list(found) == list(labels)
    assert len(set(found.values())) == len(labels)
