"""Which faults are armed at the moment: a pure, thread-safe list that the rest of the simulator takes from."""

from __future__ import annotations

import itertools
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from heygen.simulator.world.fault_catalogue import CATALOGUE, Fault, FaultInfo, Moment
from heygen.simulator.world.records import Product

__all__ = ["CATALOGUE", "ArmedFault", "Fault", "FaultInfo", "Faults", "Moment"]


@dataclass(frozen=True)
class ArmedFault:
    """A fault that waits for its moment.

    `product`: None for every product that has it; `times`: how often it still strikes, None until disarmed;
    `seconds`: see `FaultInfo`; `number`: tells two armings of one fault apart; `armed_at`: unix seconds.
    """

    fault: Fault
    product: Product | None
    times: int | None
    seconds: float
    number: int
    armed_at: float

    def fits(self, product: Product) -> bool:
        """Whether it strikes that product."""
        return self.product in (None, product) and product in CATALOGUE[self.fault].products


class Faults:
    """The armed faults, oldest first. `clock` gives unix seconds."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._armed: list[ArmedFault] = []

    def arm(
        self,
        fault: Fault | str,
        *,
        product: Product | str | None = None,
        times: int | None = 1,
        seconds: float | None = None,
    ) -> ArmedFault:
        """Arms a fault. Raises ValueError, in plain words, for what does not exist or makes no sense."""
        kind = _fault(fault)
        where = None if product is None else _product(product)
        info = CATALOGUE[kind]
        if where is not None and where not in info.products:
            raise ValueError(f"{kind.value} does not exist in {where.value}, only in {_names(info.products)}.")
        if times is not None and (not isinstance(times, int) or isinstance(times, bool) or times < 1):
            raise ValueError("times must be a whole number from 1 on, or nothing for: until disarmed.")
        length = _seconds(seconds, info)
        with self._lock:
            armed = ArmedFault(kind, where, times, length, next(self._numbers), self._clock())
            self._armed.append(armed)
            return armed

    def disarm(self, fault: Fault | str | None = None) -> None:
        """Forgets one kind of fault, or all of them. Raises ValueError for an unknown name."""
        kind = None if fault is None else _fault(fault)
        with self._lock:
            self._armed = [armed for armed in self._armed if kind is not None and armed.fault is not kind]

    def armed(self) -> list[ArmedFault]:
        """What waits, oldest first."""
        with self._lock:
            return list(self._armed)

    def take(self, fault: Fault, product: Product) -> ArmedFault | None:
        """Uses one strike of the oldest arming that fits, and gives it as it was before; None when there is none."""
        with self._lock:
            return self._use(lambda armed: armed.fault is fault and armed.fits(product))

    def use(self, armed: ArmedFault) -> bool:
        """Uses one strike of exactly this arming. False when it was used up or disarmed meanwhile."""
        with self._lock:
            return self._use(lambda other: other.number == armed.number) is not None

    def _use(self, wanted: Callable[[ArmedFault], bool]) -> ArmedFault | None:
        for index, armed in enumerate(self._armed):
            if wanted(armed):
                if armed.times == 1:
                    del self._armed[index]
                elif armed.times is not None:
                    self._armed[index] = replace(armed, times=armed.times - 1)
                return armed
        return None


def _fault(name: str) -> Fault:
    try:
        return Fault(name)
    except ValueError:
        raise ValueError(f"There is no such fault. Choose one of: {_names(Fault)}.") from None


def _product(name: str) -> Product:
    try:
        return Product(name)
    except ValueError:
        raise ValueError(f"There is no such product. Choose one of: {_names(Product)}.") from None


def _seconds(seconds: float | None, info: FaultInfo) -> float:
    if seconds is None:
        return info.seconds or 0.0
    number = isinstance(seconds, (int, float)) and not isinstance(seconds, bool)
    if not number or not math.isfinite(seconds) or seconds < 0:
        raise ValueError("seconds must be a number from 0 on.")
    return float(seconds)


def _names(names: type[Fault | Product] | frozenset[Product]) -> str:
    return ", ".join(sorted(names))
