"""A text conversation on one line: the greeting, then an answer to each of the guest's lines, in order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from calls.guests import GUEST_NAME
from calls.journal.transcript import Speaker, Turn
from calls.persona import filled
from calls.store.personas import Version
from calls.talk.responder import Responder

__all__ = ["TextTalk"]

_QUEUE_MAX = 20
_GREETING = 0

Send = Callable[[Mapping[str, Any]], Awaitable[None]]


class TextTalk:
    """Answers on `send`. `said` is the talk before this line was opened, for a page that came back."""

    def __init__(self, *, persona: Version, guest: str, said: Sequence[Turn], responder: Responder, send: Send) -> None:
        self._persona = persona
        self._guest = guest
        self._said = _answered(said)
        self._responder = responder
        self._send = send
        self._waiting: asyncio.Queue[tuple[int, str]] = asyncio.Queue(_QUEUE_MAX)
        self._taken: set[int] = set()
        self._task = asyncio.ensure_future(self._run())

    def write(self, number: int, text: str) -> bool:
        """Takes a line of the guest, once; False when too many are waiting."""
        if number in self._taken:
            return True
        with suppress(asyncio.QueueFull):
            self._waiting.put_nowait((number, text))
            self._taken.add(number)
            return True
        return False

    async def close(self) -> None:
        """Stops answering."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        if not any(turn.speaker == "avatar" for turn in self._said):
            await self._reply(_GREETING, filled(self._persona.document, {GUEST_NAME: self._guest}).opening)
            await self._done(_GREETING)
        while True:
            number, text = await self._waiting.get()
            answer = sent = ""
            async for piece in self._responder.answer(self._persona, self._guest, self._said, text):
                answer += piece
                # Models cut words in pieces; the page's transcript joins whole words only.
                whole = answer[: max(answer.rfind(" "), answer.rfind("\n")) + 1]
                if len(whole) > len(sent):
                    await self._reply(number, whole[len(sent) :])
                    sent = whole
            if len(answer) > len(sent):
                await self._reply(number, answer[len(sent) :])
            await self._done(number)
            self._said += [_turn("guest", text), _turn("avatar", answer)]

    async def _reply(self, number: int, text: str) -> None:
        await self._send({"kind": "reply", "id": number, "text": text, "done": False})

    async def _done(self, number: int) -> None:
        await self._send({"kind": "reply", "id": number, "text": "", "done": True})


def _answered(said: Sequence[Turn]) -> list[Turn]:
    """The talk up to the last answer: what the guest wrote since is written again by the page that came back."""
    turns = list(said)
    while turns and turns[-1].speaker == "guest":
        turns.pop()
    return turns


def _turn(speaker: Speaker, text: str) -> Turn:
    return Turn(speaker, text, "typed", "done", started_at=0, ended_at=0)
