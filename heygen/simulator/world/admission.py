"""Who is let in, and with what: the checks before a session exists and before it starts, true ones and armed faults."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from heygen.simulator.world import billing, catalogue
from heygen.simulator.world.fault_refusals import refuse_if
from heygen.simulator.world.faults import Fault, Faults
from heygen.simulator.world.records import (
    Account,
    AvatarRecord,
    ContextRecord,
    Product,
    SessionRecord,
    SessionState,
    TokenRecord,
    VoiceRecord,
)
from heygen.simulator.world.refusals import No, Refusal
from heygen.simulator.world.rules import Rules, SessionSpec

__all__ = ["admit", "check_start", "check_token", "drafted"]


def drafted(
    spec: SessionSpec,
    account: Account,
    persona: ContextRecord | None,
    *,
    session_id: str,
    now: float,
    rules: Rules,
    faults: Faults,
) -> SessionRecord:
    """A session that has not started. Raises `Refusal` for an avatar or a voice that cannot be used."""
    refuse_if(faults, account.product, Fault.INVALID_PARAMS)
    refuse_if(faults, account.product, Fault.AVATAR_UNKNOWN, Fault.AVATAR_FOREIGN, Fault.AVATAR_DEPRECATED)
    avatar = _usable_avatar(spec)
    refuse_if(faults, account.product, Fault.VOICE_MISSING)
    voice = _usable_voice(spec, avatar)
    longest = rules.sandbox_s if spec.sandbox else account.plan.max_seconds
    return SessionRecord(
        id=session_id,
        product=account.product,
        account_key=account.key,
        avatar=avatar,
        voice=voice,
        created_at=now,
        quality=spec.quality,
        mode=spec.mode,
        prompt=_filled(persona.prompt if persona else spec.prompt, spec.variables),
        opening_text=_filled(persona.opening_text if persona else None, spec.variables),
        context_id=spec.context_id,
        variables=dict(spec.variables),
        language=spec.language,
        sandbox=spec.sandbox,
        push_to_talk=spec.push_to_talk,
        silence_prompt=spec.silence_prompt,
        protocol_v2=spec.protocol_v2,
        idle_seconds=spec.idle_seconds,
        max_seconds=min(spec.max_seconds or longest, longest),
        last_activity=now,
        llm_configuration_id=spec.llm_configuration_id,
        voice_agent=spec.voice_agent,
        connector=spec.connector,
        own_room=spec.own_room,
    )


def check_token(token: TokenRecord | None, rules: Rules, faults: Faults) -> None:
    """Whether the older product creates a session for this token. Raises `Refusal(UNAUTHORIZED)`; None is a key."""
    if token is None:
        return
    if token.session_id is not None and rules.single_session_tokens:
        raise Refusal(No.UNAUTHORIZED, "token already used for a session")
    refuse_if(faults, Product.STREAMING, Fault.TOKEN_EXPIRED, Fault.TOKEN_REUSED)


def check_start(record: SessionRecord, faults: Faults) -> None:
    """Whether a LiveAvatar session may start. Raises `Refusal` with UNAUTHORIZED (it has ended) or WRONG_STATE."""
    if record.state is SessionState.CLOSED:
        raise Refusal(No.UNAUTHORIZED, "session has ended")
    if record.state is not SessionState.NEW:
        raise Refusal(No.WRONG_STATE, record.state.value)
    refuse_if(faults, record.product, Fault.TOKEN_EXPIRED, Fault.TOKEN_REUSED, Fault.TOKEN_FOREIGN)


def admit(account: Account, record: SessionRecord, *, busy: int, balance: Fraction, faults: Faults) -> None:
    """Whether the account may start it now: `busy` lines are taken, `balance` milli-credits left.

    Raises `Refusal` with CONCURRENCY, TRIAL_USED or NO_CREDITS.
    """
    if busy >= account.plan.lines:
        raise Refusal(No.CONCURRENCY)
    if balance < billing.start_needs(record):
        raise Refusal(No.TRIAL_USED if account.plan.trial else No.NO_CREDITS)
    refuse_if(faults, account.product, Fault.CONCURRENCY_LIMIT, Fault.TRIAL_LIMIT, Fault.NO_CREDITS_AT_START)
    if faults.take(Fault.CONTEXT_MISSING, account.product) is not None:
        record.context_id = record.prompt = record.opening_text = None
        record.voice_agent = False


def _usable_avatar(spec: SessionSpec) -> AvatarRecord:
    avatar = catalogue.find_avatar(spec.avatar_id)
    if avatar is None or avatar.owner is not None:
        raise Refusal(No.AVATAR_NOT_FOUND, spec.avatar_id, field="avatar_id")
    if avatar.deprecated:
        raise Refusal(No.AVATAR_DEPRECATED, spec.avatar_id, field="avatar_id")
    if avatar.status != "ACTIVE" or (spec.sandbox and not avatar.sandbox):
        raise Refusal(No.AVATAR_UNUSABLE, spec.avatar_id, field="avatar_id")
    return avatar


def _usable_voice(spec: SessionSpec, avatar: AvatarRecord) -> VoiceRecord:
    wanted = spec.voice_id or avatar.voice_id
    voice = catalogue.find_voice(wanted) if wanted else None
    if voice is None or not voice.realtime:
        raise Refusal(No.VOICE_UNUSABLE, wanted or "none given", field="voice_id")
    return voice


def _filled(text: str | None, variables: Mapping[str, str]) -> str | None:
    """`text` with its `${name}` placeholders filled; unknown ones stay as they are."""
    if text is None:
        return None
    for name, value in variables.items():
        text = text.replace("${" + name + "}", value)
    return text
