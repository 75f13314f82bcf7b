"""The library: versions that stay, labels that move, drafts that two tabs cannot overwrite unseen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from calls.library import LIVE, Library, UnknownPersonaError
from calls.persona import Persona
from calls.persona.errors import PersonaError
from calls.persona.sections import sections_of
from calls.persona.shipped import SHIPPED, shipped
from calls.store.database import Database
from calls.store.personas import Move, PersonaStore
from tests.fake_clock import FakeClock

SANTA = shipped("santa")
WARMER = SANTA.model_copy(update={"opening": "Good evening, ${guest_name}."})


@pytest.fixture
def library(database: Database, clock: FakeClock) -> Library:
    """A library with the shipped characters, on each kind of store."""
    found = Library(PersonaStore(database), clock)
    found.furnish()
    return found


def test_the_shipped_characters_are_live_from_the_start(library: Library) -> None:
    assert set(library.ids()) == set(SHIPPED)
    for persona_id in SHIPPED:
        live = library.live(persona_id)
        assert live.document == shipped(persona_id)
        assert (live.position, live.parent) == (1, None)
        assert "own tests" in library.moves(persona_id)[0].reason


def test_furnishing_again_changes_nothing(library: Library) -> None:
    before = [library.versions(one) for one in SHIPPED], [library.moves(one) for one in SHIPPED]
    library.furnish()
    assert ([library.versions(one) for one in SHIPPED], [library.moves(one) for one in SHIPPED]) == before


def test_a_newer_shipped_wording_waits_beside_the_live_one(database: Database, clock: FakeClock) -> None:
    store = PersonaStore(database)
    old = Library(store, clock)
    first = old.create(WARMER, author="Ada", note="", wanted="santa")
    store.move(Move("santa", LIVE, first.hash, 0, "Ada"))
    old.furnish()
    assert old.live("santa") == first
    assert [version.document for version in old.versions("santa")] == [SANTA, WARMER]


def test_a_version_is_kept_once_and_never_changes(library: Library) -> None:
    first = library.save("santa", WARMER, author="  Ada  L. ", note=" warmer ", parent=SANTA.hash)
    again = library.save("santa", WARMER, author="Bob", note="the same", parent=None)
    assert again == first
    assert (first.author, first.note, first.parent, first.position) == ("Ada L.", "warmer", SANTA.hash, 2)
    assert library.labels("santa") == {"draft": first.hash, "live": SANTA.hash}
    assert library.newest("santa") == first
    assert library.version("santa", first.hash).document == WARMER


def test_versions_saved_together_count_up(library: Library) -> None:
    def save(number: int) -> int:
        document = SANTA.model_copy(update={"goodbye": f"Goodbye {number}."})
        return library.save("santa", document, author="Ada", note="", parent=None).position

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(save, range(8))) == list(range(2, 10))


def test_a_new_persona_gets_an_id_of_its_name(library: Library) -> None:
    first = library.create(Persona(name="Père Noël 2", opening="Bonjour."), author="Ada", note="")
    second = library.create(Persona(name="Père Noël 2", opening="Salut."), author="Ada", note="")
    assert first.persona_id == "pere_noel_2"
    assert second.persona_id.startswith("pere_noel_2_")
    assert library.create(Persona(name="2", opening="H"), author="A", note="").persona_id[0].isalpha()
    with pytest.raises(UnknownPersonaError):
        library.live(first.persona_id)


@pytest.mark.parametrize("author", ["", "  \n"])
def test_nobody_is_no_author(library: Library, author: str) -> None:
    with pytest.raises(PersonaError, match="Write your name"):
        library.save("santa", WARMER, author=author, note="", parent=None)
    assert library.newest("santa").hash == SANTA.hash


@pytest.mark.parametrize("label", ["live", " LIVE ", "", "x", "1st", "a_b!", "x" * 50])
def test_labels_that_cannot_be(library: Library, label: str) -> None:
    with pytest.raises(PersonaError):
        library.label("santa", label, SANTA.hash, signer="Ada")
    assert library.labels("santa") == {"live": SANTA.hash}


def test_labels_move_and_go(library: Library) -> None:
    warmer = library.save("santa", WARMER, author="Ada", note="", parent=None)
    library.label("santa", "Winter 2026", SANTA.hash, signer="Ada")
    library.label("santa", "winter 2026", warmer.hash, signer="Bob")
    assert library.labels("santa")["winter 2026"] == warmer.hash
    assert [(move.label, move.signer) for move in library.moves("santa")][:2] == [
        ("winter 2026", "Bob"),
        ("winter 2026", "Ada"),
    ]
    library.unlabel("santa", "winter 2026")
    assert "winter 2026" not in library.labels("santa")
    with pytest.raises(PersonaError):
        library.unlabel("santa", LIVE)
    with pytest.raises(UnknownPersonaError):
        library.label("santa", "ghost", "p1-nothing", signer="Ada")


def test_an_override_is_told_until_the_version_goes_live_properly(library: Library) -> None:
    warmer = library.save("santa", WARMER, author="Ada", note="", parent=None)
    assert library.override_of("santa", SANTA.hash) is None
    library.release(Move("santa", LIVE, warmer.hash, 1, "Ada", reason="The season starts today.", overridden=True))
    override = library.override_of("santa", warmer.hash)
    assert override is not None
    assert override.reason == "The season starts today."
    library.release(Move("santa", LIVE, warmer.hash, 2, "Ada", run_id="r1", model="m"))
    assert library.override_of("santa", warmer.hash) is None


def test_the_second_tab_learns_that_the_first_one_saved(library: Library, clock: FakeClock) -> None:
    texts = sections_of(SANTA)
    first = library.save_draft("santa", texts, base=SANTA.hash, seen=0, tab="one")
    assert first is not None
    assert first.revision == 1
    assert library.save_draft("santa", {**texts, "goodbye": "Mine."}, base=SANTA.hash, seen=0, tab="two") is None
    clock.advance(60)
    second = library.save_draft("santa", {**texts, "goodbye": "Ours."}, base=SANTA.hash, seen=1, tab="two")
    assert library.draft("santa") == second
    assert second is not None
    assert (second.revision, second.tab, second.texts["goodbye"]) == (2, "two", "Ours.")
    assert second.saved_at - first.saved_at == 60_000


def test_of_many_savers_one_wins(library: Library) -> None:
    def save(number: int) -> bool:
        return library.save_draft("santa", {"name": str(number)}, base=None, seen=0, tab=str(number)) is not None

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(save, range(8))) == 1


def test_a_draft_is_for_a_persona_that_exists(library: Library) -> None:
    with pytest.raises(UnknownPersonaError):
        library.save_draft("ghost", {}, base=None, seen=0, tab="one")


def test_restoring_keeps_the_draft_as_a_version(library: Library) -> None:
    library.save_draft("santa", sections_of(WARMER), base=SANTA.hash, seen=0, tab="one")
    assert library.restore("santa", SANTA.hash, author="Ada").document == SANTA
    assert library.draft("santa") is None
    kept = library.newest("santa")
    assert (kept.document, kept.parent, kept.note) == (WARMER, SANTA.hash, "A draft, set aside.")


def test_a_draft_with_faults_is_not_dropped_unseen(library: Library) -> None:
    library.save_draft("santa", {"name": "Santa"}, base=SANTA.hash, seen=0, tab="one")
    with pytest.raises(PersonaError, match="has faults"):
        library.restore("santa", SANTA.hash, author="Ada")
    assert library.draft("santa") is not None


def test_the_difference_names_sections_lines_and_words(library: Library) -> None:
    changed = SANTA.model_copy(update={"opening": SANTA.opening.replace("lovely", "good"), "goodbye": ""})
    version = library.save("santa", changed, author="Ada", note="", parent=None)
    found = {one.name: one for one in library.difference("santa", SANTA.hash, version.hash)}
    assert [name for name, one in found.items() if one.changed] == ["opening", "goodbye"]
    (row,) = found["opening"].rows
    assert row.before is not None
    assert row.after is not None
    assert [piece.text for piece in row.before if piece.changed] == ["lovely"]
    assert [piece.text for piece in row.after if piece.changed] == ["good"]
    assert "".join(piece.text for piece in row.after) == changed.opening
    assert [row.after for row in found["goodbye"].rows] == [None]
