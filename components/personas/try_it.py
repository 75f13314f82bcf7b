"""A text chat with any version: the answer as it comes, and beside it what the checks say of it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from calls.failures.errors import CallError
from calls.guests import guest_name
from calls.models.chat import chat_model
from calls.models.endpoint import SCRIPT, model_name
from calls.models.model import ChatModel, Message, ModelError
from calls.models.moderation import Moderation, moderate
from calls.persona import Persona
from calls.persona.document import AGE_BANDS, AgeBand
from calls.plain_text import markdown_text
from calls.safety.checks.table import CHECKS, Result, Verdict, checks_for, run_checks
from calls.safety.levels import Level, reading
from calls.server.house import House
from calls.store.personas import Version
from calls.talk.prompting import Said, messages, opening
from components.personas.desk import Desk
from components.personas.history import named
from components.widgets import explain

__all__ = ["try_it"]

_TALK = "persona_talk"
_LEVELS = {
    Level.FINE: ":material/check: Level 0, fine",
    Level.STEER: ":material/alt_route: Level 1, steer",
    Level.GROWN_UP: ":material/family_restroom: Level 2, a grown-up is needed",
    Level.STOP: ":material/front_hand: Level 3, stop",
}
_SIGNS = {
    Verdict.PASS: ":material/check: ",
    Verdict.FAIL: ":material/close: ",
    Verdict.PERSON: ":material/person_search: ",
}


@dataclass(frozen=True)
class _Exchange:
    """What the child said, what came back, and what the checks and the endpoint say of it."""

    child: str
    reply: str
    results: Sequence[Result]
    moderation: Moderation | None


def try_it(house: House, desk: Desk, versions: Sequence[Version]) -> None:
    """A talk with the text on the desk or with any version, who answers and to whom beside it."""
    settings, talk = st.columns([1, 3], gap="large")
    with settings:
        persona = _chosen(desk, versions)
        guest = st.text_input("Guest's first name", value="Emma", max_chars=40, key="persona_try_guest")
        age = st.selectbox(
            "Age", [None, *AGE_BANDS], format_func=lambda band: band or "not known", key="persona_try_age"
        )
        _who_answers(model_name(house.settings))
        if st.button("Begin anew", icon=":material/refresh:", width="stretch"):
            st.session_state.pop(_TALK, None)
    with talk:
        if persona is None:
            st.info("The text on the desk has faults. Mend the marked lines, or choose a version.")
            return
        _chat(house, desk.persona_id, persona, guest, age)


def _chosen(desk: Desk, versions: Sequence[Version]) -> Persona | None:
    options: Mapping[str, Version] = {one.hash: one for one in versions}
    chosen = st.selectbox(
        "Who answers",
        ["", *options],
        format_func=lambda found: named(options[found]) if found else "the text on the desk",
        key="persona_try_version",
    )
    return options[chosen].document if chosen else desk.parsed.persona


def _who_answers(name: str) -> None:
    if name != SCRIPT:
        st.caption(f":material/smart_toy: `{name}` answers, with the texts you wrote.")
        return
    st.warning("**The scripted Santa answers. It does not read what you write.** Set a model to try your text.")
    st.caption("For OpenAI:")
    st.code("OPENAI_API_KEY=… OPENAI_MODEL=gpt-5-mini scripts/run", language="bash", wrap_lines=True)
    st.caption("For a server on this computer:")
    st.code(
        "OPENAI_BASE_URL=http://localhost:11434/v1 OPENAI_MODEL=llama3.2 scripts/run", language="bash", wrap_lines=True
    )


def _chat(house: House, persona_id: str, persona: Persona, guest: str, age: AgeBand | None) -> None:
    try:
        name = guest_name(guest)
    except CallError as error:
        explain(error)
        return
    talk: list[_Exchange] = st.session_state.setdefault(_TALK, [])
    with st.chat_message("assistant", avatar=":material/celebration:"):
        st.text(opening(persona, name))
    for one in talk:
        _show(one)
    line = st.chat_input("Say something as a child would", max_chars=500, key="persona_try_line")
    if not line:
        return
    with st.chat_message("user", avatar=":material/child_care:"):
        st.text(line)
    before = [Said("avatar", opening(persona, name))]
    for one in talk:
        before += [Said("guest", one.child), Said("avatar", one.reply)]
    told = messages(persona, guest=name, age=age, said=before, line=line)
    said: list[str] = []
    with st.chat_message("assistant", avatar=":material/celebration:"):
        try:
            st.write_stream(_escaped(_answer(chat_model(house.settings, persona_id), told, persona, name), said))
        except ModelError as error:
            explain(error)
            return
    text = "".join(said).strip()
    results = run_checks(checks_for(line), line, text, earlier_child=[one.child for one in talk])
    talk.append(_Exchange(line, text, results, moderate(house.settings, line)))
    st.rerun()


async def _answer(model: ChatModel, told: Sequence[Message], persona: Persona, guest: str) -> AsyncIterator[str]:
    """The model's words; it is let go of on the event loop that it was used on."""
    try:
        async for piece in model.stream(told, persona.model, guest):
            yield piece
    finally:
        await model.close()


async def _escaped(pieces: AsyncIterator[str], said: list[str]) -> AsyncGenerator[str]:
    """Spoken words are no Markdown; `said` collects them as they are."""
    async for piece in pieces:
        said.append(piece)
        yield markdown_text(piece)


def _show(one: _Exchange) -> None:
    with st.chat_message("user", avatar=":material/child_care:"):
        st.text(one.child)
    with st.chat_message("assistant", avatar=":material/celebration:"):
        st.text(one.reply)
        failed = [result for result in one.results if result.verdict is Verdict.FAIL]
        open_ones = [result for result in one.results if result.verdict is Verdict.PERSON]
        words = f"{len(one.results) - len(failed) - len(open_ones)} checks passed"
        words += f", **{len(failed)} failed**" if failed else ""
        words += f", {len(open_ones)} need a person" if open_ones else ""
        with st.expander(words, icon=":material/rule:", expanded=bool(failed)):
            heard = reading(one.child)
            about = f" ({', '.join(heard.categories)})" if heard.categories else ""
            st.markdown(f"The child's line: {_LEVELS[heard.level]}{about}")
            if one.moderation is not None:
                st.caption(one.moderation.words)
            for line in _results(one.results):
                st.markdown(line)


def _results(results: Sequence[Result]) -> Iterator[str]:
    order = (Verdict.FAIL, Verdict.PERSON, Verdict.PASS)
    for result in sorted(results, key=lambda one: order.index(one.verdict)):
        yield f"{_SIGNS[result.verdict]}`{result.check}` {CHECKS[result.check].passes_when} *{result.reason}*"
