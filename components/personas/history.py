"""Versions of a persona: who wrote what when, what differs between two, labels, and the way back to an old wording."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape

import streamlit as st

from calls.library import LIVE, Library
from calls.persona.diffing import Piece, SectionDiff
from calls.persona.errors import PersonaError
from calls.persona.sections import sections_of
from calls.store.personas import Version
from components.personas.desk import desk, moment
from components.who import who
from components.widgets import explain

__all__ = ["diff_html", "history", "named"]

_STYLE = """<style>
.persona-diff { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1rem; font-size: .9rem; }
.persona-diff > div { padding: .15rem .5rem; white-space: pre-wrap; overflow-wrap: anywhere; min-height: 1.4em; }
.persona-diff .gone { border-left: .2rem solid var(--st-red-color, #b3202c); }
.persona-diff .come { border-left: .2rem solid var(--st-green-color, #2f7d5b); }
.persona-diff del { text-decoration: line-through; background: color-mix(in srgb, currentColor 12%, transparent); }
.persona-diff ins { text-decoration: underline; background: color-mix(in srgb, currentColor 12%, transparent); }
@media (max-width: 640px) { .persona-diff { grid-template-columns: 1fr; } }
</style>"""


def history(library: Library, persona_id: str) -> None:
    """The versions, their labels, and two of them side by side."""
    versions, labels = library.versions(persona_id), library.labels(persona_id)
    _table(versions, labels)
    _difference(library, persona_id, versions)
    left, right = st.columns(2, gap="large")
    with left:
        _label(library, persona_id, versions, labels)
    with right:
        _restore(library, persona_id, versions)
    _moves(library, persona_id, versions)


def named(version: Version, labels: Mapping[str, str] | None = None) -> str:
    """How a version is called where one is chosen: its number, author and labels in a line."""
    marks = [label for label, found in (labels or {}).items() if found == version.hash]
    marked = f" ({', '.join(marks)})" if marks else ""
    return f"{version.position}{marked} · {version.hash[3:11]} · {version.author}"


def _table(versions: Sequence[Version], labels: Mapping[str, str]) -> None:
    rows = [
        {
            "Version": one.position,
            "Name": one.hash[:11],
            "Labels": ", ".join(label for label, found in labels.items() if found == one.hash),
            "Author": one.author,
            "Written": moment(one.created_at),
            "What changed": one.note,
        }
        for one in versions
    ]
    st.dataframe(rows, hide_index=True, width="stretch", key="persona_versions")


def _difference(library: Library, persona_id: str, versions: Sequence[Version]) -> None:
    st.subheader("Side by side", anchor=False)
    if len(versions) < 2:
        st.caption("There is one version so far. The next one can be compared with it here.")
        return
    by_hash = {one.hash: one for one in versions}
    before, after = st.columns(2)
    old = before.selectbox(
        "Before", list(by_hash), index=1, format_func=lambda found: named(by_hash[found]), key="persona_before"
    )
    new = after.selectbox("After", list(by_hash), format_func=lambda found: named(by_hash[found]), key="persona_after")
    found = [one for one in library.difference(persona_id, old, new) if one.changed]
    if not found:
        st.info("These two say the same.", icon=":material/drag_handle:")
    for section in found:
        st.markdown(f"**{section.label}**")
        st.html(_STYLE + diff_html(section))


def diff_html(section: SectionDiff) -> str:
    """A section's lines side by side; texts are escaped, and what changed is marked by more than colour."""
    cells = []
    for row in section.rows:
        if not row.changed:
            continue
        cells.append(f'<div class="gone">{_line(row.before, "del")}</div>')
        cells.append(f'<div class="come">{_line(row.after, "ins")}</div>')
    return f'<div class="persona-diff">{"".join(cells)}</div>'


def _line(pieces: Sequence[Piece] | None, mark: str) -> str:
    return "".join(
        f"<{mark}>{escape(piece.text)}</{mark}>" if piece.changed else escape(piece.text) for piece in pieces or ()
    )


def _label(library: Library, persona_id: str, versions: Sequence[Version], labels: Mapping[str, str]) -> None:
    by_hash = {one.hash: one for one in versions}
    with st.form("persona_label", border=True, clear_on_submit=True):
        st.markdown("**Labels** point to versions and can move. `live` moves on the Rehearsals page only.")
        name = st.text_input("Label", max_chars=40, placeholder="school fair")
        version = st.selectbox("Version", list(by_hash), format_func=lambda found: named(by_hash[found], labels))
        if st.form_submit_button("Set the label", icon=":material/label:"):
            _tried(lambda: library.label(persona_id, name, version, signer=who()))
    for label in labels:
        if label != LIVE and st.button(f"Take “{label}” away", key=f"persona_unlabel_{label}", type="tertiary"):
            _tried(partial(library.unlabel, persona_id, label))


def _restore(library: Library, persona_id: str, versions: Sequence[Version]) -> None:
    by_hash = {one.hash: one for one in versions}
    mine = desk(library, persona_id)
    text = f"Version {mine.base.position} is on the desk" if mine.base else "A new text is on the desk"
    kept = ", with changes that are kept as a version first" if mine.changed else ""
    with st.form("persona_restore", border=True):
        st.markdown(f"**Go on from an old wording.** {text}{kept}.")
        version = st.selectbox("Version", list(by_hash), format_func=lambda found: named(by_hash[found]))
        if st.form_submit_button("Put it on the desk", icon=":material/restore_page:"):
            _tried(lambda: _put(library, persona_id, version))


def _put(library: Library, persona_id: str, version: str) -> None:
    found = library.restore(persona_id, version, author=who() or "unnamed")
    mine = desk(library, persona_id)
    mine.seen = 0
    mine.replace(library, sections_of(found.document), found)


def _moves(library: Library, persona_id: str, versions: Sequence[Version]) -> None:
    position = {one.hash: one.position for one in versions}
    with st.expander("How the labels moved", icon=":material/history:"):
        for move in library.moves(persona_id):
            words = f"**{move.label}** → version {position.get(move.hash, '?')}, {moment(move.at)}, by {move.signer}"
            if move.run_id:
                words += f"; passed rehearsal `{move.run_id[:8]}` with {move.model}"
            if move.overridden:
                words += " :material/warning: **without having passed**"
            st.markdown(words + (f": {move.reason}" if move.reason else ""))


def _tried(action: Callable[[], None]) -> None:
    """Does it, or explains why not; the page shows the new state at once."""
    try:
        action()
    except PersonaError as error:
        explain(error)
    else:
        st.rerun()
