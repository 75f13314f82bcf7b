"""LiveAvatar's envelopes: success with code 1000, pages of lists, validation details and refusals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from heygen.limits import LIVEAVATAR
from heygen.simulator.http import public_url
from heygen.simulator.world.refusals import No, Refusal

__all__ = ["listing", "refuse", "success"]

T = TypeVar("T")
_IN_QUERY = frozenset({"type", "page", "page_size", "start_timestamp", "end_timestamp", "voice_type"})

# (HTTP status, code, message); the SDK takes the code from the body and anything but 1000 for a failure.
_ANSWERS: dict[No, tuple[int, int, str]] = {
    No.UNAUTHORIZED: (401, 4001, "Unauthorized"),
    No.SESSION_NOT_FOUND: (404, 4040, "Session not found"),
    No.CONTEXT_NOT_FOUND: (404, 4041, "Context not found"),
    No.NOT_FOUND: (404, 4042, "Not found"),
    No.AVATAR_NOT_FOUND: (404, 4043, "Avatar not found"),
    No.AVATAR_DEPRECATED: (400, 4000, "Avatar is expired"),
    No.AVATAR_UNUSABLE: (400, 4000, "Avatar cannot be used for this session"),
    No.VOICE_UNUSABLE: (400, 4000, "voice_id is required or not usable for this avatar"),
    No.LLM_NOT_FOUND: (400, 4000, "LLM configuration with id {detail} not found in your space"),
    No.CONCURRENCY: (403, 4032, "Session concurrency limit reached"),
    No.NO_CREDITS: (403, 4033, "Insufficient credits for session"),
    No.TRIAL_USED: (403, 4033, "No credits available for start session"),
    No.ENDED: (400, 4000, "session no longer active"),
    No.WRONG_STATE: (400, 4000, "session is already {detail}"),
    No.TOO_MANY_REQUESTS: (429, 4290, "Rate limit exceeded"),
    No.SERVER_ERROR: (500, 5000, "Internal server error"),
}


def success(data: object, status: int = 200) -> Response:
    """The vendor's yes."""
    return JSONResponse({"code": 1000, "data": data, "message": "Success"}, status)


def listing(request: Request, items: Sequence[T], item: Callable[[T], object]) -> Response:
    """One page of a list, with its neighbours' addresses."""
    page = _whole(request, "page", 1)
    size = _whole(request, "page_size", LIVEAVATAR.page_size_default, LIVEAVATAR.page_size_max)
    part = items[(page - 1) * size : page * size]
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    here = URL(public_url(request, path, websocket=False)).replace(query=request.url.query)

    def neighbour(number: int, exists: bool) -> str | None:
        return str(here.include_query_params(page=number, page_size=size)) if exists else None

    return success(
        {
            "count": len(items),
            "next": neighbour(page + 1, page * size < len(items)),
            "previous": neighbour(page - 1, page > 1),
            "results": [item(one) for one in part],
        }
    )


def refuse(refusal: Refusal) -> Response:
    """The vendor's no; malformed requests get the detail list of a schema check."""
    if refusal.no in (No.VALIDATION, No.MISSING):
        field = refusal.field or "body"
        where = ["query" if field in _IN_QUERY else "body", *(field.split(".") if field != "body" else ())]
        kind = "missing" if refusal.no is No.MISSING else "value_error"
        detail = [{"type": kind, "loc": where, "msg": refusal.detail, "input": None}]
        return JSONResponse({"detail": detail}, 422)
    status, code, message = _ANSWERS.get(refusal.no, (400, 4000, refusal.no.value))
    return JSONResponse({"code": code, "data": None, "message": message.format(detail=refusal.detail)}, status)


def _whole(request: Request, name: str, default: int, most: int = 10**6) -> int:
    value = request.query_params.get(name)
    if not value:
        return default
    # Digits of other scripts count as digits too, and int() reads them; a very long row of them it refuses.
    if not value.isdecimal() or len(value) > 9 or not 1 <= int(value) <= most:
        raise Refusal(No.VALIDATION, f"Input should be an integer from 1 to {most}", field=name)
    return int(value)
