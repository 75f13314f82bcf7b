"""A conversation: greeting, answers in order, whatever becomes of model and page; nobody who asked waits in vain."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from calls.models.model import ModelError, ModelUnreachableError
from calls.persona.shipped import shipped
from calls.talk.conversation import GREETING, Asked, Conversation, Speaker
from calls.talk.prompting import Said, opening
from tests.unit.calls.desk import as_events
from tests.unit.calls.lines import units
from tests.unit.calls.talk.models import Echo, Page, eventually

SANTA = shipped("santa")
GREETED = opening(SANTA, "Emma")
AGAIN = Speaker(SANTA, "Emma", None, Echo()).again
UNREACHABLE = ModelUnreachableError("The model's endpoint does not answer.", "Check it.")


@asynccontextmanager
async def talking(model: Echo, **options: Any) -> AsyncIterator[tuple[Conversation, Page]]:
    """A conversation with a page attached; afterwards it is stopped, and no task is left."""
    conversation, page = Conversation(Speaker(SANTA, "Emma", None, model), **options), Page()
    await conversation.attach(page.send)
    yield conversation, page
    conversation.stop()
    await eventually(lambda: len(asyncio.all_tasks()) == 1)


def ask(conversation: Conversation, number: int, text: str = "Hello Santa") -> None:
    """The guest's line is stored under this number."""
    conversation.hear(as_events({"type": "typed", "text": text, "intent": "ask"}, first=number))


async def test_the_greeting_comes_by_itself_and_the_answers_in_order() -> None:
    async with talking(Echo()) as (conversation, page):
        ask(conversation, 4, "Hello")
        ask(conversation, 6, "A sledge")
        await eventually(lambda: page.done(6))
        assert [page.text(number) for number in (GREETING, 4, 6)] == [
            GREETED,
            "You said: Hello",
            "You said: A sledge",
        ]
        numbers = [frame["id"] for frame in page.frames]
        assert numbers == sorted(numbers)
        assert [frame["text"] for frame in page.frames if frame["done"]] == ["", "", ""]


async def test_the_model_is_told_the_greeting_and_what_was_said() -> None:
    model = Echo()
    async with talking(model) as (conversation, page):
        ask(conversation, 1, "Hello")
        ask(conversation, 2, "A sledge")
        await eventually(lambda: page.done(2))
    first = [("assistant", GREETED), ("user", "Hello")]
    assert model.talk(0) == first
    assert model.talk(1) == [*first, ("assistant", "You said: Hello"), ("user", "A sledge")]


async def test_pieces_are_whole_words() -> None:
    async with talking(Echo(lambda _: ["Ho h", "o ho, the sno", "w\nis de", "ep."])) as (conversation, page):
        ask(conversation, 1)
        await eventually(lambda: page.done(1))
        pieces = [frame["text"] for frame in page.frames if frame["id"] == 1 and not frame["done"]]
        assert "".join(pieces) == "Ho ho ho, the snow\nis deep."
        assert all(piece[-1] in " \n" for piece in pieces[:-1])


