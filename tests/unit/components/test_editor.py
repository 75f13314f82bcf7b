"""The persona editor's Python side: what may come from a browser and places in its strings."""

from __future__ import annotations

import json
from typing import Any, Literal, get_args, get_origin, get_type_hints, is_typeddict

import pytest
from streamlit.testing.v1 import AppTest

from components.editor import KEY
from components.editor.contract import TEXTS_MAX_BYTES, EditorData, read_typed, utf16_offset
from tests.places import ROOT

SAMPLES: dict[str, Any] = json.loads((ROOT / "tests" / "wire" / "editor.json").read_text(encoding="utf-8"))


def typed(**changes: object) -> dict[str, object]:
    """The sample with changes."""
    return {**SAMPLES["typed"], **changes}


def follows(value: object, wanted: Any) -> bool:
    """Whether a JSON value is of a type of the contract, with all its keys and no others."""
    if is_typeddict(wanted):
        hints = get_type_hints(wanted)
        return (
            isinstance(value, dict)
            and value.keys() == hints.keys()
            and all(follows(value[key], hint) for key, hint in hints.items())
        )
    parts = get_args(wanted)
    if get_origin(wanted) is list:
        return isinstance(value, list) and all(follows(item, parts[0]) for item in value)
    if get_origin(wanted) is dict:
        return isinstance(value, dict) and all(follows(item, parts[1]) for item in value.values())
    if get_origin(wanted) is Literal:
        return value in parts
    return any(follows(value, part) for part in parts) if parts else isinstance(value, wanted)


def test_the_sample_of_data_follows_the_contract() -> None:
    assert follows(SAMPLES["data"], EditorData)


@pytest.mark.parametrize("changes", [{"checked": None}, {"more": 1}, {"status": {"kind": "lost", "text": ""}}])
def test_the_comparison_with_the_contract_sees_faults(changes: dict[str, object]) -> None:
    assert not follows({**SAMPLES["data"], **changes}, EditorData)


def test_the_sample_of_typed_text_is_read() -> None:
    read = read_typed(SAMPLES["typed"])
    assert read is not None
    assert read.model_dump() == SAMPLES["typed"]


def test_unknown_fields_and_keys_are_dropped() -> None:
    read = read_typed(typed(values={"name": "Santa", "admin": "yes"}, extra=1), {"name", "opening"})
    assert read is not None
    assert read.values == {"name": "Santa"}
    assert "extra" not in read.model_dump()


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "text",
        [],
        {},
        typed(document=None),
        typed(document="x" * 201),
        typed(revision="3"),
        typed(revision=-1),
        typed(revision=True),
        typed(seq=0),
        typed(seq=1.5),
        typed(seq=2**53),
        typed(values=None),
        typed(values=["name"]),
        typed(values={"name": 1}),
        typed(values={"name": None}),
        typed(values={f"f{number}": "" for number in range(101)}),
        typed(values={"name": "half \ud83c"}),
        typed(values={"\ud83c": "half"}),
        typed(values={"name": "nul \0"}),
    ],
)
def test_what_does_not_follow_the_contract_is_nothing(raw: object) -> None:
    assert read_typed(raw) is None


def test_texts_may_have_a_size_in_all() -> None:
    half = "é" * (TEXTS_MAX_BYTES // 4)
    assert read_typed(typed(values={"a": half, "b": half[1:]})) is not None
    assert read_typed(typed(values={"a": half, "b": half})) is None


def test_typed_text_stays_out_of_logs() -> None:
    assert "Santa" not in repr(read_typed(typed(document="one")))


@pytest.mark.parametrize("place", SAMPLES["places"], ids=lambda place: place["words"])
def test_places_are_those_of_the_browser(place: dict[str, Any]) -> None:
    text = SAMPLES["data"]["values"][place["field"]]
    start, end = place["characters"]
    assert text[start:end] == place["words"]
    assert [utf16_offset(text, start), utf16_offset(text, end)] == place["units"]
    assert utf16_offset(text, len(text)) * 2 == len(text.encode("utf-16-le"))


def _page() -> None:
    import json
    from pathlib import Path

    import streamlit as st

    from components.editor import mount_editor, typed

    data = json.loads((Path.cwd() / "tests" / "wire" / "editor.json").read_text(encoding="utf-8"))["data"]
    mount_editor(data, on_typed=lambda: None)
    st.text(repr(typed()))


def test_the_editor_is_mounted_with_its_data_under_a_constant_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    app = AppTest.from_function(_page, default_timeout=30).run()
    assert not app.exception
    proto = app.get("bidi_component")[0].proto
    assert json.loads(proto.json) == SAMPLES["data"]
    assert KEY in proto.id
    assert [text.value for text in app.text] == ["None"]
