"""LiveAvatar's envelopes: success with code 1000, pages of lists, validation details and refusals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from heygen.simulator.refusals import No, Refusal

__all__ = ["listing", "refuse", "success"]

T = TypeVar("T")
_LARGEST_PAGE = 100

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
}


def success(data: object, status: int = 200) -> Response:
    """The vendor's yes."""
    return JSONResponse({"code": 1000, "data": data, "message": "Success"}, status)


def listing(request: Request, items: Sequence[T], item: Callable[[T], object]) -> Response:
    """One page of a list, with its neighbours' addresses."""
    page = _whole(request, "page", 1)
    size = min(_whole(request, "page_size", 20), _LARGEST_PAGE)
    part = items[(page - 1) * size : page * size]

    def neighbour(number: int, exists: bool) -> str | None:
        return str(request.url.include_query_params(page=number, page_size=size)) if exists else None

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
    if refusal.no is No.VALIDATION:
        where = ["query" if refusal.field in ("type", "page", "page_size") else "body", refusal.field or ""]
        detail = [{"type": "value_error", "loc": where, "msg": refusal.detail, "input": None}]
        return JSONResponse({"detail": detail}, 422)
    status, code, message = _ANSWERS.get(refusal.no, (400, 4000, refusal.no.value))
    return JSONResponse({"code": code, "data": None, "message": message.format(detail=refusal.detail)}, status)


def _whole(request: Request, name: str, default: int) -> int:
    value = request.query_params.get(name)
    if not value:
        return default
    if not value.isdigit() or int(value) < 1:
        raise Refusal(No.VALIDATION, "Input should be a positive integer", field=name)
    return int(value)
