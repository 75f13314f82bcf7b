"""The conversations of a server: one for each call, from its store after a restart, to the call's end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from starlette.concurrency import run_in_threadpool

from calls.store.calls import CallRecord
from calls.talk.conversation import GREETING
from calls.talk.conversations import Conversations
from heygen import Dialect
from tests.unit.calls.desk import Desk
from tests.unit.calls.talk.models import Echo, Page, eventually

TEXT = {"type": "phase", "phase": "text"}
DONE = {"type": "avatar_end_message"}, {"type": "avatar_stop_talking"}


def _says(text: str) -> dict[str, Any]:
    return {"type": "avatar_talking_message", "text": text, "cumulative": False}


def _asks(text: str) -> dict[str, Any]:
    return {"type": "typed", "text": text, "intent": "ask"}


GREETED = [TEXT, _says("Ho ho!"), *DONE]


@asynccontextmanager
async def server(desk: Desk, model: Echo) -> AsyncIterator[Conversations]:
    """A server's conversations; afterwards they are closed, and no task is left."""
    conversations = Conversations(archive=desk.archive, feed=desk.feed, model=lambda _: model)
    desk.told_over = conversations.over
    yield conversations
    conversations.close()
    await eventually(lambda: len(asyncio.all_tasks()) == 1)


async def attached(conversations: Conversations, call: CallRecord) -> Page:
    """A page that hears the conversation of a call."""
    page = Page()
    await (await conversations.of(call)).attach(page.send)
    return page


@pytest.fixture
def call(desk: Desk) -> CallRecord:
    """A call whose page has joined."""
    return desk.open(Dialect.LIVEAVATAR)


async def test_a_call_has_one_conversation_however_many_lines_ask_for_it(desk: Desk, call: CallRecord) -> None:
    other = desk.open(Dialect.LIVEAVATAR)
    async with server(desk, Echo()) as conversations:
        found = await asyncio.gather(*(conversations.of(one) for one in (call, call, other, call)))
        assert len({id(one) for one in found}) == 2
        assert found[0] is found[1] is found[3]


async def test_the_next_server_answers_what_the_last_one_left_unanswered(desk: Desk, call: CallRecord) -> None:
    desk.record(call, *GREETED, _asks("Hi"), _says("Hi Emma"), *DONE, _asks("Lost"))
    model = Echo()
    async with server(desk, model) as conversations:
        page = await attached(conversations, call)
        await eventually(lambda: page.done(9))
        assert page.text(9) == "You said: Lost"
        assert not page.done(GREETING)
    assert model.talk(0) == [
        ("assistant", "Ho ho!"),
        ("user", "Hi"),
        ("assistant", "Hi Emma"),
        ("user", "Lost"),
    ]


async def test_the_next_server_closes_what_the_last_one_broke_off_and_does_not_give_it_again(
    desk: Desk, call: CallRecord
) -> None:
    desk.record(call, *GREETED, _asks("Hi"), _says("Hi Em"))
    model = Echo()
    async with server(desk, model) as conversations:
        page = await attached(conversations, call)
        await eventually(lambda: page.done(5))
        assert page.text(5) == ""
        desk.record(call, *DONE, _asks("And?"))
        await eventually(lambda: page.done(9))
    assert [talk[-1].text for talk in model.told] == ["And?"]
    assert ("assistant", "Hi Em") in model.talk(0)


async def test_a_line_that_is_stored_while_the_history_is_read_is_answered_once(
    desk: Desk, call: CallRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = desk.archive.events

    def late(call_id: str) -> Any:
        # Before the read of the events, which sees it; and one after, which nobody has read.
        desk.record(call, _asks("seen"))
        found = events(call_id)
        desk.record(call, _asks("not seen"))
        return found

    desk.record(call, *GREETED)
    monkeypatch.setattr(desk.archive, "events", late)
    model = Echo()
    async with server(desk, model) as conversations:
        page = await attached(conversations, call)
        await eventually(lambda: page.done(6))
        desk.record(call, _asks("later"))
        await eventually(lambda: page.done(7))
    assert [talk[-1].text for talk in model.told] == ["seen", "not seen", "later"]
    assert model.talk(0) == [("assistant", "Ho ho!"), ("user", "seen")]


async def test_the_calls_end_stops_its_conversation_and_no_other(desk: Desk, call: CallRecord) -> None:
    other = desk.open(Dialect.LIVEAVATAR)
    model = Echo(lambda line: [asyncio.Event()] if line == "never" else ["Yes"])
    async with server(desk, model) as conversations:
        page, elsewhere = await attached(conversations, call), await attached(conversations, other)
        desk.record(call, _asks("never"))
        await eventually(lambda: len(model.told) == 1)
        await run_in_threadpool(desk.endings.end, call.id, "guest")
        await eventually(lambda: len(asyncio.all_tasks()) == 2)
        desk.record(call, _asks("after the end"))
        desk.record(other, _asks("Hello"))
        await eventually(lambda: elsewhere.done(1))
        assert not page.done(1)
    assert [talk[-1].text for talk in model.told] == ["never", "Hello"]


async def test_an_end_that_another_server_brought_about_stops_it_too(desk: Desk, call: CallRecord) -> None:
    other = Desk(desk.database, desk.vendor, desk.clock)
    async with server(desk, Echo()) as conversations:
        await conversations.of(call)
        await run_in_threadpool(other.endings.end, call.id, "silence")
        # The page's next beat finds the call over, and says goodbye.
        await run_in_threadpool(desk.endings.end, call.id, "server")
        await eventually(lambda: len(asyncio.all_tasks()) == 1)
    assert desk.got(call).end_reason == "silence"


async def test_a_call_that_ended_just_before_keeps_no_conversation(desk: Desk, call: CallRecord) -> None:
    async with server(desk, Echo()) as conversations:
        await run_in_threadpool(desk.endings.end, call.id, "guest")
        await conversations.of(call)
        await eventually(lambda: len(asyncio.all_tasks()) == 1)


async def test_closing_stops_all_of_them(desk: Desk, call: CallRecord) -> None:
    other = desk.open(Dialect.LIVEAVATAR)
    async with server(desk, Echo(lambda _: [asyncio.Event()])) as conversations:
        for one in (call, other):
            await conversations.of(one)
            desk.record(one, _asks("Hello"))
        assert len(asyncio.all_tasks()) == 3
