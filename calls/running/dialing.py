"""How an agent becomes a vendor session: the token, the persona at the vendor, the start options of each dialect."""

from __future__ import annotations

from dataclasses import dataclass, field

from calls.agents import Agent
from calls.guests import GUEST_NAME
from calls.persona import filled
from calls.persona.filling import values_for
from calls.running.vendor_copies import VendorCopies
from calls.store.calls import CallRecord
from calls.store.personas import Version
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
    """Mints sessions. `copies` knows where a persona stands at the vendor; `idle_s` is our own idle limit."""

    def __init__(self, idle_s: int, copies: VendorCopies) -> None:
        self._idle_s = idle_s
        self._copies = copies

    def dial(
        self, vendor: HeyGen, agent: Agent, persona: Version, call: CallRecord, quality: str, *, max_seconds: int
    ) -> VendorSession:
        """A fresh token for one session of this call, in which `persona` speaks. Raises heygen.HeyGenError."""
        if vendor.dialect is Dialect.STREAMING:
            return self._streaming(vendor, agent, persona, call.guest, quality)
        sandbox = call.sandbox
        token = vendor.mint(
            SessionRequest(
                # Free sessions are for one avatar only, which brings its own voice; the persona stays the agent's.
                avatar_id=LIVEAVATAR.sandbox_avatar_id if sandbox else agent.avatars[vendor.dialect],
                voice_id=None if sandbox else agent.voices.get(vendor.dialect),
                context_id=self._copies.context(vendor, persona),
                language=persona.document.language,
                quality=quality,
                sandbox=sandbox,
                # The vendor's own timer is the safety net, should this server be gone when the cap is reached.
                max_seconds=None if sandbox else max_seconds,
                dynamic_variables=values_for(persona.document.variables, {GUEST_NAME: call.guest}),
            )
        )
        return VendorSession(vendor.dialect, token.token.reveal(), token.session_id, None, None)

    def _streaming(self, vendor: HeyGen, agent: Agent, persona: Version, guest: str, quality: str) -> VendorSession:
        avatar_id, voice_id = agent.avatars[vendor.dialect], agent.voices.get(vendor.dialect)
        token = vendor.mint(SessionRequest(avatar_id=avatar_id))
        words = filled(persona.document, {GUEST_NAME: guest})
        options: dict[str, object] = {
            "avatarName": avatar_id,
            "quality": quality,
            "voice": {"voiceId": voice_id} if voice_id else {},
            "knowledgeBase": words.prompt,
            "language": persona.document.language,
            "activityIdleTimeout": min(self._idle_s + _IDLE_NET_S, STREAMING.idle_seconds_max),
        }
        return VendorSession(vendor.dialect, token.token.reveal(), None, words.opening, options)
