"""What `watch.js` saw in a page, as figures. All times are milliseconds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

from calls.journal.transcript import Transcript

__all__ = ["Start", "Watched", "watched"]

# Of an event, what says how it came about and not what it says.
_HEAD = ("type", "at", "seq")


@dataclass(frozen=True)
class Start:
    """When a call's start reached its steps, from the click; None for a step that the page does not know.

    `asked`: the line carries the wish for a session; `session`: the token is there; `connected`: the SDK has started;
    `frame`: the first video frame is on the screen.
    """

    asked: float | None
    session: float | None
    connected: float | None
    frame: float


@dataclass(frozen=True)
class Watched:
    """One page's record, of the last call."""

    raw: Mapping[str, Any]

    @property
    def quality(self) -> str:
        """The picture that our page asked for."""
        found: str = next(quality for _, _, _, quality in self.raw["line"] if quality is not None)
        return found

    def start(self) -> Start:
        """The way from the click to the first frame."""
        asked = self._line("sent", "open", "start")
        connected = self.raw["timing"].get("connected")
        return Start(
            asked=asked,
            session=self._line("received", "session"),
            connected=None if connected is None else connected - self.raw["origin"] - self.raw["clicked"],
            frame=self.raw["frame"] - self.raw["clicked"],
        )

    def to_pane(self) -> tuple[list[float], int]:
        """From each spoken piece's stamp to the paint that showed it, and how many pieces no paint ever showed.

        A paint shows a piece when the row of its turn begins with all that had been said in it until then.
        Paints that something else has caused do not, and pieces that are painted together wait for the same one.
        """
        transcript, waits, unseen = Transcript(), [], 0
        for event in self._events():
            body = {name: value for name, value in event.items() if name not in _HEAD}
            transcript.apply(event["type"], event["at"], body)
            if not event["type"].endswith("talking_message") or event["at"] < self.raw["paneSince"]:
                continue
            speaker = "avatar" if event["type"].startswith("avatar") else "guest"
            row = max(n for n, turn in enumerate(transcript.turns) if turn.speaker == speaker)
            said = transcript.turns[row].text
            paints = (at for at, rows in self.raw["pane"] if at >= event["at"] and _shows(rows, row, said))
            at = next(paints, None)
            if at is None:
                unseen += 1
            else:
                waits.append(at - event["at"])
        return waits, unseen

    def to_store(self) -> tuple[list[float], int]:
        """From each event's stamp to its acknowledgement, and how many were never acknowledged."""
        stored = self.raw["stored"]
        waits = [stored[seq] - event["at"] for seq, event in self.raw["events"].items() if seq in stored]
        return waits, len(self.raw["events"]) - len(waits)

    def pacing(self) -> list[float]:
        """How far each video frame's arrival strays from the interval that its timestamp (90 kHz) sets."""
        frames: list[list[float]] = self.raw["video"]
        return [abs((b[0] - a[0]) - (b[1] - a[1]) / 90) for a, b in pairwise(frames) if b[1] > a[1]]

    def _events(self) -> list[dict[str, Any]]:
        return [event for _, event in sorted(self.raw["events"].items(), key=lambda item: int(item[0]))]

    def _line(self, way: str, *kinds: str) -> float | None:
        at = (at for at, went, kind, _ in self.raw["line"] if went == way and kind in kinds)
        first = next(at, None)
        return None if first is None else float(first - self.raw["clicked"])


def watched(page: Page) -> Watched:
    """Reads a page's record."""
    return Watched(
        json.loads(
            page.evaluate(
                "() => JSON.stringify({ ...globalThis.__watch, origin: performance.timeOrigin,"
                " timing: globalThis.__santa_timing ?? {} })"
            )
        )
    )


def _shows(rows: Sequence[str], row: int, said: str) -> bool:
    return row < len(rows) and rows[row].startswith(said)
