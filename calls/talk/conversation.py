"""The conversation of a call that we answer ourselves: it belongs to the call, and lines come and go.

It hears the stored events of its call and answers each typed line of the guest, in order. Whoever attaches gets the
answer under way again from its beginning, so that a socket lost in mid-answer loses nothing.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from calls.journal.events import Event, Typed
from calls.models.model import ChatModel, ModelError
from calls.persona import AgeBand, Persona
from calls.talk.prompting import Said, messages, opening

__all__ = ["GREETING", "Asked", "Conversation", "Send", "Speaker"]

logger = logging.getLogger(__name__)

GREETING: Final = 0
"""The number of the opening line among the replies; an answer bears the number of the line it answers."""
_WAITING_MAX: Final = 20
"""Lines that may wait for an answer. A page sends one at a time; what comes on top of these is not answered."""
_PATIENCE_S: Final = 20.0
"""Longest wait for a model's next words. A page gives an answer up after 30 s without a sign of life."""

Send = Callable[[Mapping[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class Speaker:
    """Who answers: the persona, the model behind it, and words for the moments in which the model has none."""

    persona: Persona = field(repr=False)
    guest: str = field(repr=False)
    age: AgeBand | None
    model: ChatModel = field(repr=False)
    again: str = "Oh my, the snow is loud on the roof. Would you write that once more, please?"


@dataclass(frozen=True)
class Asked:
    """A line of the guest that waits for its answer, with its number in the journal."""

    number: int
    text: str = field(repr=False)


@dataclass
class _Reply:
    number: int
    text: str = ""
    done: bool = False

    def frame(self, at: int) -> dict[str, Any]:
        """What has been said from a place on; places count UTF-16 units, as a browser does."""
        units = len(self.text[:at].encode("utf-16-le")) // 2
        return {"kind": "reply", "id": self.number, "at": units, "text": self.text[at:], "done": self.done}


class Conversation:
    """One call's. Made on the event loop that serves lines; `hear` and `stop` may be called from any thread.

    `said` is the talk before, `asked` the lines that still wait, `last` the reply that a page may still hold open.
    `instead` is asked before the model: words that take
    the place of its answer, or None; `clock` gives seconds, for the log.
    """

    def __init__(
        self,
        speaker: Speaker,
        *,
        said: Sequence[Said] = (),
        asked: Sequence[Asked] = (),
        last: int = GREETING,
        instead: Callable[[str], str | None] = lambda _: None,
        patience_s: float = _PATIENCE_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._speaker = speaker
        self._said = list(said)
        self._instead = instead
        self._patience_s = patience_s
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._lines: list[Send] = []
        self._reply = _Reply(last)
        self._waiting: asyncio.Queue[Asked] = asyncio.Queue(_WAITING_MAX)
        self._heard: set[int] = set()
        for one in asked:
            self._take(one)
        self._task = asyncio.ensure_future(self._run())

    async def attach(self, send: Send) -> Callable[[], None]:
        """Sends everything from now on, the answer under way first; returns how to stop it."""
        self._lines.append(send)
        await send(self._reply.frame(0))

        def detach() -> None:
            if send in self._lines:
                self._lines.remove(send)

        return detach

    def hear(self, events: Sequence[Event]) -> None:
        """Takes stored events of the call."""
        lines = [Asked(one.seq, one.text) for one in events if isinstance(one, Typed) and one.intent == "ask"]
        if lines:
            self._loop.call_soon_threadsafe(self._take_all, lines)

    def stop(self) -> None:
        """Ends the conversation; an answer under way is broken off."""
        self._loop.call_soon_threadsafe(self._task.cancel)

    def _take_all(self, lines: Sequence[Asked]) -> None:
        for line in lines:
            self._take(line)

    def _take(self, line: Asked) -> None:
        # The journal tells each event once; a line read from the store at the beginning may be told once more.
        if line.number in self._heard:
            return
        self._heard.add(line.number)
        if self._waiting.full():
            logger.warning("line not answered waiting=%d", self._waiting.qsize())
            return
        self._waiting.put_nowait(line)

    async def _run(self) -> None:
        if not any(one.speaker == "avatar" for one in self._said):
            await self._say(opening(self._speaker.persona, self._speaker.guest))
            self._said.append(Said("avatar", self._reply.text))
        await self._done()
        while True:
            line = await self._waiting.get()
            self._reply = _Reply(line.number)
            await self._answer(line.text)
            await self._done()
            self._said += [Said("guest", line.text), Said("avatar", self._reply.text)]

    async def _answer(self, line: str) -> None:
        """Answers, come what may: whoever asked is a child that waits."""
        begun = self._clock()
        try:
            instead = self._instead(line)
            if instead is not None:
                await self._say(instead)
                return
            await self._stream(line)
        except (ModelError, TimeoutError) as error:
            logger.warning("model failed kind=%s", getattr(error, "code", "too_slow"))
        except Exception:
            logger.exception("answer failed")
        if not self._reply.text.strip():
            await self._say(self._speaker.again)
        logger.info("answered ms=%d", (self._clock() - begun) * 1000)

    async def _stream(self, line: str) -> None:
        who = self._speaker
        told = messages(who.persona, guest=who.guest, age=who.age, said=self._said, line=line)
        pieces = who.model.stream(told, who.persona.model, who.guest)
        held = ""
        while True:
            async with asyncio.timeout(self._patience_s):
                piece = await anext(pieces, None)
            if piece is None:
                break
            held += piece
            # Models cut words in pieces; a transcript joins whole words only.
            cut = max(held.rfind(" "), held.rfind("\n")) + 1
            if cut:
                await self._say(held[:cut])
                held = held[cut:]
        if held:
            await self._say(held)

    async def _say(self, text: str) -> None:
        at = len(self._reply.text)
        self._reply.text += text
        await self._send(self._reply.frame(at))

    async def _done(self) -> None:
        self._reply.done = True
        await self._send(self._reply.frame(len(self._reply.text)))

    async def _send(self, frame: Mapping[str, Any]) -> None:
        for send in tuple(self._lines):
            try:
                await send(frame)
            except Exception:
                # A socket that breaks here is noticed by its own line, which comes back for the whole answer.
                logger.debug("line lost in mid-answer")
                if send in self._lines:
                    self._lines.remove(send)
