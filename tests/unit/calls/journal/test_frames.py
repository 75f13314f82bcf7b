"""The line's frames and the journal's events: the shared samples pass, all else is refused without its content."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from calls.journal.events import TEXT_MAX, Event, body_of
from calls.journal.frames import (
    BATCH_MAX,
    Beat,
    Done,
    Events,
    FrameError,
    Hello,
    Knock,
    Open,
    Start,
    parse_frame,
    parse_hangup,
)
from calls.line.door import BAD_TICKET, OTHER_TAB
from calls.line.socket import BUSY, PROTOCOL
from tests.places import WIRE

SAMPLES: dict[str, Any] = json.loads((WIRE / "line_frames.json").read_text("utf-8"))
KINDS = {
    "knock": Knock,
    "open": Open,
    "hello": Hello,
    "start": Start,
    "events": Events,
    "beat": Beat,
    "done": Done,
}
EVENTS: TypeAdapter[Event] = TypeAdapter(Event)
HELLO = {"kind": "hello", "call": "c1", "ticket": "t1", "tab": "tab-1"}
KNOCK = {"kind": "knock", "pass": "p1", "tab": "tab-1"}
SECRET = "spoken words of a child"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(sorted({name for event in SAMPLES["events"] for name in event} | {"kind", "events", "id"}))


def _events(*events: dict[str, Any]) -> str:
    return json.dumps({"kind": "events", "events": events})


def _talk(**changes: Any) -> dict[str, Any]:
    return {"seq": 1, "at": 5, "type": "user_talking_message", "text": "Hi", "cumulative": True, **changes}


@pytest.mark.parametrize("frame", SAMPLES["client"], ids=lambda frame: str(frame["kind"]))
def test_the_browsers_sample_frames_are_read(frame: dict[str, Any]) -> None:
    found = parse_frame(json.dumps(frame))
    assert type(found) is KINDS[frame["kind"]]
    assert found.model_dump(mode="json", exclude_none=True, by_alias=True) == frame


def test_the_samples_show_every_kind() -> None:
    assert {frame["kind"] for frame in SAMPLES["client"]} == set(KINDS)


@pytest.mark.parametrize("event", SAMPLES["events"], ids=lambda event: f"{event['seq']} {event['type']}")
def test_the_sample_events_are_read(event: dict[str, Any]) -> None:
    found = EVENTS.validate_python(event)
    assert found.seq == event["seq"]
    assert {"seq": found.seq, "at": found.at, "type": found.type, **body_of(found)} == event


def test_the_samples_show_every_event() -> None:
    schema = EVENTS.json_schema()
    assert {event["type"] for event in SAMPLES["events"]} == set(schema["discriminator"]["mapping"])


def test_the_close_codes_are_the_shared_ones() -> None:
    assert SAMPLES["close_codes"] == {
        "done": 1000,
        "protocol": PROTOCOL,
        "ticket": BAD_TICKET,
        "taken": OTHER_TAB,
        "busy": BUSY,
    }


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "frame"),
        ("{", "frame"),
        ("[]", "frame"),
        ("null", "frame"),
        ('{"kind":"sing"}', "frame"),
        ('{"call":"c1"}', "frame"),
        ('{"kind":"beat","kind2":1}', "beat"),
        ('{"kind":"done","id":0}', "done.id"),
        ('{"kind":"done"}', "done.id"),
        (json.dumps({**HELLO, "tab": ""}), "hello.tab"),
        (json.dumps({**HELLO, "tab": "a\0b"}), "hello.tab"),
        (json.dumps({**HELLO, "call": "x" * 65}), "hello.call"),
        (json.dumps({**HELLO, "call": "c1\n"}), "hello.call"),
        (json.dumps({**HELLO, "ticket": "x" * 129}), "hello.ticket"),
        ('{"kind":"start","quality":"very_high"}', "start.quality"),
        ('{"kind":"write","id":1,"text":"Hi"}', "frame"),
        ('{"kind":"knock","pass":"p1"}', "knock.tab"),
        ('{"kind":"knock","pass_":"p1","tab":"tab-1"}', "knock.pass"),
        (json.dumps({**KNOCK, "tab": "a b"}), "knock.tab"),
        (json.dumps({**KNOCK, "pass": "x" * 129}), "knock.pass"),
        (json.dumps({**KNOCK, "agent": "elf"}), "knock: extra_forbidden"),
        ('{"kind":"open"}', "open.guest"),
        (json.dumps({"kind": "open", "guest": "x" * 201}), "open.guest"),
        ('{"kind":"open","guest":"Emma","quality":"very_high"}', "open.quality"),
        ('{"kind":"open","guest":"Emma","minutes":60}', "open: extra_forbidden"),
        (_events({"seq": 1, "at": 5, "type": "failed", "code": "x", "message": "y", "status": 600}), "events.events.0"),
        (_events({"seq": 1, "at": 5, "type": "picture", "level": "tiny"}), "events.events.0.picture.level"),
        (_events(), "events.events"),
        (_events(*[_talk(seq=n + 1) for n in range(BATCH_MAX + 1)]), "events.events"),
        (_events(_talk(seq=0)), r"events.events.0.user_talking_message.seq"),
        (_events(_talk(), _talk(at=-1)), r"events.events.1.user_talking_message.at"),
        (_events(_talk(text="x" * (TEXT_MAX + 1))), r"events.events.0.user_talking_message.text"),
        (_events(_talk(mood="merry")), r"events.events.0.user_talking_message: extra_forbidden"),
        (_events({"seq": 1, "at": 5, "type": "sang"}), "events.events.0"),
        (_events({"seq": 1, "at": 5, "type": "phase", "phase": "merry"}), "events.events.0.phase.phase"),
        (
            '{"kind":"events","events":[{"seq":1,"at":5,"type":"avatar_stop_talking","duration_ms":NaN}]}',
            "events.events.0.avatar_stop_talking.duration_ms",
        ),
    ],
)
def test_a_bad_frame_is_refused_with_its_place(text: str, place: str) -> None:
    with pytest.raises(FrameError) as caught:
        parse_frame(text)
    assert str(caught.value).startswith(place)


@pytest.mark.parametrize(
    "text",
    [
        SECRET,
        json.dumps({"kind": SECRET}),
        json.dumps({"kind": "beat", SECRET: 1}),
        json.dumps({**HELLO, "ticket": SECRET * 20}),
        json.dumps({**HELLO, "call": SECRET}),
        json.dumps({**KNOCK, "pass": SECRET * 20}),
        json.dumps({"kind": "open", "guest": SECRET * 20}),
        _events(_talk(**{SECRET: SECRET})),
        _events(_talk(text=SECRET * 300)),
        _events(_talk(type=SECRET)),
        _events(_talk(cumulative=SECRET)),
    ],
)
def test_a_refusal_never_repeats_the_content(text: str) -> None:
    with pytest.raises(FrameError) as caught:
        parse_frame(text)
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@given(st.one_of(st.text(), JSON.map(json.dumps)))
@example("[" * 100_000)
@example('{"kind":"done","id":' + "9" * 5000 + "}")
@example('{"kind":"done","id":1e400}')
@example('{"kind":"\\ud800"}')
@example('{"kind":"start"}' + "\ud800")
def test_random_frames_raise_nothing_else(text: str) -> None:
    with suppress(FrameError):
        parse_frame(text)


@given(
    st.sampled_from(SAMPLES["client"] + [{"kind": "events", "events": [event]} for event in SAMPLES["events"]]),
    FIELDS,
    JSON,
    st.booleans(),
)
def test_frames_with_one_wrong_field_raise_nothing_else(
    frame: dict[str, Any], name: str, value: object, inside: bool
) -> None:
    changed = {**frame, name: value}
    if inside and "events" in frame:
        changed = {**frame, "events": [{**frame["events"][0], name: value}]}
    with suppress(FrameError):
        parse_frame(json.dumps(changed))


@given(st.text(max_size=50))
def test_no_text_of_an_event_holds_a_nul(words: str) -> None:
    frame = parse_frame(_events(_talk(text=json.loads(json.dumps(words + "\0")).encode("utf-8", "replace").decode())))
    assert isinstance(frame, Events)
    assert "\0" not in str(body_of(frame.events[0])["text"])


def test_no_name_holds_a_nul() -> None:
    assert parse_frame('{"kind":"open","guest":"Em\\u0000ma"}') == Open(kind="open", guest="Emma")


def test_absent_fields_are_not_stored() -> None:
    assert body_of(EVENTS.validate_python({"seq": 1, "at": 5, "type": "avatar_end_message"})) == {}


def test_ticket_pass_and_name_are_not_shown_when_printed() -> None:
    assert "p1" not in repr(parse_frame(json.dumps(KNOCK)))
    assert "Emma" not in repr(parse_frame('{"kind":"open","guest":"Emma"}'))
    assert "t1" not in repr(parse_frame(json.dumps(HELLO)))
    assert "t1" not in repr(parse_hangup(b'{"call":"c1","ticket":"t1"}'))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"call":"c1"}',
        b'{"call":1,"ticket":"t1"}',
        b'{"call":"\\u0000","ticket":"t1"}',
        b'{"call":"c1","ticket":"\\ud800"}',
        b'{"call":"c1","ticket":"t1","more":1}',
    ],
)
def test_a_bad_note_of_a_leaving_page_is_refused(body: bytes) -> None:
    with pytest.raises(FrameError):
        parse_hangup(body)
