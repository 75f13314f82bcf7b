"""One running session: its room, its avatar and its conversation, joined together."""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from collections.abc import Callable

from aiortc import MediaStreamTrack

from heygen.simulator.brain import Brain, Persona
from heygen.simulator.conversation import Conversation
from heygen.simulator.ears import Ears, Words
from heygen.simulator.happenings import AGENT_CONTROL, AGENT_RESPONSE, Happening, Kind, session_stopped, translator
from heygen.simulator.media.performance import AvatarAudioTrack, AvatarVideoTrack, Performance
from heygen.simulator.media.speech import Voice, VoiceStyle
from heygen.simulator.records import EndReason, Mode, Product, SessionRecord, SessionState
from heygen.simulator.room.peers import drain
from heygen.simulator.room.room import DisconnectReason, Host, Room
from heygen.simulator.room.wire import Bot, BotTrack
from heygen.simulator.silence import PROMPT, SilenceWatch
from heygen.simulator.world import World

__all__ = ["LiveSession"]

logger = logging.getLogger(__name__)

# Data and signalling travel apart: without a pause the room would be gone before its last message was read.
_LAST_WORDS_S = 0.25
_PTT_PREFIX = "push_to_talk:"
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
    ) -> None:
        self.record = record
        self._world = world
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
        self.avatar, bots = _bots(record, size)
        self.room = Room(
            record.id,
            bots=bots,
            sources={
                self.avatar.tracks[0].sid: lambda: AvatarVideoTrack(performance),
                self.avatar.tracks[1].sid: lambda: AvatarAudioTrack(performance),
            },
            host=Host(ready=self._ready, said=self._said, listen=self._listen),
            new_sid=lambda prefix: f"{prefix}_{uuid.uuid4().hex[:12]}",
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
            payload, topic = message
            self.room.send(self.avatar, payload, topic)

    def ask(self, text: str, task_id: str | None = None) -> asyncio.Future[float] | None:
        """Answers a line; None when nobody is behind the face."""
        self._world.touch(self.record)
        self._silence.heard(self._world.clock(), guest=True)
        if self.restricted:
            return None
        return self.conversation.ask(text, task_id or str(uuid.uuid4()))

    def say(self, text: str, task_id: str | None = None) -> asyncio.Future[float]:
        """Speaks a text verbatim."""
        self._world.touch(self.record)
        return self.conversation.say(text, task_id or str(uuid.uuid4()))

    def new_ears(self, is_on: Callable[[], bool] = lambda: True) -> Ears:
        """Ears for one more microphone; they listen until the session ends. `is_on` says whether it is unmuted."""
        ears = Ears(
            words=self._words,
            started=self._guest_started,
            stopped=self._guest_stopped,
            understood=self._guest_said,
            is_open=lambda: self._window_open and is_on(),
        )
        self._microphones.add(ears)
        return ears

    def use_push_to_talk(self) -> None:
        """Closes the microphone's window until the client opens it; the older product says so on its chat socket."""
        self.record.push_to_talk = True
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
        """Called about twice a second: breaks a long silence, if the client asked for that."""
        wanted = self.record.silence_prompt and self.record.state is SessionState.CONNECTED
        if wanted and not self.conversation.talking and self._silence.due(self._world.clock()):
            self.emit(Happening(Kind.USER_SILENCE, str(uuid.uuid4())))
            self.conversation.say(PROMPT, str(uuid.uuid4()))

    async def close(self, reason: EndReason) -> None:
        """Ends talk and room; LiveAvatar clients are told first when the server decided it."""
        self.over.set()
        await self.conversation.close()
        if self.record.product is Product.LIVEAVATAR and reason is not EndReason.USER_CLOSED:
            self.room.send(self.avatar, session_stopped(self.record.id, reason), AGENT_RESPONSE)
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
        try:
            message = json.loads(payload)
        except ValueError:
            logger.warning("room data not understood bytes=%d", len(payload))
            return
        if self.record.product is Product.STREAMING and isinstance(message, str):
            self._streaming_line(message)
        elif topic == AGENT_CONTROL and isinstance(message, dict):
            self._command(message)

    def _streaming_line(self, text: str) -> None:
        if text.startswith(_PTT_PREFIX):
            self.push_to_talk(text == f"{_PTT_PREFIX}start")
        elif text.strip():
            self.ask(text)

    def _command(self, message: dict[str, object]) -> None:
        text = message.get("text")
        match message.get("event_type"):
            case name if self.record.mode is Mode.LITE:
                # Commands of a FULL session mean nothing there: the audio socket is the way.
                logger.info("command not permitted in LITE mode kind=%s", name)
            case "avatar.speak_text" if isinstance(text, str) and text.strip():
                self.say(text)
            case "avatar.speak_response" if isinstance(text, str) and text.strip():
                self.ask(text)
            case "avatar.interrupt":
                self._world.touch(self.record)
                self.conversation.interrupt()
            case "avatar.start_listening" | "avatar.stop_listening" as name:
                self.conversation.listening(name == "avatar.start_listening")
            case "user.start_push_to_talk" | "user.stop_push_to_talk" as name:
                self._push_to_talk_command(name == "user.start_push_to_talk")
            case other:
                logger.info("command ignored kind=%s", other)

    def _push_to_talk_command(self, start: bool) -> None:
        done = self.push_to_talk(start)
        name = ("started" if done else "start_failed") if start else ("stopped" if done else "stop_failed")
        body = {
            "event_id": str(uuid.uuid4()),
            "event_type": f"user.push_to_talk_{name}",
            "session_id": self.record.id,
            "source_event_id": None,
        }
        self.room.send(self.avatar, json.dumps(body).encode(), AGENT_RESPONSE)

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


def _bots(record: SessionRecord, size: tuple[int, int]) -> tuple[Bot, tuple[Bot, ...]]:
    tracks = (
        BotTrack(f"TR_V{record.id[:8]}", "video", *size),
        BotTrack(f"TR_A{record.id[:8]}", "audio"),
    )
    avatar = Bot("heygen", f"PA_heygen{record.id[:8]}", tracks)
    if record.product is Product.STREAMING or record.mode is Mode.LITE:
        return avatar, (avatar,)
    return avatar, (avatar, Bot(f"liveavatar-agent-{record.id}", f"PA_agent{record.id[:8]}"))
