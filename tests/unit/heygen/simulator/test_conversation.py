"""What the avatar says, in which order, and what is told about it: real asyncio, a voice of two hundredths a word."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from itertools import pairwise

import pytest

from heygen.simulator.media.errors import VoiceError
from heygen.simulator.media.picture.face import Mouth
from heygen.simulator.media.speech.speech import STYLES, Speech, VoiceStyle, Word
from heygen.simulator.talk.brain import Line, Persona
from heygen.simulator.talk.conversation import Conversation
from heygen.simulator.talk.happenings import Happening, Kind

WORD_S = 0.02
START, WORDS, TEXT, STOP = Kind.AVATAR_START, Kind.AVATAR_WORDS, Kind.AVATAR_TEXT, Kind.AVATAR_STOP


class FakeVoice:
    """Speaks without sound; `hold` keeps it from finishing, `broken` makes it fail."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.broken = False
        self.begun, self.free = threading.Event(), threading.Event()
        self.free.set()

    def speak(self, text: str, style: VoiceStyle) -> Speech:
        """The text, a fiftieth of a second for each word."""
        self.asked.append(text)
        self.begun.set()
        assert self.free.wait(10)
        if self.broken:
            raise VoiceError("no voice")
        words = [Word(word, n * WORD_S, (n + 1) * WORD_S) for n, word in enumerate(text.split())]
        return Speech(text, (b"",) * len(words), tuple(words), ((0.0, Mouth.SMILE),), len(words) * WORD_S)


class FakePerformance:
    """Remembers what it was told to show."""

    def __init__(self) -> None:
        self.listening = False
        self.begun: list[tuple[str, float, float]] = []
        self.cuts: list[float] = []

    def begin(self, speech: Speech, at: float) -> None:
        """Notes text, start and length."""
        self.begun.append((speech.text, at, speech.duration))

    def cut(self, at: float) -> None:
        """Notes the moment."""
        self.cuts.append(at)


class FakeBrain:
    """Answers with the sentences that it was given; `closed` tells whether the answer was let go."""

    def __init__(self) -> None:
        self.sentences = ["Hello.", "How are you?"]
        self.heard: list[tuple[str, tuple[Line, ...]]] = []
        self.closed = False

    async def answer(self, text: str, persona: Persona, history: Sequence[Line]) -> AsyncIterator[str]:
        """Those sentences."""
        self.heard.append((text, tuple(history)))
        try:
            for sentence in self.sentences:
                yield sentence
        finally:
            self.closed = True


class Stage:
    """A conversation and all that can be seen of it."""

    def __init__(self) -> None:
        self.voice, self.performance, self.brain = FakeVoice(), FakePerformance(), FakeBrain()
        self.told: list[Happening] = []
        self.recorded: list[tuple[str, str]] = []
        self._news = asyncio.Event()
        self.conversation = Conversation(
            performance=self.performance,  # type: ignore[arg-type]
            voice=self.voice,
            style=STYLES["santa"],
            brain=self.brain,
            persona=Persona("You are Santa.", "santa", "Kim"),
            emit=self._tell,
            record=lambda role, text: self.recorded.append((role, text)),
            now=asyncio.get_running_loop().time,
        )

    def _tell(self, happening: Happening) -> None:
        self.told.append(happening)
        self._news.set()

    def seen(self, task: str | None = None) -> list[Kind]:
        """The kinds of event so far, with runs of words shown once."""
        kinds = [h.kind for h in self.told if task in (None, h.task)]
        return [kind for n, kind in enumerate(kinds) if n == 0 or kind is not WORDS or kinds[n - 1] is not WORDS]

    async def until(self, true: Callable[[], bool]) -> None:
        """Waits for an event after which something is true."""
        async with asyncio.timeout(10):
            while not true():
                self._news.clear()
                await self._news.wait()


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """A conversation that leaves no task behind when it is closed."""
    before = asyncio.all_tasks()
    stage = Stage()
    yield stage
    stage.voice.free.set()
    await stage.conversation.close()
    gc.collect()
    await asyncio.sleep(0)
    assert asyncio.all_tasks() - before - {asyncio.current_task()} == set()


async def test_a_text_is_said_word_by_word(stage: Stage) -> None:
    seconds = await stage.conversation.say("One two. Three!", "t1")
    assert [h.kind for h in stage.told] == [START, WORDS, WORDS, WORDS, TEXT, STOP]
    assert [h.text for h in stage.told[1:5]] == ["One", " two.", " Three!", "One two. Three!"]
    assert {h.task for h in stage.told} == {"t1"}
    assert stage.told[-1].duration_ms == pytest.approx(seconds * 1000)
    assert not stage.told[-1].cut
    assert seconds >= 3 * WORD_S
    assert stage.recorded == [("avatar", "One two. Three!")]
    assert not stage.conversation.talking


async def test_an_answer_knows_what_was_said_before(stage: Stage) -> None:
    await stage.conversation.say("Ho ho.", "t1")
    await stage.conversation.ask("Hi Santa", "t2")
    await stage.conversation.ask("Fine", "t3")
    assert stage.brain.heard == [
        ("Hi Santa", (Line("avatar", "Ho ho."),)),
        ("Fine", (Line("avatar", "Ho ho."), Line("user", "Hi Santa"), Line("avatar", "Hello. How are you?"))),
    ]
    assert stage.recorded[1:3] == [("user", "Hi Santa"), ("avatar", "Hello. How are you?")]


