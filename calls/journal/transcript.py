"""Events become turns, by the rules of each dialect. Pure; the browser's twin is `transcript.ts`.

Both read `tests/wire/transcript_cases.json`, so the pane and the store cannot come to differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

__all__ = ["Speaker", "Transcript", "Turn", "turns_of"]

Speaker = Literal["guest", "avatar"]
State = Literal["open", "done", "interrupted"]
_NO_SPACE_BEFORE = tuple(".,!?;:'")
# JavaScript's white space; Python's own set differs, and the browser's turns must be ours.
_SPACES = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))


@dataclass(frozen=True)
class Turn:
    """One side speaking once. Times are the browser's, in ms; `ended_at` is None while the turn is open."""

    speaker: Speaker
    text: str
    source: Literal["spoken", "typed"]
    state: State
    started_at: int
    ended_at: int | None


@dataclass
class Transcript:
    """The turns of one call so far. `apply` takes the events in their order."""

    turns: list[Turn] = field(default_factory=list)
    _open: dict[Speaker, int] = field(default_factory=dict)
    _texted: bool = False
    _late: int | None = None
    _guest_started: int | None = None

    def apply(self, kind: str, at: int, body: dict[str, Any]) -> None:
        """Takes one event of any kind; those that say nothing about turns change nothing."""
        match kind:
            case "avatar_start_talking":
                self._begin("avatar", at)
            case "avatar_talking_message":
                if "avatar" in self._open and self._texted:
                    self._close("avatar", at)
                self._begin("avatar", at)
                self._add("avatar", body["text"], bool(body["cumulative"]))
            case "avatar_end_message":
                self._avatar_text(body.get("text"))
            case "avatar_stop_talking":
                self._close("avatar", at)
            case "interrupted":
                self._close("avatar", at, "interrupted")
            case "user_start":
                self._guest_started = at
            case "user_talking_message":
                self._begin("guest", at if self._guest_started is None else self._guest_started)
                self._add("guest", body["text"], bool(body["cumulative"]))
            case "user_end_message":
                self._guest_text(at, body.get("text"))
            case "typed" if body["intent"] == "ask":
                self.turns.append(Turn("guest", body["text"], "typed", "done", at, at))
            case "disconnected":
                self._close_all(at)
            case "phase" if body["phase"] == "ended":
                self._close_all(at)
            case _:
                pass

    def _begin(self, speaker: Speaker, at: int) -> None:
        if speaker in self._open:
            return
        self._open[speaker] = len(self.turns)
        self.turns.append(Turn(speaker, "", "spoken", "open", at, None))
        if speaker == "avatar":
            self._texted, self._late = False, None
        else:
            self._guest_started = None

    def _add(self, speaker: Speaker, piece: str, cumulative: bool) -> None:
        index = self._open[speaker]
        old = self.turns[index].text
        self.turns[index] = replace(self.turns[index], text=piece if cumulative else _joined(old, piece))

    def _avatar_text(self, text: str | None) -> None:
        index = self._open.get("avatar", self._late)
        self._texted, self._late = "avatar" in self._open, None
        late = index is not None and self.turns[index].state != "open"
        if late and text is not None and not text.strip(_SPACES):
            return
        if text is not None and index is not None:
            self.turns[index] = replace(self.turns[index], text=text)

    def _guest_text(self, at: int, text: str | None) -> None:
        if "guest" not in self._open:
            if text is None:
                return
            self._begin("guest", at if self._guest_started is None else self._guest_started)
        if text is not None:
            self._add("guest", text, True)
        self._close("guest", at)

    def _close(self, speaker: Speaker, at: int, state: State = "done") -> None:
        index = self._open.pop(speaker, None)
        if index is None:
            return
        if not self.turns[index].text.strip(_SPACES):
            self._drop(index)
            return
        self.turns[index] = replace(self.turns[index], state=state, ended_at=at)
        if speaker == "avatar" and not self._texted:
            self._late = index

    def _drop(self, index: int) -> None:
        del self.turns[index]
        self._open = {speaker: i - (i > index) for speaker, i in self._open.items()}
        if self._late is not None and self._late > index:
            self._late -= 1

    def _close_all(self, at: int) -> None:
        self._close("avatar", at)
        self._close("guest", at)


def turns_of(events: Iterable[tuple[str, int, dict[str, Any]]]) -> list[Turn]:
    """The turns of a whole journal, given as (type, at, fields) in order."""
    transcript = Transcript()
    for kind, at, body in events:
        transcript.apply(kind, at, body)
    return transcript.turns


def _joined(old: str, piece: str) -> str:
    if not old or not piece or old[-1] in _SPACES or piece[0] in _SPACES or piece.startswith(_NO_SPACE_BEFORE):
        return old + piece
    return f"{old} {piece}"
