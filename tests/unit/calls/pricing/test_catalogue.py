"""The price files: checked, dated, overridden by a user's own, and never changed in place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from calls.pricing.catalogue.catalogue import Catalogue
from calls.pricing.catalogue.figures import Kind, plain
from calls.pricing.catalogue.reading import SHIPPED, edited, load_catalogue, read_catalogue
from calls.pricing.errors import FileFaultError, PriceError
from heygen.limits import LIVEAVATAR, STREAMING

DAY = date(2026, 11, 21)
TEXTS = [(path.name, path.read_text(encoding="utf-8")) for path in SHIPPED]
CATALOGUE = load_catalogue()
PRO = "provider/liveavatar_full@2026-04-01/plan/pro/price"
FIGURE = 'source="my offer", date=2026-12-01, kind="measured"'


def with_mine(text: str) -> Catalogue:
    return read_catalogue([*TEXTS, ("mine.toml", text)])


def test_every_figure_has_source_date_and_kind() -> None:
    figures = dict(CATALOGUE.figures())
    assert len(figures) > 150
    assert all(figure.source and figure.date <= DAY for figure in figures.values())
    assert {figure.kind for figure in figures.values()} == set(Kind)
    assert all(figure.known or figure.note for figure in figures.values())


def test_the_catalogue_agrees_with_what_the_client_was_told() -> None:
    old = CATALOGUE.provider_on("streaming_avatar", DAY)
    assert old.credits_per_minute.value == STREAMING.credits_per_minute
    assert old.minimum_seconds.value == STREAMING.billed_seconds_min
    assert old.step_seconds.value == STREAMING.billed_seconds_step
    assert old.idle_seconds.value == STREAMING.idle_seconds_default
    rates = [CATALOGUE.provider_on(f"liveavatar_{mode}", DAY).credits_per_minute.value for mode in ("full", "lite")]
    assert rates == [LIVEAVATAR.credits_per_minute_full, LIVEAVATAR.credits_per_minute_lite]
    full = CATALOGUE.provider_on("liveavatar_full", DAY)
    assert full.escrow_seconds.value == LIVEAVATAR.escrow_seconds
    assert full.step_seconds.value == LIVEAVATAR.billing_check_seconds


def test_lite_and_embed_have_the_plans_of_full() -> None:
    plans = [CATALOGUE.provider_on(f"liveavatar_{mode}", DAY).plan for mode in ("full", "lite", "embed")]
    assert plans[0] == plans[1] == plans[2]


def test_numbers_are_exact() -> None:
    assert CATALOGUE.provider_on("streaming_avatar", DAY).credits_per_minute.value == Decimal("0.2")


def test_a_stored_catalogue_comes_back_the_same() -> None:
    again = Catalogue.model_validate_json(CATALOGUE.canonical())
    assert again == CATALOGUE
    assert again.version == CATALOGUE.version
    assert CATALOGUE.version.startswith("prices1-")
    assert len(CATALOGUE.version) <= 64


def test_the_version_names_the_content_not_its_spelling() -> None:
    spelled = with_mine(f'[[assumption]]\nid="call_seconds"\nfigure={{value=300.00, {FIGURE}}}')
    other = with_mine(f'[[assumption]]\nid="call_seconds"\nfigure={{value="300", {FIGURE}}}')
    changed = with_mine(f'[[assumption]]\nid="call_seconds"\nfigure={{value=301, {FIGURE}}}')
    assert spelled.version == other.version
    assert len({spelled.version, changed.version, CATALOGUE.version}) == 3


def test_a_users_file_changes_just_its_fields() -> None:
    mine = with_mine(
        f'[[provider]]\nid="liveavatar_full"\nconcurrency={{value=5, {FIGURE}}}\n'
        f'[[provider.plan]]\nid="pro"\nprice={{value=80, {FIGURE}}}'
    )
    changed, before = (catalogue.provider_on("liveavatar_full", DAY) for catalogue in (mine, CATALOGUE))
    assert (changed.concurrency.value, changed["pro"].price.value) == (Decimal(5), Decimal(80))
    assert changed["pro"].credits == before["pro"].credits
    assert changed["scale"] == before["scale"]


def test_a_users_file_adds_a_price_from_a_day_on() -> None:
    mine = with_mine(
        '[[text_model]]\nid="gpt-4o"\ntitle="GPT-4o"\nvalid_from=2027-01-01\n'
        f"input={{value=2, {FIGURE}}}\noutput={{value=8, {FIGURE}}}"
    )
    assert mine.text_model_on("gpt-4o", DAY) == CATALOGUE.text_model_on("gpt-4o", DAY)
    assert mine.text_model_on("gpt-4o", date(2027, 1, 1)).input.value == 2


def test_a_users_file_without_a_day_changes_the_newest_price() -> None:
    mine = with_mine(f'[[text_model]]\nid="gpt-5.6-luna"\ninput={{value=5, {FIGURE}}}')
    assert [mine.text_model_on("gpt-5.6-luna", date(2026, 7, day)).input.value for day in (29, 30)] == [1, 5]


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("a = = 1", "TOML", "line 1"),
        ('[[proider]]\nid="x"', "proider", "not permitted"),
        ("provider = 4", "provider", "tuple"),
        ('[[assumption]]\nid="call_seconds"\nunits="s"', "assumption → call_seconds → units", "not permitted"),
        (
            f'[[provider]]\nid="liveavatar_full"\nstep_seconds={{value=-1, {FIGURE}}}',
            "provider → liveavatar_full@2026-04-01 → step_seconds → value",
            "greater than or equal to 0",
        ),
        (
            f'[[provider]]\nid="liveavatar_full"\nstep_seconds={{value=1.5, {FIGURE}}}',
            "provider → liveavatar_full@2026-04-01 → step_seconds",
            "whole seconds",
        ),
        (
            f'[[provider]]\nid="streaming_avatar"\n[[provider.plan]]\nid="pro"\nprice={{value="cheap", {FIGURE}}}',
            "provider → streaming_avatar@2025-01-01 → plan → pro → price → value",
            "valid decimal",
        ),
        (
            f'[[provider]]\nid="streaming_avatar"\n[[provider.plan]]\nid="pro"\ncredits={{value=0, {FIGURE}}}',
            "provider → streaming_avatar@2025-01-01 → plan → pro → credits",
            "includes some credits",
        ),
        (
            '[[provider]]\nid="streaming_avatar"\n[[provider.plan]]\nid="gold"\ntitle="Gold"',
            "provider → streaming_avatar@2025-01-01 → plan → gold → price",
            "field required",
        ),
        (f'[[assumption]]\nid="x"\nunit="s"\nfigure={{{FIGURE}}}', "assumption → x → figure", "says why"),
        ('[[assumption]]\nid="x"\n[[assumption]]\nid="x"', "assumption → x", "twice"),
    ],
)
def test_a_fault_names_file_and_place(text: str, place: str, what: str) -> None:
    with pytest.raises(FileFaultError) as caught:
        with_mine(text)
    assert (caught.value.file, caught.value.place) == ("mine.toml", place)
    assert what in caught.value.what
    assert caught.value.fix


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileFaultError, match=r"prices\.toml, the whole file"):
        load_catalogue([tmp_path / "prices.toml"])


def test_an_edit_is_a_new_catalogue() -> None:
    dearer = edited(CATALOGUE, PRO, 120, date(2026, 12, 1), kind=Kind.MEASURED, note="our offer")
    figures = dict(dearer.figures())
    assert (figures[PRO].value, figures[PRO].date, figures[PRO].kind) == (
        Decimal(120),
        date(2026, 12, 1),
        Kind.MEASURED,
    )
    assert dict(CATALOGUE.figures())[PRO].value == 99
    assert dearer.version != CATALOGUE.version
    assert {path for path, figure in figures.items() if figure != dict(CATALOGUE.figures())[path]} == {PRO}


def test_every_figure_can_be_edited() -> None:
    for path, figure in CATALOGUE.figures():
        changed = edited(CATALOGUE, path, (figure.value or 0) + 1, DAY)
        assert dict(changed.figures())[path].value == (figure.value or 0) + 1


@pytest.mark.parametrize(
    "path", ["", "provider", "provider/none@2025-01-01/price", "assumption/x/figure", "market/tavus/title", f"{PRO}/x"]
)
def test_an_edit_of_nothing_is_refused(path: str) -> None:
    with pytest.raises(PriceError, match="There is no figure"):
        edited(CATALOGUE, path, 1, DAY)


def test_an_edit_below_zero_is_refused() -> None:
    with pytest.raises(PriceError, match="greater than or equal to 0"):
        edited(CATALOGUE, PRO, -1, DAY)


def test_no_price_is_no_zero() -> None:
    for refused in (
        lambda: CATALOGUE.text_model_on("gpt-99", DAY),
        lambda: CATALOGUE.text_model_on("gpt-6-luna", date(2026, 9, 21)),
        lambda: CATALOGUE.provider_on("streaming_avatar", DAY)["gold"],
        lambda: CATALOGUE.assumed("luck"),
    ):
        with pytest.raises(PriceError):
            refused()


@pytest.mark.parametrize(
    ("value", "text"), [("100", "100"), ("0.20", "0.2"), ("1E+2", "100"), ("0", "0"), ("0.0", "0")]
)
def test_one_spelling(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text
