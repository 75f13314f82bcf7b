"""Armed faults that come as an ordinary refusal: which no each of them is, and the one line that raises it."""

from __future__ import annotations

from collections.abc import Mapping

from heygen.simulator.world.faults import Fault, Faults
from heygen.simulator.world.records import Product, SessionState
from heygen.simulator.world.refusals import No, Refusal

__all__ = ["refuse_if"]

_NO: Mapping[Fault, No] = {
    Fault.AVATAR_UNKNOWN: No.AVATAR_NOT_FOUND,
    Fault.AVATAR_FOREIGN: No.AVATAR_NOT_FOUND,
    Fault.AVATAR_DEPRECATED: No.AVATAR_DEPRECATED,
    Fault.VOICE_MISSING: No.VOICE_UNUSABLE,
    Fault.INVALID_PARAMS: No.INVALID_PARAMS,
    Fault.TOKEN_EXPIRED: No.UNAUTHORIZED,
    Fault.TOKEN_REUSED: No.UNAUTHORIZED,
    Fault.TOKEN_FOREIGN: No.UNAUTHORIZED,
    Fault.CONCURRENCY_LIMIT: No.CONCURRENCY,
    Fault.TRIAL_LIMIT: No.TRIAL_USED,
    Fault.NO_CREDITS_AT_START: No.NO_CREDITS,
    Fault.TASK_BEFORE_READY: No.NOT_READY,
    Fault.TEXT_TOO_LONG: No.TEXT_TOO_LONG,
    Fault.TTS_FAILED: No.TTS_FAILED,
    Fault.STOP_UNAUTHORIZED: No.UNAUTHORIZED,
}
# Where LiveAvatar's answer to the same cause is of another kind; the details complete its words.
_NO_OF_LIVEAVATAR: Mapping[Fault, tuple[No, str]] = {
    Fault.TOKEN_REUSED: (No.WRONG_STATE, SessionState.CONNECTED.value),
    Fault.TOKEN_FOREIGN: (No.SESSION_NOT_FOUND, ""),
    Fault.INVALID_PARAMS: (No.VALIDATION, "Input should be a valid object"),
}


def refuse_if(faults: Faults, product: Product, *wanted: Fault) -> None:
    """Raises the `Refusal` of the first of these faults that is armed, and uses one strike of it."""
    for fault in wanted:
        if faults.take(fault, product) is not None:
            no, detail = _NO[fault], ""
            if product is Product.LIVEAVATAR:
                no, detail = _NO_OF_LIVEAVATAR.get(fault, (no, detail))
            raise Refusal(no, detail, field="avatar_persona" if no is No.VALIDATION else None)
