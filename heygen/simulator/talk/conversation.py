"""The avatar's side of a talk: what is said next, when it starts, how it is cut off, and what is told about it."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field

from heygen.simulator.media.performance import Performance
from heygen.simulator.media.speech.speech import Speech, Voice, VoiceStyle, split_sentences
from heygen.simulator.talk.brain import Brain, Line, Persona
from heygen.simulator.talk.happenings import Happening, Kind

__all__ = ["Conversation"]

logger = logging.getLogger(__name__)

# One audio packet of lead, so that the first sound of a sentence is not already in the past.
_LEAD_S = 0.02
# Pieces of one sound are planned this much before the former one ends, so that they join without a gap.
_AHEAD_S = 0.2


@dataclass
class _Task:
    id: str
    speeches: AsyncGenerator[Speech]
    gapless: bool = False
    done: asyncio.Future[float] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    said: list[str] = field(default_factory=list)
    began_at: float | None = None
    cut: bool = False


class Conversation:
    """Speaks queued tasks one after the other. Runs on one event loop; `now` is that loop's clock, in seconds."""

    def __init__(
        self,
        *,
        performance: Performance,
        voice: Voice,
        style: VoiceStyle,
        brain: Brain,
        persona: Persona,
        emit: Callable[[Happening], None],
        record: Callable[[str, str], None],
        now: Callable[[], float],
    ) -> None:
        self._performance = performance
        self._voice = voice
        self._style = style
        self._brain = brain
        self._persona = persona
        self._emit = emit
        self._record = record
        self._now = now
        self._history: list[Line] = []
        self._queue: deque[_Task] = deque()
        self._speaking: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def talking(self) -> bool:
        """Whether something is being said or waits to be said."""
        return self._speaking is not None

    def say(self, text: str, task_id: str) -> asyncio.Future[float]:
        """Queues a text to be spoken verbatim. The future gives the seconds spoken, also after an interruption."""
        return self._enqueue(_Task(task_id, self._ahead(_each(split_sentences(text)))))

    def ask(self, text: str, task_id: str) -> asyncio.Future[float]:
        """Queues an answer to the guest's line."""
        answer = self._brain.answer(text, self._persona, tuple(self._history))
        self._remember("user", text)
        return self._enqueue(_Task(task_id, self._ahead(answer)))

    def play(self, speeches: AsyncGenerator[Speech], task_id: str) -> asyncio.Future[float]:
        """Queues sound that somebody else made; its pieces follow each other without a gap, and have no words."""
        return self._enqueue(_Task(task_id, speeches, gapless=True))

    def interrupt(self) -> None:
        """Stops the present sentence within a packet and forgets what was queued."""
        self._performance.cut(self._now())
        forgotten = list(self._queue)
        self._queue.clear()
        for task in forgotten:
            _settle(task, 0.0)
        if self._speaking is not None:
            self._speaking.cancel()

    def listening(self, on: bool) -> None:
        """Shows the attentive face, or the idle one."""
        self._performance.listening = on

    async def length_of(self, sentences: list[str]) -> float:
        """Seconds that a text will take to speak."""
        loop = asyncio.get_running_loop()
        speeches = [await loop.run_in_executor(None, self._voice.speak, text, self._style) for text in sentences]
        return sum(speech.duration for speech in speeches)

    async def close(self) -> None:
        """Stops speaking for good; what is queued from now on is not spoken."""
        self._closed = True
        speaking = self._speaking
        self.interrupt()
        if speaking is not None:
            await asyncio.gather(speaking, return_exceptions=True)

    def _enqueue(self, task: _Task) -> asyncio.Future[float]:
        if self._closed:
            _settle(task, 0.0)
        else:
            self._queue.append(task)
            self._next()
        return task.done

    def _next(self) -> None:
        if self._speaking is None and self._queue:
            task = self._queue.popleft()
            self._speaking = asyncio.ensure_future(self._perform(task))
            # A callback, because a coroutine that is cancelled before its first step never reaches its own `finally`.
            self._speaking.add_done_callback(lambda performed: self._performed(task, performed))

    async def _perform(self, task: _Task) -> None:
        free_at = 0.0
        async with aclosing(task.speeches) as speeches:
            async for speech in speeches:
                at = max(free_at, self._now() + _LEAD_S)
                if task.began_at is None:
                    task.began_at = at
                    self._emit(Happening(Kind.AVATAR_START, task.id))
                self._performance.begin(speech, at)
                await self._caption(speech, at, task)
                free_at = at + speech.duration
                await self._until(free_at - _AHEAD_S if task.gapless else free_at)
            await self._until(free_at)

    async def _caption(self, speech: Speech, at: float, task: _Task) -> None:
        for word in speech.words:
            await self._until(at + word.start)
            piece = f" {word.text}" if task.said else word.text
            task.said.append(piece)
            self._emit(Happening(Kind.AVATAR_WORDS, task.id, piece))

    def _performed(self, task: _Task, performed: asyncio.Task[None]) -> None:
        task.cut = performed.cancelled()
        if not task.cut and (error := performed.exception()) is not None:
            logger.error("speech failed kind=%s", type(error).__name__, exc_info=error)
        spoken = 0.0 if task.began_at is None else max(0.0, self._now() - task.began_at)
        text = "".join(task.said).strip()
        if task.began_at is not None:
            if not task.gapless:
                self._emit(Happening(Kind.AVATAR_TEXT, task.id, text))
            self._emit(Happening(Kind.AVATAR_STOP, task.id, duration_ms=spoken * 1000, cut=task.cut))
        if text:
            self._remember("avatar", text)
        _settle(task, spoken)
        self._speaking = None
        self._next()

    async def _ahead(self, sentences: AsyncIterator[str]) -> AsyncGenerator[Speech]:
        """Synthesises the next sentence while the present one is spoken."""
        coming = asyncio.ensure_future(self._spoken(sentences))
        try:
            while (speech := await coming) is not None:
                coming = asyncio.ensure_future(self._spoken(sentences))
                yield speech
        finally:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)
            if isinstance(sentences, AsyncGenerator):
                await sentences.aclose()

    async def _spoken(self, sentences: AsyncIterator[str]) -> Speech | None:
        async for sentence in sentences:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(None, self._voice.speak, sentence, self._style)
        return None

    async def _until(self, moment: float) -> None:
        await asyncio.sleep(max(0.0, moment - self._now()))

    def _remember(self, role: str, text: str) -> None:
        self._history.append(Line(role, text))
        self._record(role, text)


def _settle(task: _Task, spoken: float) -> None:
    if not task.done.done():
        task.done.set_result(spoken)


async def _each(sentences: list[str]) -> AsyncIterator[str]:
    for sentence in sentences:
        yield sentence
