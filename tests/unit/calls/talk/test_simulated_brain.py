"""The simulated avatar with a model of ours: what leaves is masked, the persona is the call's, and it never falls
silent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence

import pytest

from calls.models.chat import chat_model
from calls.models.model import ChatModel, Message, ModelUnreachableError, Reply
from calls.persona import ModelSettings
from calls.persona.shipped import shipped
from calls.server.settings import Settings
from calls.talk.prompting import Said, messages
from calls.talk.simulated_brain import SAY_AGAIN, Caller, SimulatedBrain
from heygen.simulator.talk.brain import Line, Persona
from tests.model_server import ModelServer, State

SANTA = shipped("santa")
ASKED = Persona("You are Santa. You talk with Wilhelmina, 0171 2345678.", "santa", "Wilhelmina")
HISTORY = [Line("avatar", "Ho ho, Wilhelmina!"), Line("user", "I live at 12 Maple Road.")]
LINE = "I'm Wilhelmina. Mail me at mina@example.com!"


@pytest.fixture
def state() -> Iterator[State]:
    """An endpoint that answers with the name it was told."""
    with ModelServer(State(answer=lambda _: "Good evening, dear. Elves like soup. Do you")) as server:
        yield server.state


def model_at(state: State) -> ChatModel:
    """That endpoint's model."""
    return chat_model(Settings(openai_base_url=state.url, openai_model="small"))


async def answered(brain: SimulatedBrain, history: Sequence[Line] = HISTORY) -> list[str]:
    """The sentences for the line."""
    return [sentence async for sentence in brain.answer(LINE, ASKED, history)]


@pytest.mark.parametrize("caller", [Caller(SANTA, "Wilhelmina"), None], ids=["a call of ours", "another client"])
async def test_nothing_of_a_guest_leaves_unmasked(state: State, caller: Caller | None) -> None:
    model = model_at(state)
    assert await answered(SimulatedBrain(model, lambda: caller)) == [
        "Good evening, dear.",
        "Elves like soup.",
        "Do you",
    ]
    await model.close()
    sent = str(state.asked)
    assert "Mail me at" in sent
    for private in ("Wilhelmina", "Maple", "mina@", "2345678"):
        assert private not in sent


class Recording:
    """A model that keeps what it was told, and says its pieces until one is an error."""

    name = "recording"
    reads_prompt = True

    def __init__(self, *pieces: str | Exception) -> None:
        self.pieces = pieces
        self.told: list[tuple[Sequence[Message], ModelSettings, str | None]] = []
        self.closed = 0

    async def stream(
        self, messages: Sequence[Message], settings: ModelSettings, guest: str | None
    ) -> AsyncIterator[str]:
        """The pieces."""
        self.told.append((messages, settings, guest))
        try:
            for piece in self.pieces:
                if isinstance(piece, Exception):
                    raise piece
                yield piece
        finally:
            self.closed += 1

    async def reply(self, messages: Sequence[Message], settings: ModelSettings, guest: str | None) -> Reply:
        """Not asked for."""
        raise NotImplementedError

    async def close(self) -> None:
        """Nothing to close."""


async def test_a_call_of_ours_is_told_what_a_rehearsal_is_told() -> None:
    model = Recording("Yes.")
    await answered(SimulatedBrain(model, lambda: Caller(SANTA, "Mia", "7-9")))
    said = [Said("avatar", HISTORY[0].text), Said("guest", HISTORY[1].text)]
    wanted = messages(SANTA, guest="Mia", age="7-9", said=said, line=LINE)
    assert model.told == [(wanted, SANTA.model, "Mia")]


async def test_another_clients_session_is_told_its_own_prompt_masked() -> None:
    model = Recording("Yes.")
    await answered(SimulatedBrain(model, lambda: None))
    ((told, _, guest),) = model.told
    assert told[0].role == "system"
    assert told[0].text.startswith("You are Santa. You talk with [")
    assert [(one.role, one.text) for one in told[1:]] == [
        ("assistant", HISTORY[0].text),
        ("user", HISTORY[1].text),
        ("user", LINE),
    ]
    assert guest == "Wilhelmina"


async def test_a_session_that_is_reported_late_gets_its_persona_then_and_is_looked_up_no_more() -> None:
    found: list[Caller | None] = [None, Caller(SANTA, "Mia")]
    model = Recording("Yes.")
    brain = SimulatedBrain(model, lambda: found.pop(0))
    for _ in range(3):
        await answered(brain)
    assert [guest for _, _, guest in model.told] == ["Wilhelmina", "Mia", "Mia"]


@pytest.mark.parametrize(
    ("pieces", "spoken"),
    [
        ((ModelUnreachableError("It broke off.", "Try again."),), [SAY_AGAIN]),
        ((RuntimeError("the transport"),), [SAY_AGAIN]),
        (("One. Tw", ValueError("odd")), ["One.", SAY_AGAIN]),
        ((), [SAY_AGAIN]),
        (("  ",), [SAY_AGAIN]),
        (("One. ", "Two."), ["One.", "Two."]),
    ],
)
async def test_whatever_fails_the_avatar_says_something(pieces: tuple[str | Exception, ...], spoken: list[str]) -> None:
    assert await answered(SimulatedBrain(Recording(*pieces), lambda: None)) == spoken


async def test_a_store_that_fails_is_no_silence_either() -> None:
    def broken() -> Caller | None:
        raise OSError("the store is away")

    assert await answered(SimulatedBrain(Recording("Yes."), broken)) == [SAY_AGAIN]


async def test_an_answer_that_is_given_up_stops_the_endpoint() -> None:
    model = Recording("One. Two. ", "Three.")
    answer = SimulatedBrain(model, lambda: None).answer(LINE, ASKED, ())
    assert await anext(answer) == "One."
    close: Callable[[], object] = answer.aclose  # type: ignore[attr-defined]
    await close()  # type: ignore[misc]
    assert model.closed == 1
