"""Every price list that a call was made under, so that old calls keep the prices of their day."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from calls.pricing.catalogue.catalogue import Catalogue
from calls.store.database import Database
from calls.store.tables import PriceListRow

__all__ = ["PriceStore"]


class PriceStore:
    """The price lists by their version."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, catalogue: Catalogue, at: int) -> str:
        """Keeps a price list, once; returns its version."""
        with self._database.reading() as session:
            if session.get(PriceListRow, catalogue.version) is not None:
                return catalogue.version
        try:
            with self._database.transaction() as session:
                row = PriceListRow(version=catalogue.version, document=catalogue.canonical(), first_used_at=at)
                session.add(row)
        except IntegrityError:
            # Another server kept it in the same moment.
            return catalogue.version
        return catalogue.version

    def get(self, version: str) -> Catalogue | None:
        """A price list by its version; None where it was never kept."""
        with self._database.reading() as session:
            row = session.get(PriceListRow, version)
            return None if row is None else Catalogue.model_validate_json(row.document)

    def all(self) -> Mapping[str, Catalogue]:
        """Every price list, by version."""
        with self._database.reading() as session:
            rows = session.scalars(select(PriceListRow)).all()
        return {row.version: Catalogue.model_validate_json(row.document) for row in rows}
