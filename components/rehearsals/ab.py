"""Two versions, or two models, before the same child: answers side by side without names, votes, and the win rate."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from calls.evaluation.ab import Answered, Answerer, Pair, answer_all, pairs, score
from calls.models.chat import chat_model
from calls.models.model import ChatModel, ModelError
from calls.safety.checks.table import Verdict
from calls.server.house import House
from calls.store.personas import Version
from calls.store.rehearsals import Vote
from components.personas.history import named
from components.who import who
from components.widgets import apart, explain

__all__ = ["side_by_side"]

_KEY = "ab_round"
_MOST = 20


@dataclass
class _Round:
    """The pairs of one comparison, and which one is shown."""

    left: str
    right: str
    found: list[Pair]
    place: int = 0


def side_by_side(house: House, versions: Sequence[Version]) -> None:
    """The choice of two answerers and of the child's lines, then the vote."""
    by_hash = {one.hash: one for one in versions}
    first, second = st.columns(2, gap="large")
    with first:
        left = st.selectbox("One", list(by_hash), format_func=lambda one: named(by_hash[one]), key="ab_left")
        left_model = st.text_input("Its model", value=house.settings.openai_model or "", key="ab_left_model")
    with second:
        right = st.selectbox(
            "The other",
            list(by_hash),
            index=min(1, len(by_hash) - 1),
            format_func=lambda one: named(by_hash[one]),
            key="ab_right",
        )
        right_model = st.text_input("Its model", value=house.settings.openai_model or "", key="ab_right_model")
    lines = _lines(house)
    one, other = _name(by_hash[left], left_model), _name(by_hash[right], right_model)
    if one == other:
        st.info("These are the same. Choose another version, or another model.", icon=":material/drag_handle:")
    elif st.button(f"Let both answer {len(lines)} lines", type="primary", icon=":material/forum:", disabled=not lines):
        _begin(
            Answerer(one, by_hash[left].document, _model(house, by_hash[left], left_model)),
            Answerer(other, by_hash[right].document, _model(house, by_hash[right], right_model)),
            lines,
        )
    held: _Round | None = st.session_state.get(_KEY)
    if held is not None and {held.left, held.right} == {one, other}:
        _vote(house, held)
    _score(house, one, other)


def _name(version: Version, model: str) -> str:
    return f"version {version.position} with {model or 'the script'} ({version.hash[3:11]})"


def _model(house: House, version: Version, name: str) -> ChatModel:
    return chat_model(replace(house.settings, openai_model=name or None), version.persona_id)


def _lines(house: House) -> list[tuple[str, str]]:
    """The child's lines: of a suite, past calls among them."""
    suites = house.rehearsals.suites()
    titles = apart({one: suite.title for one, suite in suites.items()})
    chosen = st.selectbox("Lines of", list(suites), format_func=titles.__getitem__, key="ab_suite")
    prompts = suites[chosen].prompts
    most = min(_MOST, len(prompts))
    count = st.slider("How many", 1, most, min(8, most), key="ab_count") if most > 1 else 1
    step = len(prompts) / count
    return [(f"{chosen}/{one.id}", one.child) for one in (prompts[int(place * step)] for place in range(count))]


def _begin(one: Answerer, other: Answerer, lines: Sequence[tuple[str, str]]) -> None:
    async def both() -> tuple[list[Answered], list[Answered]]:
        children = [child for _, child in lines]
        try:
            return await answer_all(one, children), await answer_all(other, children)
        finally:
            await one.model.close()
            await other.model.close()

    try:
        with st.spinner("Both answer…"):
            left, right = asyncio.run(both())
    except ModelError as error:
        explain(error)
        return
    st.session_state[_KEY] = _Round(one.name, other.name, pairs(lines, left, right, random.random))


def _vote(house: House, held: _Round) -> None:
    if held.place >= len(held.found):
        st.success("All lines of this round are through.", icon=":material/task_alt:")
        return
    pair = held.found[held.place]
    st.caption(f"Line {held.place + 1} of {len(held.found)}; who is who is told after the vote.")
    with st.chat_message("user", avatar=":material/child_care:"):
        st.text(pair.child)
    for column, answered in zip(st.columns(2, gap="large"), (pair.first, pair.second), strict=True):
        with column, st.container(border=True):
            st.text(answered.reply)
            failed = ", ".join(answered.failed)
            passed = sum(one.verdict is Verdict.PASS for one in answered.results)
            st.caption(f"{passed} checks passed" + (f"; failed: {failed}" if failed else ""))
    for column, (label, choice) in zip(
        st.columns(3), (("The left one", "first"), ("Both alike", "tie"), ("The right one", "second")), strict=True
    ):
        column.button(label, key=f"vote_{choice}", width="stretch", on_click=_cast, args=(house, held, pair, choice))


def _cast(house: House, held: _Round, pair: Pair, choice: str) -> None:
    store, now = house.rehearsals.store, house.rehearsals.now()
    store.vote(Vote(pair.first.by, pair.second.by, pair.turn, choice, who() or "unnamed", now))
    held.place += 1
    better = {"first": pair.first.by, "second": pair.second.by}.get(choice)
    st.toast(f"That was {better}." if better else "Left was " + pair.first.by + ".", icon=":material/how_to_vote:")


def _score(house: House, one: str, other: str) -> None:
    votes = house.rehearsals.store.votes(one, other)
    if not votes:
        return
    found = score(votes, one)
    st.subheader("So far", anchor=False)
    if found.share is None:
        st.markdown(f"{found.ties} ties, no winner yet.")
        return
    st.markdown(
        f"**{one}** won {found.wins} of {found.wins + found.losses} decided votes: {found.share:.0%}, "
        f"95 % interval {found.low:.0%} to {found.high:.0%}. Ties: {found.ties}."
    )
    if found.low <= 0.5 <= found.high:
        st.caption("The interval holds one half: these votes do not tell them apart yet.")
