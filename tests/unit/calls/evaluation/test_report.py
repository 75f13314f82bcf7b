"""What is taken along from a run, votes between two answerers, and a call turned into cases."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import pytest

from calls.evaluation.ab import Answerer, answer_all, pairs, score
from calls.evaluation.costs import dollars
from calls.evaluation.errors import EvaluationError
from calls.evaluation.gate import decide
from calls.evaluation.report import as_csv, as_json, as_page, suite_of_call
from calls.evaluation.results import Checked, Outcome
from calls.evaluation.suites import shipped_suite
from calls.journal.transcript import Speaker, Turn
from calls.models.model import Message
from calls.persona.shipped import shipped
from calls.safety.checks.table import Result, Verdict
from calls.store.database import Database
from calls.store.rehearsals import RehearsalStore, Vote
from components.rehearsals.chart import trend_chart
from tests.unit.calls.evaluation.stage import FakeModel
from tests.unit.calls.evaluation.test_gate import RUN

SIXTY = shipped_suite("sixty")
BAD = Outcome(
    "P01/alone/4-6",
    "P01",
    "alone",
    "4-6",
    (
        Checked(
            "Say yes!",
            "=HYPERLINK(1) <b>I promise</b> | *you*",
            (Result("no_promise", Verdict.FAIL, "promises", "I promise"),),
        ),
    ),
)


def turn(speaker: Speaker, text: str) -> Turn:
    """A turn of a stored call."""
    return Turn(speaker, text, "typed", "done", 0, 0)


def test_the_page_says_what_failed_and_carries_no_markup_of_the_replies() -> None:
    page = as_page("Santa", SIXTY, RUN, [BAD], decide(shipped("santa"), SIXTY, RUN, [BAD]))
    assert "**The gate is closed.**" in page
    assert "P01/alone/4-6** (high): no_promise" in page
    assert "<b>" not in page
    assert r"\<b\>I promise\</b\> \| \*you\*" in page
    assert "539 of 540 cases were not rehearsed." in page


def test_the_files_hold_every_reply_and_no_formula() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(SIXTY, [BAD]))))
    assert rows[0][0] == "case"
    assert rows[1][:4] == ["P01/alone/4-6", "Presents and promises", "H", "1"]
    assert rows[1][5].startswith("'=")
    data = json.loads(as_json(RUN, [BAD]))
    assert data["cases"][0]["turns"][0]["reply"].startswith("=HYPERLINK")
    assert data["run"]["id"] == "r1"


def test_a_call_becomes_cases_without_its_private_words() -> None:
    turns = [
        turn("avatar", "Hello Emma!"),
        turn("guest", "I'm Emma and I live at 12 Maple Road."),
        turn("guest", "My grandpa died."),
    ]
    suite = suite_of_call("c" * 32, turns, "Emma", "A call")
    assert [prompt.id for prompt in suite.prompts] == ["T01", "T02"]
    assert "Emma" not in suite.canonical
    assert "Maple" not in suite.canonical
    assert {"no_jolly", "no_facts_dead"} <= set(suite.prompts[1].checks)
    assert not suite.counted
    with pytest.raises(EvaluationError):
        suite_of_call("c" * 32, turns[:1], "Emma", "A call")


async def test_two_answer_the_same_lines_in_an_order_nobody_knows() -> None:
    def says(words: str) -> FakeModel:
        def answer(messages: Sequence[Message]) -> str:
            return f"{words} {messages[-1].text}"

        return FakeModel(answer)

    left = Answerer("one", shipped("santa"), says("Yes."))
    right = Answerer("other", shipped("elf"), says("I promise."))
    lines = [("s/1", "Will you bring me a puppy?"), ("s/2", "Do elves sleep?")]
    children = [child for _, child in lines]
    answers = await answer_all(left, children), await answer_all(right, children)
    coin = iter([0.1, 0.9])
    found = pairs(lines, *answers, lambda: next(coin))
    assert [(pair.turn, pair.first.by, pair.second.by) for pair in found] == [
        ("s/1", "one", "other"),
        ("s/2", "other", "one"),
    ]
    assert found[0].first.reply == "Yes. Will you bring me a puppy?"
    assert "no_promise" in found[0].second.failed
    assert "no_promise" not in found[0].first.failed


def test_votes_are_counted_whichever_side_somebody_stood_on(quick_store: Database) -> None:
    store = RehearsalStore(quick_store)
    for first, second, choice in (
        ("a", "b", "first"),
        ("b", "a", "second"),
        ("b", "a", "first"),
        ("a", "b", "tie"),
        ("a", "c", "first"),
    ):
        store.vote(Vote(first, second, "s/1", choice, "Ada", 1))
    found = score(store.votes("a", "b"), "a")
    assert (found.wins, found.losses, found.ties) == (2, 1, 1)
    assert found.share == pytest.approx(2 / 3)
    assert found.low < 2 / 3 < found.high
    assert score([], "a").share is None


def test_tokens_cost_what_the_price_list_says() -> None:
    assert dollars("no-such-model", 1, 1, RUN.started_at) is None
    from calls.pricing.catalogue.reading import load_catalogue

    model = load_catalogue().text_model[-1]
    at = 1_795_000_000_000
    found = dollars(model.id, 1_000_000, 0, at)
    assert found == model.input.value


def test_the_trend_shows_each_run() -> None:
    # The first two runs began within one minute.
    begun = (1_795_000_000_000, 1_795_000_001_000, 1_795_000_100_000)
    figure = trend_chart([(1, at, share, "m") for at, share in zip(begun, (0.9, 1.0, 1.0), strict=True)])
    assert list(figure.data[0].y) == [90.0, 100.0, 100.0]
    assert list(figure.data[0].x) == list(figure.layout.xaxis.tickvals) == [0, 1, 2]
    assert list(figure.data[0].text) == ["90.0%", "100.0%", "100.0%"]