async def test_tasks_wait_for_each_other(stage: Stage) -> None:
    first, second = stage.conversation.say("One.", "t1"), stage.conversation.say("Two.", "t2")
    assert stage.conversation.talking
    await asyncio.gather(first, second)
    assert [h.task for h in stage.told] == ["t1"] * 4 + ["t2"] * 4


async def test_sentences_do_not_overlap(stage: Stage) -> None:
    await stage.conversation.say("One two. Three four. Five.", "t1")
    texts, starts, lengths = zip(*stage.performance.begun, strict=True)
    assert texts == ("One two.", "Three four.", "Five.")
    assert all(later >= start + length for start, length, later in zip(starts, lengths, starts[1:], strict=False))


async def test_the_next_sentence_is_made_while_one_is_spoken(stage: Stage) -> None:
    speaking = stage.conversation.say("One two three four five. Six. Seven.", "t1")
    await stage.until(lambda: len(stage.told) > 2)
    assert stage.voice.asked == ["One two three four five.", "Six."]
    await speaking


async def test_an_interruption_keeps_what_was_said(stage: Stage) -> None:
    first = stage.conversation.say("One two three four five six seven eight nine ten. More.", "t1")
    waiting = stage.conversation.say("Never.", "t2")
    await stage.until(lambda: len(stage.told) == 4)
    stage.conversation.interrupt()
    assert await waiting == 0
    assert await first > 0
    assert stage.seen() == [START, WORDS, TEXT, STOP]
    assert (stage.told[-2].text, stage.told[-1].cut) == ("One two three", True)
    assert stage.recorded == [("avatar", "One two three")]
    assert len(stage.performance.cuts) == 1
    await stage.conversation.say("Again.", "t3")
    assert stage.seen("t3") == [START, WORDS, TEXT, STOP]


async def test_an_interruption_before_the_first_step_blocks_nothing(stage: Stage) -> None:
    early = stage.conversation.say("Never.", "t1")
    stage.conversation.interrupt()
    assert await asyncio.wait_for(early, 5) == 0
    await asyncio.wait_for(stage.conversation.say("Once.", "t2"), 5)
    assert stage.seen() == [START, WORDS, TEXT, STOP]
    assert stage.recorded == [("avatar", "Once.")]


async def test_an_interruption_while_the_voice_is_busy(stage: Stage) -> None:
    stage.voice.free.clear()
    early = stage.conversation.say("Never.", "t1")
    assert await asyncio.to_thread(stage.voice.begun.wait, 10)
    stage.conversation.interrupt()
    stage.voice.free.set()
    assert await asyncio.wait_for(early, 5) == 0
    assert stage.told == []


async def test_an_interrupted_answer_is_let_go(stage: Stage) -> None:
    stage.brain.sentences = ["One two three four five.", "Six.", "Seven.", "Eight."]
    answering = stage.conversation.ask("Tell me", "t1")
    await stage.until(lambda: len(stage.told) == 2)
    stage.conversation.interrupt()
    await answering
    assert stage.brain.closed
    assert stage.voice.asked == ["One two three four five.", "Six."]


async def test_interrupting_silence_does_nothing(stage: Stage) -> None:
    stage.conversation.interrupt()
    await stage.conversation.say("Fine.", "t1")
    assert stage.seen() == [START, WORDS, TEXT, STOP]


async def test_a_voice_that_fails_leaves_the_next_task_alone(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.voice.broken = True
    assert await stage.conversation.say("Nothing.", "t1") == 0
    assert "VoiceError" in caplog.text
    assert "Nothing." not in [record.getMessage() for record in caplog.records]
    stage.voice.broken = False
    await stage.conversation.say("Something.", "t2")
    assert stage.seen() == [START, WORDS, TEXT, STOP]


async def test_nothing_to_say_says_nothing(stage: Stage) -> None:
    stage.brain.sentences = []
    assert await stage.conversation.say("  ", "t1") == 0
    assert await stage.conversation.ask("Hm", "t2") == 0
    assert stage.told == []
    assert stage.recorded == [("user", "Hm")]


async def test_sound_of_others_joins_without_a_gap(stage: Stage) -> None:
    async def pieces() -> AsyncGenerator[Speech]:
        for number in range(3):
            yield Speech(str(number), (b"",), (), ((0.0, Mouth.SMILE),), 0.1)

    seconds = await stage.conversation.play(pieces(), "t1")
    assert stage.seen() == [START, STOP]
    assert seconds >= 0.3
    starts = [at for _, at, _ in stage.performance.begun]
    assert [later - start for start, later in pairwise(starts)] == pytest.approx([0.1, 0.1])
    assert stage.recorded == []


async def test_closing_ends_everything(stage: Stage) -> None:
    first, second = stage.conversation.say("One two three four five.", "t1"), stage.conversation.say("Six.", "t2")
    await stage.until(lambda: len(stage.told) == 2)
    await stage.conversation.close()
    assert first.done()
    assert second.done()
    assert await stage.conversation.say("Late.", "t3") == 0
    assert await stage.conversation.ask("Late?", "t4") == 0
    assert {h.task for h in stage.told} == {"t1"}


async def test_length_and_listening(stage: Stage) -> None:
    assert await stage.conversation.length_of(["One two.", "Three."]) == pytest.approx(3 * WORD_S)
    for on in (True, False):
        stage.conversation.listening(on)
        assert stage.performance.listening is on
    assert stage.told == []
