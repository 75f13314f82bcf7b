"""The avatar's side of a talk: what is said next, when it starts, how it is cut off, and what is told about it."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from heygen.simulator.brain import Brain, Line, Persona
from heygen.simulator.happenings import Happening, Kind
from heygen.simulator.media.performance import Performance
from heygen.simulator.media.speech import Speech, Voice, VoiceStyle, split_sentences

__all__ = ["Conversation"]

logger = logging.getLogger(__name__)

# One audio packet of lead, so that the first sound of a sentence is not already in the past.
_LEAD_S = 0.02


@dataclass
class _Task:
    id: str
    sentences: AsyncIterator[str]
    done: asyncio.Future[float] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


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

    @property
    def talking(self) -> bool:
        """Whether something is being said or waits to be said."""
        return self._speaking is not None

    def say(self, text: str, task_id: str) -> asyncio.Future[float]:
        """Queues a text to be spoken verbatim. The future gives the seconds spoken, also after an interruption."""
        return self._enqueue(_Task(task_id, _each(split_sentences(text))))

    def ask(self, text: str, task_id: str) -> asyncio.Future[float]:
        """Queues an answer to the guest's line."""
        answer = self._brain.answer(text, self._persona, tuple(self._history))
        self._remember("user", text)
        return self._enqueue(_Task(task_id, answer))

    def interrupt(self) -> None:
        """Stops the present sentence within a packet and forgets what was queued."""
        self._performance.cut(self._now())
        for task in self._queue:
            task.done.set_result(0.0)
        self._queue.clear()
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
        """Stops speaking for good."""
        speaking = self._speaking
        self.interrupt()
        if speaking is not None:
            await asyncio.gather(speaking, return_exceptions=True)

    def _enqueue(self, task: _Task) -> asyncio.Future[float]:
        self._queue.append(task)
        self._next()
        return task.done

    def _next(self) -> None:
        if self._speaking is None and self._queue:
            self._speaking = asyncio.ensure_future(self._perform(self._queue.popleft()))

    async def _perform(self, task: _Task) -> None:
        said: list[str] = []
        spoken = 0.0
        started = self._now()
        begun = False
        try:
            async for speech in self._ahead(task.sentences):
                if not begun:
                    begun, started = True, self._now()
                    self._emit(Happening(Kind.AVATAR_START, task.id))
                await self._speak(speech, task.id, said)
        except asyncio.CancelledError:
            logger.debug("speech cut task=%s", task.id)
        finally:
            spoken = self._now() - started if begun else 0.0
            self._finish(task, "".join(said).strip(), spoken, begun)

    async def _speak(self, speech: Speech, task_id: str, said: list[str]) -> None:
        at = self._now() + _LEAD_S
        self._performance.begin(speech, at)
        for word in speech.words:
            await self._until(at + word.start)
            piece = word.text if not said else f" {word.text}"
            said.append(piece)
            self._emit(Happening(Kind.AVATAR_WORDS, task_id, piece))
        await self._until(at + speech.duration)

    def _finish(self, task: _Task, text: str, spoken: float, begun: bool) -> None:
        if begun:
            self._emit(Happening(Kind.AVATAR_TEXT, task.id, text))
            self._emit(Happening(Kind.AVATAR_STOP, task.id, duration_ms=spoken * 1000))
        if text:
            self._remember("avatar", text)
        if not task.done.done():
            task.done.set_result(spoken)
        self._speaking = None
        self._next()

    async def _ahead(self, sentences: AsyncIterator[str]) -> AsyncIterator[Speech]:
        """Synthesises the next sentence while the present one is spoken."""
        loop = asyncio.get_running_loop()
        coming: asyncio.Queue[Speech | None] = asyncio.Queue(maxsize=1)

        async def produce() -> None:
            try:
                async for sentence in sentences:
                    await coming.put(await loop.run_in_executor(None, self._voice.speak, sentence, self._style))
            finally:
                await coming.put(None)

        producer = asyncio.ensure_future(produce())
        try:
            while (speech := await coming.get()) is not None:
                yield speech
            await producer
        finally:
            producer.cancel()
            await asyncio.gather(producer, return_exceptions=True)

    async def _until(self, moment: float) -> None:
        await asyncio.sleep(max(0.0, moment - self._now()))

    def _remember(self, role: str, text: str) -> None:
        self._history.append(Line(role, text))
        self._record(role, text)


async def _each(sentences: list[str]) -> AsyncIterator[str]:
    for sentence in sentences:
        yield sentence