@pytest.mark.parametrize(
    ("pieces", "heard"),
    [
        ([UNREACHABLE], AGAIN),
        ([KeyError("our own fault")], AGAIN),
        ([], AGAIN),
        (["  \n ", UNREACHABLE], f"  \n {AGAIN}"),
        (["hal", UNREACHABLE], AGAIN),
        (["Ho ", "ho ", UNREACHABLE], "Ho ho "),
        (["Ho ", "ho ", KeyError("our own fault")], "Ho ho "),
    ],
)
async def test_whatever_the_model_does_there_are_words_and_the_next_line_is_answered(
    pieces: list[str | Exception], heard: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(Echo(lambda line: pieces if line == "first" else ["Yes"])) as (conversation, page):
        ask(conversation, 1, "first")
        ask(conversation, 2, "second")
        await eventually(lambda: page.done(2))
        assert (page.text(1), page.text(2)) == (heard, "Yes")
        assert page.done(1)
    if pieces:
        kind = "model failed" if isinstance(pieces[-1], ModelError) else "answer failed"
        assert kind in caplog.text
    assert "first" not in caplog.text


async def test_a_model_that_says_nothing_for_too_long_is_not_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    never = asyncio.Event()
    model = Echo(lambda line: [never] if line == "first" else ["Oh, ", never] if line == "second" else ["Yes"])
    async with talking(model, patience_s=0.02) as (conversation, page):
        for number, text in enumerate(("first", "second", "third"), 1):
            ask(conversation, number, text)
        await eventually(lambda: page.done(3))
        assert [page.text(number) for number in (1, 2, 3)] == [AGAIN, "Oh, ", "Yes"]
    assert "model failed kind=too_slow" in caplog.text


async def test_patience_is_for_silence_and_not_for_a_long_answer() -> None:
    class Clockwork(Echo):
        async def stream(self, *_: Any) -> AsyncIterator[str]:
            for _n in range(6):
                await asyncio.sleep(0.1)
                yield "ho "

    async with talking(Clockwork(), patience_s=0.4) as (conversation, page):
        ask(conversation, 1)
        await eventually(lambda: page.done(1))
        assert page.text(1) == "ho " * 6


async def test_what_is_said_instead_takes_the_models_place() -> None:
    model = Echo()
    instead: Callable[[str], str | None] = lambda line: "Call a grown-up." if line == "help" else None  # noqa: E731
    async with talking(model, instead=instead) as (conversation, page):
        ask(conversation, 1, "help")
        ask(conversation, 2, "Hello")
        await eventually(lambda: page.done(2))
        assert (page.text(1), page.text(2)) == ("Call a grown-up.", "You said: Hello")
    assert [talk[-1].text for talk in model.told] == ["Hello"]
    assert ("assistant", "Call a grown-up.") in model.talk(0)


async def test_a_rule_that_fails_does_not_let_the_model_answer_in_its_place() -> None:
    model = Echo()

    def broken(_: str) -> str | None:
        raise LookupError

    async with talking(model, instead=broken) as (conversation, page):
        ask(conversation, 1)
        await eventually(lambda: page.done(1))
        assert page.text(1) == AGAIN
    assert model.told == []


async def test_a_page_that_comes_back_in_mid_answer_gets_all_of_it_and_goes_on() -> None:
    go_on = asyncio.Event()
    async with talking(Echo(lambda _: ["One two ", go_on, "three four"])) as (conversation, lost):
        detach = await conversation.attach((second := Page()).send)
        ask(conversation, 1)
        await eventually(lambda: second.text(1) == "One two ")
        lost.broken = True
        detach()
        go_on.set()
        await asyncio.sleep(0)
        back = Page()
        await conversation.attach(back.send)
        assert back.frames[0]["at"] == 0
        assert back.frames[0]["text"].startswith("One two ")
        await eventually(lambda: back.done(1))
        assert back.text(1) == "One two three four"
        assert second.text(1) == lost.text(1) == "One two "
        ask(conversation, 2)
        await eventually(lambda: back.done(2))
        assert (back.text(2), second.done(2), lost.done(2)) == ("One two three four", False, False)


async def test_an_answer_given_while_no_page_was_there_is_told_to_the_next_one(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    conversation, page = Conversation(Speaker(SANTA, "Emma", None, Echo())), Page()
    ask(conversation, 1)
    await eventually(lambda: "answered ms=" in caplog.text)
    await conversation.attach(page.send)
    assert page.frames == [{"kind": "reply", "id": 1, "at": 0, "text": "You said: Hello Santa", "done": True}]
    conversation.stop()
    await eventually(lambda: len(asyncio.all_tasks()) == 1)


async def test_places_count_the_units_of_a_browser() -> None:
    words = ["🎅🏽 ho ", "🎄 ", "é ", "🦌"]
    async with talking(Echo(lambda _: words)) as (conversation, page):
        ask(conversation, 1)
        await eventually(lambda: page.done(1))
        frames = [frame for frame in page.frames if frame["id"] == 1]
        assert [frame["at"] for frame in frames] == [units("".join(words[:n])) for n in range(len(words) + 1)]
        assert frames[-1]["at"] == 4 + 4 + 3 + 2 + 2


async def test_a_line_that_is_told_twice_is_answered_once() -> None:
    model = Echo()
    async with talking(model, asked=[Asked(1, "Hello")]) as (conversation, page):
        for number in (1, 1, 2, 1, 2):
            ask(conversation, number, "Hello" if number == 1 else "Bye")
        await eventually(lambda: page.done(2))
        ask(conversation, 1)
        ask(conversation, 3)
        await eventually(lambda: page.done(3))
    assert [talk[-1].text for talk in model.told] == ["Hello", "Bye", "Hello Santa"]


async def test_only_what_the_guest_asks_is_answered() -> None:
    model = Echo()
    async with talking(model) as (conversation, page):
        said = {"type": "typed", "text": "Say this", "intent": "say"}
        heard = {"type": "user_talking_message", "text": "spoken", "cumulative": False}
        conversation.hear(as_events(said, heard, {"type": "phase", "phase": "text"}))
        ask(conversation, 4)
        await eventually(lambda: page.done(4))
    assert [talk[-1].text for talk in model.told] == ["Hello Santa"]


async def test_twenty_lines_may_wait_and_the_next_one_is_not_answered(caplog: pytest.LogCaptureFixture) -> None:
    go_on, model = asyncio.Event(), Echo()
    model.say = lambda _: [go_on, "Yes"]
    async with talking(model) as (conversation, page):
        ask(conversation, 1)
        await eventually(lambda: len(model.told) == 1)
        for number in range(2, 25):
            ask(conversation, number)
        await eventually(lambda: caplog.text.count("line not answered waiting=20") == 3)
        go_on.set()
        await eventually(lambda: page.done(21))
        ask(conversation, 25)
        await eventually(lambda: page.done(25))
        assert [number for number in range(1, 26) if page.done(number)] == [*range(1, 22), 25]


async def test_stopping_breaks_off_in_mid_answer() -> None:
    never = asyncio.Event()
    async with talking(Echo(lambda _: ["One ", never])) as (conversation, page):
        ask(conversation, 1)
        await eventually(lambda: page.text(1) == "One ")
        conversation.stop()
        await eventually(lambda: len(asyncio.all_tasks()) == 1)
        assert not page.done(1)


async def test_lines_are_heard_and_the_end_is_told_from_any_thread() -> None:
    async with talking(Echo()) as (conversation, page):
        threads = [threading.Thread(target=ask, args=(conversation, number)) for number in (1, 2)]
        for thread in threads:
            thread.start()
        await eventually(lambda: page.done(1) and page.done(2))
        stopper = threading.Thread(target=conversation.stop)
        stopper.start()
        await eventually(lambda: len(asyncio.all_tasks()) == 1)
        for thread in (*threads, stopper):
            thread.join()


async def test_a_conversation_that_goes_on_greets_nobody_and_closes_what_was_broken_off() -> None:
    model = Echo()
    said = [Said("avatar", "Ho ho!"), Said("guest", "Hi"), Said("avatar", "Hi Em")]
    async with talking(model, said=said, asked=[Asked(7, "Lost")], last=5) as (_, page):
        await eventually(lambda: page.done(7))
        assert [frame for frame in page.frames if frame["id"] == 5][-1] == {
            "kind": "reply",
            "id": 5,
            "at": 0,
            "text": "",
            "done": True,
        }
        assert not page.done(GREETING)
    assert model.talk(0) == [("assistant", "Ho ho!"), ("user", "Hi"), ("assistant", "Hi Em"), ("user", "Lost")]


async def test_nothing_that_is_said_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    async with talking(Echo()) as (conversation, page):
        ask(conversation, 1, "a secret wish")
        await eventually(lambda: page.done(1))
        page.broken = True
        ask(conversation, 2, "a secret wish")
        await eventually(lambda: caplog.text.count("answered ms=") == 2)
    assert "secret wish" not in caplog.text
    assert "Emma" not in caplog.text
