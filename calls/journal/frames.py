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
    "Start",
    "Write",
    "parse_frame",
    "parse_hangup",
]

BATCH_MAX = 200
WRITE_MAX = 1000
_ID = r"^[0-9A-Za-z_-]{1,64}$"


class FrameError(ValueError):
    """A frame that does not follow the contract; the message names the place, never the content."""


class _Frame(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Hello(_Frame):
    """The first frame: which call, with what right, from which tab; `resume` after a lost socket."""

    kind: Literal["hello"]
    call: str = Field(pattern=_ID)
    ticket: str = Field(max_length=128, repr=False)
    tab: str = Field(pattern=_ID)
    resume: bool = False


class Start(_Frame):
    """Asks for a vendor session; once for each attempt."""

    kind: Literal["start"]
    quality: Literal["high", "medium", "low"] = "medium"


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


class Write(_Frame):
    """The guest's words in a text conversation, to be answered."""

    kind: Literal["write"]
    id: int = Field(ge=1, le=10_000_000)
    text: Annotated[str, Field(min_length=1, max_length=WRITE_MAX), AfterValidator(without_nul)]


class HangUpNote(_Frame):
    """What a page that goes away sends beside the line."""

    call: str = Field(pattern=_ID)
    ticket: str = Field(max_length=128, repr=False)


ClientFrame = Hello | Start | Events | Beat | Done | Write

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
