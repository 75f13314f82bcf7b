"""The line's frames: what a browser may send, and what the server answers. One JSON object per WebSocket text frame."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from calls.journal.events import Event, without_nul

__all__ = [
    "BATCH_MAX",
    "Beat",
    "ClientFrame",
    "Done",
    "Events",
    "FrameError",
    "HangUpNote",
    "Hello",
    "Knock",
    "Open",
    "Start",
    "parse_frame",
    "parse_hangup",
]

BATCH_MAX = 200
Quality = Literal["high", "medium", "low"]
_ID = r"^[0-9A-Za-z_-]{1,64}$"


class FrameError(ValueError):
    """A frame that does not follow the contract; the message names the place, never the content."""


class _Frame(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Knock(_Frame):
    """The first frame of a page in its lobby: with which pass, from which tab."""

    kind: Literal["knock"]
    pass_: str = Field(alias="pass", max_length=128, repr=False)
    tab: str = Field(pattern=_ID)


class Open(_Frame):
    """The guest presses start: opens a call as the lobby wished it and asks for its first attempt."""

    kind: Literal["open"]
    # Longer than a name may be: what is wrong with it is said at the field, not by closing the line.
    guest: Annotated[str, Field(max_length=200, repr=False), AfterValidator(without_nul)]
    quality: Quality = "medium"


class Hello(_Frame):
    """The first frame of a page with a call: which, with what right, from which tab.

    `resume` after a lost socket; `take` the line from another tab; `replay` the stored journal first.
    """

    kind: Literal["hello"]
    call: str = Field(pattern=_ID)
    ticket: str = Field(max_length=128, repr=False)
    tab: str = Field(pattern=_ID)
    resume: bool = False
    take: bool = False
    replay: bool = False


class Start(_Frame):
    """Asks for a vendor session; once for each attempt."""

    kind: Literal["start"]
    quality: Quality = "medium"


class Events(_Frame):
    """Everything the server has not acknowledged yet, lowest number first."""

    kind: Literal["events"]
    events: list[Event] = Field(min_length=1, max_length=BATCH_MAX)


class Beat(_Frame):
    """The page is still there."""

    kind: Literal["beat"]


class Done(_Frame):
    """A command was carried out."""

    kind: Literal["done"]
    id: int = Field(ge=1)


class HangUpNote(_Frame):
    """What a page that goes away sends beside the line."""

    call: str = Field(pattern=_ID)
    ticket: str = Field(max_length=128, repr=False)


ClientFrame = Knock | Open | Hello | Start | Events | Beat | Done

_FRAME: TypeAdapter[ClientFrame] = TypeAdapter(Annotated[ClientFrame, Field(discriminator="kind")])


def parse_frame(text: str) -> ClientFrame:
    """One frame of the browser. Raises FrameError."""
    try:
        return _FRAME.validate_json(text)
    except ValidationError as error:
        raise _refusal(error) from None


def parse_hangup(body: bytes) -> HangUpNote:
    """The note of a page that goes away. Raises FrameError."""
    try:
        return HangUpNote.model_validate_json(body)
    except ValidationError as error:
        raise _refusal(error) from None


def _refusal(error: ValidationError) -> FrameError:
    first: dict[str, Any] = dict(error.errors(include_input=False, include_url=False)[0])
    # The name of a field that does not belong there is the sender's own text.
    known = first["loc"][:-1] if first["type"] == "extra_forbidden" else first["loc"]
    return FrameError(f"{'.'.join(str(part) for part in known) or 'frame'}: {first['type']}")
