"""The desk of a prompt writer: what is typed is kept, two tabs notice each other, nothing is lost in a choice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from calls.library import Library
from calls.persona.errors import PersonaError
from calls.persona.sections import sections_of
from calls.persona.shipped import shipped
from calls.store.database import Database
from calls.store.personas import PersonaStore
from components.personas.desk import Desk

SANTA = shipped("santa")
TEXTS = sections_of(SANTA)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """The shipped characters in a store of their own."""
    database = Database(f"sqlite:///{tmp_path / 'calls.db'}")
    database.migrate()
    found = Library(PersonaStore(database))
    found.furnish()
    yield found
    database.close()


def laid(library: Library, tab: str) -> Desk:
    """A desk as a session lays it."""
    draft = library.draft("santa")
    texts = dict(draft.texts) if draft else sections_of(library.newest("santa").document)
    return Desk("santa", tab, texts, library.newest("santa"), seen=draft.revision if draft else 0)


def typed(desk: Desk, library: Library, goodbye: str, seq: int = 1) -> None:
    """Types another goodbye."""
    desk.type(library, {**desk.texts, "goodbye": goodbye}, seq)


def test_what_is_typed_is_the_draft_at_once(library: Library) -> None:
    desk = laid(library, "one")
    assert not desk.changed
    typed(desk, library, "Good night.", 7)
    draft = library.draft("santa")
    assert draft is not None
    assert draft.texts["goodbye"] == "Good night."
    assert (draft.base, draft.tab, desk.checked, desk.changed) == (SANTA.hash, "one", 7, True)
    assert laid(library, "later").texts == desk.texts


def test_text_with_faults_is_kept_as_well(library: Library) -> None:
    desk = laid(library, "one")
    desk.type(library, {**TEXTS, "settings": "warmth = 3"}, 1)
    assert desk.parsed.persona is None
    draft = library.draft("santa")
    assert draft is not None
    assert draft.texts["settings"] == "warmth = 3"


def test_the_second_tab_is_told_and_its_text_stays(library: Library) -> None:
    first, second = laid(library, "one"), laid(library, "two")
    typed(first, library, "First.")
    typed(second, library, "Second.")
    assert second.other is not None
    assert second.other.texts["goodbye"] == "First."
    assert second.texts["goodbye"] == "Second."
    typed(second, library, "Second, longer.", 2)
    kept = library.draft("santa")
    assert kept is not None
    assert kept.texts["goodbye"] == "First."


def test_keeping_mine_keeps_theirs_as_a_version(library: Library) -> None:
    first, second = laid(library, "one"), laid(library, "two")
    typed(first, library, "First.")
    typed(second, library, "Second.")
    assert second.keep_mine(library, "Ada")
    assert second.other is None
    draft = library.draft("santa")
    assert draft is not None
    assert draft.texts["goodbye"] == "Second."
    assert library.newest("santa").document.goodbye == "First."
    # The first tab learns it at its next key.
    typed(first, library, "First again.", 2)
    assert first.other is not None


def test_taking_theirs_keeps_mine_as_a_version(library: Library) -> None:
    first, second = laid(library, "one"), laid(library, "two")
    typed(first, library, "First.")
    typed(second, library, "Second.")
    shown = second.shown
    second.take_theirs(library, "Ada")
    assert second.texts["goodbye"] == "First."
    assert second.shown > shown
    assert library.newest("santa").document.goodbye == "Second."
    typed(second, library, "First, and more.", 3)
    assert second.other is None


def test_theirs_is_not_taken_over_a_text_that_cannot_be_kept(library: Library) -> None:
    first, second = laid(library, "one"), laid(library, "two")
    typed(first, library, "First.")
    second.type(library, {**TEXTS, "opening": ""}, 1)
    with pytest.raises(PersonaError, match="has faults"):
        second.take_theirs(library, "Ada")
    assert second.texts["opening"] == ""


def test_a_draft_that_became_a_version_elsewhere_is_no_obstacle(library: Library) -> None:
    first, second = laid(library, "one"), laid(library, "two")
    typed(first, library, "First.")
    persona = first.parsed.persona
    assert persona is not None
    second = laid(library, "two")
    first.settle(library.save("santa", persona, author="Ada", note="", parent=SANTA.hash), library)
    assert not first.changed
    typed(second, library, "Second.")
    assert second.other is None
    draft = library.draft("santa")
    assert draft is not None
    assert draft.texts["goodbye"] == "Second."


def test_another_text_on_the_desk_is_shown_and_saved(library: Library) -> None:
    desk = laid(library, "one")
    shown = desk.shown
    desk.replace(library, {**TEXTS, "name": "Père Noël"}, desk.base)
    assert desk.shown > shown
    draft = library.draft("santa")
    assert draft is not None
    assert draft.texts["name"] == "Père Noël"


def test_extensions_of_the_version_are_carried(library: Library) -> None:
    carried = SANTA.model_copy(update={"extensions": {"other": 1}})
    version = library.save("santa", carried, author="Ada", note="", parent=SANTA.hash)
    desk = Desk("santa", "one", sections_of(carried), version)
    typed(desk, library, "Good night.")
    persona = desk.parsed.persona
    assert persona is not None
    assert persona.extensions == {"other": 1}
