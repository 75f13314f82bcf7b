"""How an agent becomes a vendor session: the token, the persona at the vendor, the start options of each dialect."""

from __future__ import annotations

from dataclasses import dataclass, field

from calls.agents import Agent
from calls.persona import GUEST_NAME
from calls.store.calls import CallRecord
from heygen import Dialect, HeyGen, SessionRequest
from heygen.limits import LIVEAVATAR, STREAMING

__all__ = ["Dialer", "VendorSession"]

# Our own idle limit acts first; the vendor's is the safety net behind it.
_IDLE_NET_S = 60


@dataclass(frozen=True)
class VendorSession:
    """What a browser needs to run the vendor's SDK. LiveAvatar's id is known now, the other's after its start."""

    dialect: Dialect
    token: str = field(repr=False)
    session_id: str | None
    greeting: str | None = field(repr=False)
    avatar: dict[str, object] | None = field(repr=False)


class Dialer:
    """Mints sessions. Remembers the vendor's ids of personas it has stored there; `idle_s` is our own idle limit."""

    def __init__(self, idle_s: int) -> None:
        self._idle_s = idle_s
        self._contexts: dict[tuple[str, str], str] = {}

    def dial(self, vendor: HeyGen, agent: Agent, call: CallRecord, quality: str) -> VendorSession:
        """A fresh token for one session of this call. Raises heygen.HeyGenError."""
        if vendor.dialect is Dialect.STREAMING:
            return self._streaming(vendor, agent, call.guest, quality)
        sandbox = call.sandbox
        token = vendor.mint(
            SessionRequest(
                # Free sessions are for one avatar only, which brings its own voice; the persona stays the agent's.
                avatar_id=LIVEAVATAR.sandbox_avatar_id if sandbox else agent.avatars[vendor.dialect],
                voice_id=None if sandbox else agent.voices.get(vendor.dialect),
                context_id=self._context(vendor, agent),
                language=agent.language,
                quality=quality,
                sandbox=sandbox,
                # The vendor's own timer is the safety net, should this server be gone when the cap is reached.
                max_seconds=None if sandbox else call.cap_seconds,
                dynamic_variables={GUEST_NAME: call.guest},
            )
        )
        return VendorSession(vendor.dialect, token.token.reveal(), token.session_id, None, None)

    def forget(self) -> None:
        """The vendor has lost a persona: they are looked up, or stored, anew."""
        self._contexts.clear()

    def _streaming(self, vendor: HeyGen, agent: Agent, guest: str, quality: str) -> VendorSession:
        avatar_id, voice_id = agent.avatars[vendor.dialect], agent.voices.get(vendor.dialect)
        token = vendor.mint(SessionRequest(avatar_id=avatar_id))
        options: dict[str, object] = {
            "avatarName": avatar_id,
            "quality": quality,
            "voice": {"voiceId": voice_id} if voice_id else {},
            "knowledgeBase": agent.persona.prompt_for(guest),
            "language": agent.language,
            "activityIdleTimeout": min(self._idle_s + _IDLE_NET_S, STREAMING.idle_seconds_max),
        }
        return VendorSession(vendor.dialect, token.token.reveal(), None, agent.persona.opening_for(guest), options)

    def _context(self, vendor: HeyGen, agent: Agent) -> str:
        """The vendor's copy of this persona, made on first use; its name carries the persona's hash."""
        name = f"talk-to-santa {agent.id} {agent.persona.hash}"
        place = (vendor.base_url, name)
        if place not in self._contexts:
            found = next((context.id for context in vendor.contexts() if context.name == name), None)
            self._contexts[place] = found or vendor.create_context(name, agent.persona.prompt, agent.persona.opening).id
        return self._contexts[place]
