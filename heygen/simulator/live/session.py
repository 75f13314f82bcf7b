"""One running session: its room, its avatar and its conversation, joined together."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import AsyncGenerator, Callable

from aiortc import MediaStreamTrack

from heygen.simulator.live.bots import bots_of
from heygen.simulator.live.commands import obey
from heygen.simulator.live.flaws import Flaws
from heygen.simulator.media.performance import AvatarAudioTrack, AvatarVideoTrack, Performance
from heygen.simulator.media.speech.speech import Speech, Voice, VoiceStyle
from heygen.simulator.room.link import Link
from heygen.simulator.room.peers import drain
from heygen.simulator.room.room import DisconnectReason, Host, Room
from heygen.simulator.talk.brain import Brain, Persona
from heygen.simulator.talk.conversation import Conversation
from heygen.simulator.talk.ears import Ears, Words
from heygen.simulator.talk.happenings import AGENT_RESPONSE, Happening, Kind, session_stopped, translator
from heygen.simulator.talk.silence import PROMPT, SilenceWatch
from heygen.simulator.world.faults import Fault
from heygen.simulator.world.records import EndReason, Mode, Product, SessionRecord, SessionState
from heygen.simulator.world.world import World

__all__ = ["LiveSession"]

logger = logging.getLogger(__name__)

# Data and signalling travel apart: without a pause the room would be gone before its last message was read.
_LAST_WORDS_S = 0.25
_GUEST_KINDS = frozenset({Kind.USER_START, Kind.USER_STOP, Kind.USER_TEXT})
_DEFAULT_PROMPT = "You are a friendly guide."


class LiveSession:
    """Media, words and control of one session, from start to end."""

    def __init__(
        self,
        record: SessionRecord,
        *,
        world: World,
        performance: Performance,
        size: tuple[int, int],
        voice: Voice,
        style: VoiceStyle,
        brain: Brain,
        words: Words,
        flaws: Flaws,
    ) -> None:
        self.record = record
        self._world = world
        self._flaws = flaws
        self._translate = translator(record.product, record.id)
        self._window_open = not record.push_to_talk
        self._greeted = False
        self._words = words
        self._silence = SilenceWatch(world.rules.silence_s, world.clock())
        self._microphones: set[Ears] = set()
        self.over = asyncio.Event()
        self.on_chat: Callable[[Happening], bool] | None = None
        self.on_agent: Callable[[Happening], bool] | None = None
        loop = asyncio.get_running_loop()
        self.conversation = Conversation(
            performance=performance,
            voice=voice,
            style=style,
            brain=brain,
            persona=Persona(record.prompt or _DEFAULT_PROMPT, record.avatar.look, record.variables.get("guest_name")),
            emit=self.emit,
            record=lambda role, text: world.said(record, role, text),
            now=loop.time,
        )
        self.avatar, bots = bots_of(record, size, flaws)
        self.room = Room(
            record.id,
            bots=bots,
            sources={
                "video": lambda: AvatarVideoTrack(performance),
                "audio": lambda: AvatarAudioTrack(performance),
            },
            host=Host(ready=self._ready, said=self._said, listen=self._listen),
            new_sid=lambda prefix: f"{prefix}_{uuid.uuid4().hex[:12]}",
            link=Link(world.clock),
            refuses=flaws.room_refused,
        )

    @property
    def restricted(self) -> bool:
        """A FULL LiveAvatar session with neither context nor built agent shows its face but never answers."""
        record = self.record
        return record.product is Product.LIVEAVATAR and record.context_id is None and not record.voice_agent

    def emit(self, happening: Happening) -> None:
        """Tells the room, unless a socket takes the event: the chat socket the guest's own words, the audio socket
        those of an avatar that speaks for it.
        """
        self._silence.heard(self._world.clock(), guest=happening.kind in _GUEST_KINDS)
        if any(take(happening) for take in (self.on_agent, self.on_chat) if take is not None):
            return
        message = self._translate(happening)
        if message is not None:
            self.tell(*message)

    def ask(self, text: str, task_id: str | None = None) -> asyncio.Future[float] | None:
        """Answers a line; None when nobody is behind the face."""
        self.touch()
        self._silence.heard(self._world.clock(), guest=True)
        if self.restricted:
            return None
        task_id = task_id or str(uuid.uuid4())
        if self._voice_fails():
            self._world.said(self.record, "user", text)
            return self.conversation.play(_nothing(), task_id)
        return self.conversation.ask(text, task_id)

    def say(self, text: str, task_id: str | None = None) -> asyncio.Future[float]:
        """Speaks a text verbatim."""
        self._world.touch(self.record)
        task_id = task_id or str(uuid.uuid4())
        if self._voice_fails():
            return self.conversation.play(_nothing(), task_id)
        return self.conversation.say(text, task_id)

    def touch(self) -> None:
        """Resets the idle timer."""
        self._world.touch(self.record)

    def tell(self, payload: bytes, topic: str | None) -> None:
        """Data from the avatar to everybody in the room."""
        if not self._flaws.data_silent:
            self.room.send(self.avatar, payload, topic)

    def new_ears(self, is_on: Callable[[], bool] = lambda: True) -> Ears:
        """Ears for one more microphone; they listen until the session ends. `is_on` says whether it is unmuted."""
        ears = Ears(
            words=self._words,
            started=self._guest_started,
            stopped=self._guest_stopped,
            understood=self._guest_said,
            is_open=lambda: self._window_open and is_on(),
        )
        # Each return of a client brings another microphone.
        self._microphones = {old for old in self._microphones if not old.over} | {ears}
        return ears

    def use_push_to_talk(self) -> None:
        """Closes the microphone's window until the client opens it; the older product says so on its chat socket."""
        self._world.use_push_to_talk(self.record)
        self._window_open = False

    def push_to_talk(self, open_window: bool) -> bool:
        """Opens or closes the microphone's window; False when the session is not of that kind."""
        if not self.record.push_to_talk:
            return False
        self._window_open = open_window
        self._world.touch(self.record)
        if not open_window:
            for ears in self._microphones:
                ears.finish()
        return True

    def tick(self) -> None:
        """Called about twice a second: ends trouble on the line, breaks a long silence if the client asked for that."""
        self.room.link.tick()
        wanted = self.record.silence_prompt and self.record.state is SessionState.CONNECTED
        if wanted and not self.conversation.talking and self._silence.due(self._world.clock()):
            self.emit(Happening(Kind.USER_SILENCE, str(uuid.uuid4())))
            self.conversation.say(PROMPT, str(uuid.uuid4()))

    async def close(self, reason: EndReason) -> None:
        """Ends talk and room; LiveAvatar clients are told first when the server decided it."""
        self.over.set()
        await self.conversation.close()
        if self.record.product is Product.LIVEAVATAR and reason is not EndReason.USER_CLOSED:
            self.tell(session_stopped(self.record.id, reason), AGENT_RESPONSE)
            await asyncio.sleep(_LAST_WORDS_S)
        await self.room.close(DisconnectReason.ROOM_DELETED)
        for ears in self._microphones:
            await ears.close()

    def _ready(self, identity: str) -> None:
        self._world.connected(self.record)
        if not self._greeted and self.record.mode is Mode.FULL and self.record.opening_text:
            self._greeted = True
            self.say(self.record.opening_text)

    def _said(self, identity: str, payload: bytes, topic: str | None) -> None:
        obey(self, payload, topic)

    def _voice_fails(self) -> bool:
        # The older product refuses the task instead, before it comes here.
        newer = self.record.product is Product.LIVEAVATAR
        return newer and self._world.faults.take(Fault.TTS_FAILED, Product.LIVEAVATAR) is not None

    async def _listen(self, identity: str, track: MediaStreamTrack, on: Callable[[], bool]) -> None:
        if self.record.mode is Mode.LITE:
            # There, hearing is the client's own business; unread sound would pile up in the receiver.
            await drain(track)
        else:
            await self.new_ears(on).follow(track)

    def _guest_started(self, turn: str) -> None:
        self._world.touch(self.record)
        if self.conversation.talking:
            self.conversation.interrupt()
        self.conversation.listening(True)
        self.emit(Happening(Kind.USER_START, turn))

    def _guest_stopped(self, turn: str) -> None:
        self._world.touch(self.record)
        self.conversation.listening(False)
        self.emit(Happening(Kind.USER_STOP, turn))

    def _guest_said(self, turn: str, text: str) -> None:
        for index, word in enumerate(text.split()):
            self.emit(Happening(Kind.USER_WORDS, turn, f" {word}" if index else word))
        self.emit(Happening(Kind.USER_TEXT, turn, text))
        if self.ask(text) is None:
            self._world.said(self.record, "user", text)


async def _nothing() -> AsyncGenerator[Speech]:
    """A line without a sound."""
    none: tuple[Speech, ...] = ()
    for speech in none:
        yield speech
