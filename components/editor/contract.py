"""What passes between Python and the editor in the browser; `contract.ts` is the twin."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Literal, TypedDict

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

__all__ = [
    "TEXTS_MAX_BYTES",
    "Change",
    "EditorData",
    "EditorField",
    "Finding",
    "Fix",
    "Severity",
    "Status",
    "StatusKind",
    "Typed",
    "Variable",
    "read_typed",
    "utf16_offset",
]

TEXTS_MAX_BYTES = 200_000
Severity = Literal["error", "warning", "hint"]
StatusKind = Literal["saved", "saving", "unsaved", "conflict", "readonly"]


class EditorField(TypedDict):
    """One section. `limit` counts characters; more is marked, not refused."""

    name: str
    label: str
    hint: str
    kind: Literal["line", "text"]
    limit: int | None


# A key named "from" cannot be an attribute, hence the functional form.
Change = TypedDict("Change", {"field": str, "from": int, "to": int, "insert": str})


class Fix(TypedDict):
    """What one click changes; all places are those of the text that was checked."""

    label: str
    changes: list[Change]


Finding = TypedDict(
    "Finding",
    {
        "id": str,
        "field": str | None,
        "from": int,
        "to": int,
        "line": int,
        "severity": Severity,
        "message": str,
        "fix": Fix | None,
    },
)


class Variable(TypedDict):
    """A name that may stand in `${…}`."""

    name: str
    meaning: str


class Status(TypedDict):
    """Whether the text is safe, in few words."""

    kind: StatusKind
    text: str


class EditorData(TypedDict):
    """The component's `data`.

    Another `document` opens fresh editors. Another `revision` replaces what is shown by `values`; with the same one
    `values` counts only for a page that shows nothing yet, and must then be the newest text. `checked` is the `seq` of
    the text that `findings` are about, and 0 when nothing was typed yet.
    Lines end in a line feed alone; offsets are UTF-16 code units, see `utf16_offset`.
    """

    document: str
    revision: int
    fields: list[EditorField]
    values: dict[str, str]
    findings: list[Finding]
    checked: int
    variables: list[Variable]
    status: Status


def _storable(values: Mapping[str, str]) -> Mapping[str, str]:
    """Refuses what is too long or cannot be stored: half characters and NUL, which no browser of ours sends."""
    if sum(len(text.encode()) for text in (*values, *values.values())) > TEXTS_MAX_BYTES:
        raise ValueError("too long")
    if any("\0" in text for text in values.values()):
        raise ValueError("holds NUL")
    return values


class Typed(BaseModel):
    """All texts of a document as they stand in the browser; `seq` counts up per document."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    document: str = Field(max_length=200)
    revision: int = Field(ge=0, lt=2**53)
    seq: int = Field(ge=1, lt=2**53)
    values: Annotated[Mapping[str, str], AfterValidator(_storable)] = Field(max_length=100, repr=False)


def read_typed(raw: object, known: Collection[str] | None = None) -> Typed | None:
    """What the browser sent, which anybody can forge; None when it does not follow the contract.

    With `known`, texts of other fields are dropped.
    """
    try:
        found = Typed.model_validate(dict(raw) if isinstance(raw, Mapping) else raw)
    except ValidationError:
        return None
    if known is None:
        return found
    return found.model_copy(update={"values": {name: text for name, text in found.values.items() if name in known}})


def utf16_offset(text: str, at: int) -> int:
    """Where the browser sees the character `at` of a text: characters beyond the first plane count twice there."""
    return at + sum(1 for character in text[:at] if character > "\uffff")
