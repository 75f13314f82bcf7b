"""Personas as the vendor keeps them: sent once per version and place, remembered by id, compared on request."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from calls.persona import Compiled, compiled
from calls.store.personas import Version
from calls.store.vendor_copies import VendorCopy, VendorCopyStore
from heygen import HeyGen, NotFoundError

__all__ = ["Drift", "VendorCopies"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Drift:
    """How the vendor's copy of a version stands: `theirs` is None when the vendor has lost it."""

    copy: VendorCopy
    ours: Compiled
    theirs: Compiled | None

    @property
    def differs(self) -> bool:
        """Whether somebody changed the copy, or deleted it."""
        return self.theirs != self.ours


class VendorCopies:
    """The copies of this store's personas at its vendors. Every verb may raise heygen.HeyGenError."""

    def __init__(self, store: VendorCopyStore, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock

    def context(self, vendor: HeyGen, version: Version) -> str:
        """The vendor's id of this version's context or knowledge base, sent there on first use."""
        place = vendor.base_url
        known = self._store.get(place, version.persona_id, version.hash)
        if known is not None:
            return known.vendor_id
        words, name = compiled(version.document), _name(version)
        # A store that was lost, or another server's, may have sent it before.
        found = next((context for context in vendor.contexts() if context.name == name), None)
        if found is None:
            found = vendor.create_context(name, words.prompt, words.opening)
        self._remember(place, version, found.id, words)
        return found.id

    def known(self, persona_id: str) -> list[VendorCopy]:
        """Every copy of a persona's versions that we remember, the newest first."""
        return self._store.of(persona_id)

    def drift(self, vendor: HeyGen, version: Version) -> Drift | None:
        """Compares our text with the vendor's; None when this version was never sent there."""
        copy = self._store.get(vendor.base_url, version.persona_id, version.hash)
        if copy is None:
            return None
        try:
            found = vendor.context(copy.vendor_id)
        except NotFoundError:
            return Drift(copy, compiled(version.document), None)
        ours = compiled(version.document)
        # The older product's list tells no opening line.
        opening = ours.opening if found.opening_text is None else found.opening_text.strip()
        return Drift(copy, ours, Compiled((found.prompt or "").strip(), opening))

    def send_again(self, vendor: HeyGen, version: Version) -> None:
        """Makes the vendor's copy what ours is: changed there in place, or made anew when it is gone."""
        found = self.drift(vendor, version)
        if found is None or found.theirs is None:
            self._store.drop(version.hash)
            self.context(vendor, version)
            return
        vendor.update_context(found.copy.vendor_id, _name(version), found.ours.prompt, found.ours.opening)
        self._remember(vendor.base_url, version, found.copy.vendor_id, found.ours)

    def forget(self, version_hash: str) -> None:
        """The vendor has lost this version: it is looked up, or sent, anew."""
        logger.info("vendor copy forgotten version=%s", version_hash)
        self._store.drop(version_hash)

    def _remember(self, place: str, version: Version, vendor_id: str, words: Compiled) -> None:
        sent = hashlib.sha256(f"{words.prompt}\0{words.opening}".encode()).hexdigest()
        now = int(self._clock() * 1000)
        self._store.put(VendorCopy(place, version.persona_id, version.hash, vendor_id, sent, now))


def _name(version: Version) -> str:
    return f"talk-to-santa {version.persona_id} {version.hash}"
