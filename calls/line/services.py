"""What lines need of this server, and on which threads they ask for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import ParamSpec, TypeVar

import anyio
from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from starlette.concurrency import run_in_threadpool

from calls.archive.reading import Archive
from calls.line.holders import Holders
from calls.line.lobby import Lobby
from calls.running.ending import Endings
from calls.running.metering import Metering
from calls.running.switchboard import Switchboard
from calls.store.calls import CallRecord
from calls.talk.conversations import Conversations

__all__ = ["Pace", "Services", "at_vendor", "in_store"]

_P = ParamSpec("_P")
_R = TypeVar("_R")

_AT_VENDOR = 20
"""Threads that may wait for the vendor. A stop may take a minute when the vendor hangs; on the store's threads (anyio's
own 40) such waits would keep every beat from being stored, and the sweep would end healthy calls."""
_limiter: RunVar[CapacityLimiter] = RunVar("vendor_threads")


@dataclass(frozen=True)
class Pace:
    """The times a line keeps, in seconds."""

    hello_s: float = 10.0
    meter_s: float = 1.0
    last_words_s: float = 3.0
    """How long a page whose call is over may still tell what it had not told before."""
    keep_alive_beats: int = 60
    """Meter beats between two signs of life for the vendor: within Streaming Avatar's shortest default (120 s) and
    LiveAvatar's advice (every two to three minutes)."""


@dataclass(frozen=True)
class Services:
    """What lines need. `api_url` tells where the browser finds the vendor, by dialect.

    `shown` describes a call to a page that comes back without knowing anything of it.
    """

    switchboard: Switchboard
    endings: Endings
    metering: Metering
    archive: Archive
    conversations: Conversations
    lobby: Lobby
    api_url: Mapping[str, str]
    shown: Callable[[CallRecord], Mapping[str, object]]
    holders: Holders = field(default_factory=Holders)
    pace: Pace = field(default_factory=Pace)


async def in_store(work: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    """Runs what asks the store alone."""
    return await run_in_threadpool(work, *args, **kwargs)


async def at_vendor(work: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    """Runs what may have to wait for the vendor, on threads of its own."""
    try:
        limiter = _limiter.get()
    except LookupError:
        limiter = CapacityLimiter(_AT_VENDOR)
        _limiter.set(limiter)
    return await anyio.to_thread.run_sync(partial(work, *args, **kwargs), limiter=limiter)
