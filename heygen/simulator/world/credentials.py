"""Token formats: what the two products hand out, and LiveKit's room token (HS256, as its clients expect)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass

import jwt

__all__ = ["Guest", "RoomTokens", "liveavatar_token", "streaming_token"]

_ISSUER = "simulator"


@dataclass(frozen=True)
class Guest:
    """Who a room token admits."""

    room: str
    identity: str
    name: str
    can_publish: bool
    agent: bool


class RoomTokens:
    """Signs and checks LiveKit access tokens with a secret of this process."""

    def __init__(self, secret: str, clock: Callable[[], float]) -> None:
        self._secret = secret
        self._clock = clock

    def sign(self, room: str, identity: str, *, agent: bool = False, life_s: int = 6 * 3600) -> str:
        """A token that admits `identity` to `room` to publish, subscribe and send data."""
        now = int(self._clock())
        return jwt.encode(
            {
                "iss": _ISSUER,
                "sub": identity,
                "name": identity,
                "nbf": now - 10,
                "exp": now + life_s,
                "kind": "agent" if agent else "standard",
                "video": {
                    "room": room,
                    "roomJoin": True,
                    "canPublish": True,
                    "canSubscribe": True,
                    "canPublishData": True,
                },
            },
            self._secret,
            algorithm="HS256",
        )

    def read(self, token: str) -> Guest | None:
        """The guest a token admits, or None when it is forged, malformed or expired."""
        try:
            claims = jwt.decode(
                token, self._secret, algorithms=["HS256"], options={"verify_exp": False, "verify_nbf": False}
            )
        except jwt.InvalidTokenError:
            return None
        video = claims.get("video")
        if not isinstance(video, dict) or not video.get("roomJoin") or self._clock() >= claims.get("exp", 0):
            return None
        return Guest(
            room=str(video.get("room", "")),
            identity=str(claims.get("sub", "")),
            name=str(claims.get("name", "")),
            can_publish=bool(video.get("canPublish", True)),
            agent=claims.get("kind") == "agent",
        )


def streaming_token(secret_hex: str, created_at: float) -> str:
    """The older product's token: base64 of a small JSON, not a JWT."""
    body = {"token": secret_hex, "token_type": "sa_from_regular", "created_at": int(created_at)}
    return base64.b64encode(json.dumps(body).encode()).decode()


def liveavatar_token(
    secret: str, session_id: str, *, mode: str, connector: str | None, issued_at: float, life_s: int
) -> str:
    """LiveAvatar's token: a JWT whose claims the browser SDK reads (mode, agent) without checking the signature."""
    agent = "FULL" if mode == "FULL" else (connector or "UNKNOWN")
    claims = {
        "sub": session_id,
        "iat": int(issued_at),
        "exp": int(issued_at) + life_s,
        "start_session_data": {"mode": mode, "agent_type": agent},
    }
    return jwt.encode(claims, secret, algorithm="HS256")
