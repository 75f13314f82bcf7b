"""The simulator's own routes, which no vendor has: arming faults, and the bill that tests compare theirs with."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from heygen.simulator.http import body_of
from heygen.simulator.world import billing
from heygen.simulator.world.faults import CATALOGUE, ArmedFault, Faults
from heygen.simulator.world.records import Product, SessionRecord
from heygen.simulator.world.refusals import Refusal
from heygen.simulator.world.world import World

__all__ = ["BILL_PATH", "FAULTS_PATH", "faults_routes"]

FAULTS_PATH = "/simulator/faults"
BILL_PATH = "/simulator/bill"
_FIELDS = frozenset({"fault", "product", "times", "seconds"})


def faults_routes(world: World) -> list[BaseRoute]:
    """Routes relative to the simulator's address."""
    api = _Panel(world)
    return [
        Route(FAULTS_PATH, api.shown, methods=["GET"]),
        Route(FAULTS_PATH, api.arm, methods=["POST"]),
        Route(FAULTS_PATH, api.disarm, methods=["DELETE"]),
        Route(BILL_PATH, api.bill, methods=["GET"]),
    ]


class _Panel:
    def __init__(self, world: World) -> None:
        self._world = world
        self._faults: Faults = world.faults

    async def shown(self, request: Request) -> Response:
        catalogue = [
            {
                "fault": fault.value,
                "label": info.label,
                "about": info.about,
                "moment": info.moment.value,
                "moments": {product.value: moment.value for product, moment in info.moments.items()},
                "products": sorted(info.products),
                "seconds": info.seconds,
            }
            for fault, info in CATALOGUE.items()
        ]
        return JSONResponse({"catalogue": catalogue, "armed": [_armed(one) for one in self._faults.armed()]})

    async def arm(self, request: Request) -> Response:
        try:
            body = await body_of(request)
            _check_fields(body)
            armed = self._faults.arm(
                body.get("fault") or "",
                product=body.get("product"),
                # `"times": null` means until disarmed, and is not the same as leaving it out.
                times=body.get("times", 1),
                seconds=body.get("seconds"),
            )
        except Refusal:
            return _error("The body must be a JSON object.")
        except ValueError as error:
            return _error(str(error))
        return JSONResponse(_armed(armed), 201)

    async def disarm(self, request: Request) -> Response:
        try:
            self._faults.disarm(request.query_params.get("fault"))
        except ValueError as error:
            return _error(str(error))
        return JSONResponse({"armed": [_armed(one) for one in self._faults.armed()]})

    async def bill(self, request: Request) -> Response:
        return JSONResponse({product.value: self._bill(product) for product in Product})

    def _bill(self, product: Product) -> dict[str, object]:
        now = self._world.clock()
        forgotten, sessions = self._world.billed(product)
        started = [s for s in sessions if s.started_at is not None]
        total = sum((billing.milli_credits(s, now) for s in started), forgotten)
        return {
            "open": [s.id for s in started if s.is_open],
            "milli_credits": _decimal(total, 3),
            "credits": _decimal(total / 1000, 6),
            "sessions": [_item(s, now) for s in started],
        }


def _check_fields(body: dict[str, Any]) -> None:
    if unknown := sorted(set(body) - _FIELDS):
        raise ValueError(f"Unknown: {', '.join(unknown)}. A fault has fault, product, times and seconds.")


def _item(session: SessionRecord, now: float) -> dict[str, Any]:
    return {
        "id": session.id,
        "product": session.product.value,
        "seconds": round(session.seconds(now), 3),
        "credits": _decimal(billing.milli_credits(session, now) / 1000, 6),
        "end_reason": session.end_reason.value if session.end_reason else None,
        "started_at": session.started_at,
    }


def _armed(armed: ArmedFault) -> dict[str, object]:
    return {
        "fault": armed.fault.value,
        "product": armed.product.value if armed.product else None,
        "times": armed.times,
        "seconds": armed.seconds,
    }


def _decimal(value: Fraction, places: int) -> str:
    """The exact value, rounded half up to so many places."""
    scaled = math.floor(value * 10**places + Fraction(1, 2))
    whole, part = divmod(scaled, 10**places)
    return f"{whole}.{part:0{places}d}"


def _error(message: str) -> Response:
    return JSONResponse({"error": message}, 400)
