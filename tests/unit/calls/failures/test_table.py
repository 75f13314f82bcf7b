"""The table of troubles: every entry reads well, every code that may be stored is in it, patience has an end."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.failures import reasons
from calls.failures.table import NO_TROUBLE, TROUBLES, Again, Trouble, trouble
from calls.pricing.usage import Usage
from calls.running import diagnosis
from calls.running.caps import Caps, day_refusal, longest
from calls.server.settings import NAMES
from heygen import Dialect

ROWS = pytest.mark.parametrize("row", TROUBLES.values(), ids=TROUBLES)
JARGON = re.compile(
    r"\b(session id|token|websocket|https?|json|api|sdk|exception|null|timeout|payload|400|401|500|livekit|webrtc)\b",
    re.IGNORECASE,
)
PATIENT = st.builds(
    Again,
    delays=st.lists(st.floats(0, 60), min_size=1, max_size=6).map(sorted),
    attempts=st.integers(1, 40),
)


@ROWS
def test_an_entry_tells_what_happened_what_was_done_and_what_to_do(row: Trouble) -> None:
    assert TROUBLES[row.code] is row
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", row.code)
    assert len(row.code) <= 40
    for words in (row.what, row.done, row.fix):
        assert words[0].isupper()
        assert words.endswith(".")
        assert "!" not in words
        assert not JARGON.search(words)
        assert len(words) <= 160


@ROWS
def test_settings_that_an_entry_names_exist(row: Trouble) -> None:
    named = set(re.findall(r"[A-Z]{3,}_[A-Z_]+", row.fix))
    assert named <= set(NAMES)


def test_no_two_entries_say_the_same() -> None:
    assert len({row.what for row in TROUBLES.values()}) == len(TROUBLES)
    assert not NO_TROUBLE & set(TROUBLES)


def test_a_code_of_a_later_version_reads_as_the_vendors_end() -> None:
    assert trouble("of_the_future") is TROUBLES["vendor"]


def test_every_code_that_can_be_diagnosed_is_in_the_table() -> None:
    found = {name for name, _, _ in diagnosis._BY_CODE} | {name for _, name in diagnosis._BY_KIND}
    found |= set(diagnosis._OF_PAGE.values()) | diagnosis._IN_CALL
    assert found <= set(TROUBLES)


def test_every_reason_has_its_words() -> None:
    assert set(reasons._PLAIN) == NO_TROUBLE
    known = set(reasons._BY_VENDOR.values()) | reasons.DROPPED | {"idle", "silence", "stopped_elsewhere"}
    assert known <= set(TROUBLES)
    for reason in (*known, *NO_TROUBLE):
        assert reasons.reason_text(reason).endswith(".")


def test_every_refusal_of_a_cap_is_in_the_table() -> None:
    wanted = Usage(Dialect.LIVEAVATAR, 60, False)
    codes = {
        day_refusal(caps, [], wanted, 1_795_000_000_000) for caps in (Caps(day_minutes=0), Caps(day_credits=Decimal(1)))
    }
    codes |= {longest(Dialect.LIVEAVATAR, 10, Decimal(credits), sandbox=False)[1] for credits in (5, 20)}
    assert codes == {"day_minutes", "day_credits", "time_up", "credit_cap"}
    assert codes <= set(TROUBLES)


@given(PATIENT, st.none() | st.floats(0, 600))
def test_pauses_never_shrink_and_come_to_an_end(again: Again, asked: float | None) -> None:
    pauses = [again.delay(attempt, asked) for attempt in range(1, again.attempts + 5)]
    waited = [pause for pause in pauses if pause is not None]
    assert len(waited) == again.attempts - 1
    assert pauses[again.attempts - 1 :] == [None] * 5
    assert waited == sorted(waited)
    assert all((asked or 0) <= pause <= max(asked or 0, *again.delays) for pause in waited)


def test_a_busy_vendor_is_asked_for_about_five_minutes_and_a_fault_for_seconds() -> None:
    def total(row: Trouble) -> float:
        assert row.again is not None
        return sum(row.again.delay(attempt) or 0 for attempt in range(1, row.again.attempts))

    assert 240 <= total(TROUBLES["lines_busy"]) <= 360
    patient = [row for row in TROUBLES.values() if row.again is not None and row.code != "lines_busy"]
    assert all(total(row) <= 10 for row in patient)
    assert {row.code for row in patient} == {
        "too_many_requests",
        "vendor_fault",
        "answer_unreadable",
        "vendor_unreachable",
        "vendor_slow",
        "pass_refused",
        "persona_missing",
    }
