"""The editor with its linter, what is really sent beside it, and the way from a draft to a version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from calls.guests import GUEST_NAME
from calls.library import Library
from calls.persona import compiled, filled, system_messages
from calls.persona.counting import tokens
from calls.persona.document import AGE_BANDS, AgeBand, Persona
from calls.persona.errors import PersonaError
from calls.persona.filling import values_for
from calls.persona.lint import Change, Finding, blocking, lint
from calls.persona.sections import SECTIONS
from components.editor import mount_editor, typed
from components.editor.contract import Change as BrowserChange
from components.editor.contract import EditorData, Status, utf16_offset
from components.editor.contract import Finding as BrowserFinding
from components.personas.desk import Desk, drop_desk, moment
from components.who import who, who_field
from components.widgets import explain, tell_after_rerun

__all__ = ["write"]

# The prompt stays in sight while the sections scroll; on a phone it stands below them.
_STICKY = """<style>
@media (min-width: 641px) {
  [data-testid="stColumn"]:has(> div .st-key-persona_side) { align-self: flex-start; position: sticky; top: 4.5rem; }
}
</style>"""
_NAMES = frozenset(section.name for section in SECTIONS)
_WAYS = {
    "liveavatar": "LiveAvatar",
    "streaming": "Streaming Avatar",
    "own": "Own model",
}


@st.fragment
def write(library: Library, desk: Desk) -> None:
    """The editor on the left, the prompt as it is sent on the right."""
    st.html(_STICKY)
    left, right = st.columns([4, 3], gap="large")
    found = lint(desk.texts)
    with left:
        _other_tab(library, desk)
        mount_editor(_data(desk, found), on_typed=lambda: _typed(library, desk))
    with right, st.container(key="persona_side"):
        _save(library, desk, found)
        _preview(desk)


def _typed(library: Library, desk: Desk) -> None:
    fresh = typed(_NAMES)
    if fresh is None or fresh.document != desk.persona_id or fresh.revision != desk.shown:
        return
    try:
        desk.type(library, fresh.values, fresh.seq)
    except PersonaError as error:
        st.session_state["persona_refused"] = error


def _data(desk: Desk, found: Sequence[Finding]) -> EditorData:
    persona = desk.parsed.persona
    return {
        "document": desk.persona_id,
        "revision": desk.shown,
        "fields": [
            {"name": one.name, "label": one.label, "hint": one.hint, "kind": one.kind, "limit": one.limit}
            for one in SECTIONS
        ],
        "values": desk.texts,
        "findings": [_finding(one, desk.texts) for one in found],
        "checked": desk.checked,
        "variables": [{"name": one.name, "meaning": one.meaning} for one in (persona.variables if persona else ())],
        "status": _status(desk),
    }


def _finding(found: Finding, texts: Mapping[str, str]) -> BrowserFinding:
    text = texts.get(found.section, "")
    fix = found.fix
    return {
        "id": found.id,
        "field": found.section,
        "from": utf16_offset(text, found.start),
        "to": utf16_offset(text, found.end),
        "line": found.line,
        "severity": found.severity.value,
        "message": found.message,
        "fix": None if fix is None else {"label": fix.label, "changes": [_change(one, texts) for one in fix.changes]},
    }


def _change(change: Change, texts: Mapping[str, str]) -> BrowserChange:
    text = texts.get(change.section, "")
    return {
        "field": change.section,
        "from": utf16_offset(text, change.start),
        "to": utf16_offset(text, change.end),
        "insert": change.insert,
    }


def _status(desk: Desk) -> Status:
    if desk.other is not None:
        return {"kind": "conflict", "text": "Not saved: another tab has saved this draft."}
    if desk.saved_at is not None:
        return {"kind": "saved", "text": f"Draft saved {moment(desk.saved_at)}"}
    if desk.base is not None:
        return {"kind": "saved", "text": f"Version {desk.base.position} by {desk.base.author}, unchanged"}
    return {"kind": "unsaved", "text": "Nothing saved yet"}


def _other_tab(library: Library, desk: Desk) -> None:
    other = desk.other
    if other is None:
        return
    st.warning(
        f"**Another tab saved this draft** ({moment(other.saved_at)}). What you type stays here and is not saved "
        "until you choose. Whichever you leave is kept as a version, where its text allows it.",
        icon=":material/difference:",
    )
    take, keep, file = st.columns(3)
    if take.button("Take theirs", width="stretch"):
        try:
            desk.take_theirs(library, who() or "unnamed")
        except PersonaError as error:
            explain(error)
        else:
            st.rerun(scope="fragment")
    if keep.button("Keep mine", width="stretch"):
        kept = desk.keep_mine(library, who() or "unnamed")
        tell_after_rerun(
            "Theirs is kept as a version." if kept else "Their text had faults and could not be kept as a version."
        )
    file.download_button(
        "Their text",
        "\n\n".join(f"== {name}\n{text}" for name, text in other.texts.items()),
        file_name=f"{desk.persona_id}-their-draft.txt",
        on_click="ignore",
        width="stretch",
    )


def _save(library: Library, desk: Desk, found: Sequence[Finding]) -> None:
    refused: PersonaError | None = st.session_state.pop("persona_refused", None)
    if refused is not None:
        explain(refused)
    grave = len(blocking(list(found)))
    with st.container(border=True):
        if grave:
            count = "One finding keeps" if grave == 1 else f"{grave} findings keep"
            st.markdown(f":material/report: **{count} this text from going live.** Each has a fix beside it.")
        elif found:
            st.markdown(f":material/lightbulb: Nothing grave. {len(found)} smaller findings are beside the text.")
        else:
            st.markdown(":material/check_circle: The linter has nothing to say.")
        author = who_field()
        note = st.text_input("What changed", key=f"persona_note_{desk.persona_id}", max_chars=200)
        ready = desk.parsed.persona is not None and desk.changed and desk.other is None
        if st.button("Save as a version", type="primary", icon=":material/save:", disabled=not ready):
            _keep(library, desk, author, note)
        if desk.saved_at is not None and st.button("Drop the draft", type="tertiary", icon=":material/undo:"):
            _drop(library, desk)


def _keep(library: Library, desk: Desk, author: str, note: str) -> None:
    persona = desk.parsed.persona
    if persona is None:
        return
    try:
        parent = desk.base.hash if desk.base else None
        version = library.save(desk.persona_id, persona, author=author, note=note, parent=parent)
    except PersonaError as error:
        explain(error)
        return
    desk.settle(version, library)
    tell_after_rerun(f"Saved as version {version.position}.")


def _drop(library: Library, desk: Desk) -> None:
    """The text goes back to its version; what was typed is kept as one more version where it can be."""
    draft = library.draft(desk.persona_id)
    if draft is not None and desk.changed:
        library.set_aside(draft, author=who() or "unnamed")
    library.drop_draft(desk.persona_id)
    drop_desk(desk.persona_id)
    st.rerun()


def _preview(desk: Desk) -> None:
    persona = desk.parsed.persona
    st.subheader("What is really sent", anchor=False)
    if persona is None:
        st.info("The preview comes back when the marked lines can be read.", icon=":material/visibility_off:")
        return
    way = st.segmented_control(
        "To", list(_WAYS), default="liveavatar", format_func=_WAYS.__getitem__, key="persona_way", required=True
    )
    with st.expander("Values for the variables", icon=":material/tune:"):
        given = {
            one.name: st.text_input(
                f"{one.name}: {one.meaning or 'a value'}",
                value="Emma" if one.name == GUEST_NAME else one.default,
                max_chars=one.longest,
                key=f"persona_value_{one.name}",
            )
            for one in persona.variables
        }
        age = st.selectbox("Age of the child", [None, *AGE_BANDS], format_func=lambda band: band or "not known")
    prompt, opening = _sent(persona, way or "liveavatar", given, age)
    st.caption(f"{len(prompt):,} characters, about {tokens(prompt):,} tokens. The vendor publishes no limit.")
    st.code(prompt, language=None, wrap_lines=True, height=360)
    st.caption(f"Opening line, {len(opening)} of at most 1,000 characters")
    st.code(opening, language=None, wrap_lines=True)
    if way == "liveavatar":
        values = ", ".join(f"{name} = {value}" for name, value in values_for(persona.variables, given).items())
        st.caption(f"Sent beside it for each call, and filled in by the vendor: {values or 'nothing'}.")


def _sent(persona: Persona, way: str, given: Mapping[str, str], age: AgeBand | None) -> tuple[str, str]:
    """Prompt and opening as they leave."""
    if way == "liveavatar":
        words = compiled(persona, age=age)
        return words.prompt, words.opening
    words = filled(persona, given, age=age)
    if way == "streaming":
        return words.prompt, words.opening
    heard = [word for topic in persona.topics for word in topic.triggers[:1]]
    return "\n\n".join(system_messages(persona, given, heard, age=age)), words.opening
