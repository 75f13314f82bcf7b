"""The simulated vendor's truth: accounts, tokens, sessions, credits and time. Routes only translate to and from it."""

from __future__ import annotations

import logging
import secrets
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from heygen.simulator.world import admission, billing, catalogue, credentials, deadlines
from heygen.simulator.world.fault_refusals import refuse_if
from heygen.simulator.world.faults import Fault, Faults
from heygen.simulator.world.kept import Kept
from heygen.simulator.world.records import (
    Account,
    AvatarRecord,
    EndReason,
    Plan,
    Product,
    SessionRecord,
    SessionState,
    TokenRecord,
    TranscriptEntry,
)
from heygen.simulator.world.refusals import No, Refusal
from heygen.simulator.world.rules import Rules, SessionSpec

__all__ = ["DEFAULT_KEYS", "SESSIONS_KEPT", "World", "key_of"]

logger = logging.getLogger(__name__)

DEFAULT_KEYS: Mapping[Product, str] = {
    Product.STREAMING: "simulator-streaming",
    Product.LIVEAVATAR: "simulator-liveavatar",
}


SESSIONS_KEPT = 1_000
"""Sessions that are over and still remembered, with their transcripts: some busy days, not all of a soak test."""
# A token that has just run out is still told apart from one that never was.
_OUTDATED_LIVES = 2


class World:
    """One vendor. Accounts, tokens, sessions and money change through here alone, under one lock.

    `clock` gives unix seconds; `on_end` callables are told of every ended session, whatever ended it. `kept` has what
    customers keep here. Of ended sessions only the newest are remembered; what older ones cost stays in the sums.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        rules: Rules | None = None,
        new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
        new_secret: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> None:
        self.clock = clock
        self.rules = rules or Rules()
        self.faults = Faults(clock)
        self.new_id = new_id
        self.accounts: dict[str, Account] = {}
        self.tokens: dict[str, TokenRecord] = {}
        self.sessions: dict[str, SessionRecord] = {}
        self.kept = Kept(clock=clock, new_id=new_id)
        self.forgotten_milli: dict[Product, Fraction] = dict.fromkeys(Product, Fraction(0))
        """What the sessions that are no longer remembered cost, in milli-credits."""
        self.on_end: list[Callable[[SessionRecord], None]] = []
        self._new_secret = new_secret
        self._jwt_secret = new_secret() + new_secret()
        self.room_tokens = credentials.RoomTokens(new_secret() + new_secret(), clock)
        self._lock = threading.RLock()
        self._spent: dict[str, Fraction] = {}

    @classmethod
    def furnished(
        cls,
        *,
        clock: Callable[[], float] = time.time,
        lines: int = 20,
        rules: Rules | None = None,
        keys: Mapping[Product, str] = DEFAULT_KEYS,
    ) -> World:
        """A world with one well-funded account per product under these keys."""
        world = cls(clock=clock, rules=rules)
        for product, key in keys.items():
            limit = 3600 if product is Product.STREAMING else 1200
            world.open_account(key, product, Plan("Pro", lines, limit), credits_left=1010)
        return world

    def open_account(self, key: str, product: Product, plan: Plan, *, credits_left: int) -> Account:
        """Adds a customer with a balance in whole credits."""
        account = Account(key, product, plan, credits_left * 1000)
        with self._lock:
            self.accounts[key] = account
        return account

    def account(self, key: str, product: Product) -> Account:
        """The account behind an API key. Raises `Refusal(UNAUTHORIZED)` if unknown or of the other product."""
        account = self.accounts.get(key)
        if account is None or account.product is not product:
            raise Refusal(No.UNAUTHORIZED)
        return account

    def bearer(self, token: str, product: Product) -> TokenRecord:
        """The record of a session token. Raises `Refusal(UNAUTHORIZED)` if unknown, foreign or too old."""
        record = self.tokens.get(token)
        if record is None or self.accounts[record.account_key].product is not product:
            raise Refusal(No.UNAUTHORIZED)
        if self.clock() - record.created_at >= self.rules.token_life_s:
            raise Refusal(No.UNAUTHORIZED, "token expired")
        return record

    def balance_milli(self, account: Account) -> Fraction:
        """Milli-credits left, running sessions counted so far; never below zero."""
        return max(Fraction(0), self._available(account))

    def open_sessions(self, account: Account) -> list[SessionRecord]:
        """Sessions that hold a line now, oldest first."""
        with self._lock:
            return [s for s in self.sessions.values() if s.account_key == account.key and s.is_open]

    def past_sessions(self, account: Account) -> list[SessionRecord]:
        """Ended sessions that were started once, newest first."""
        with self._lock:
            ended = [
                s
                for s in self.sessions.values()
                if s.account_key == account.key and s.state is SessionState.CLOSED and s.started_at is not None
            ]
        return sorted(ended, key=lambda s: s.started_at or 0.0, reverse=True)

    def session(self, session_id: object, account_key: str) -> SessionRecord:
        """A session of this account. Raises `Refusal(SESSION_NOT_FOUND)`."""
        record = self.sessions.get(session_id) if isinstance(session_id, str) else None
        if record is None or record.account_key != account_key:
            raise Refusal(No.SESSION_NOT_FOUND, str(session_id))
        return record

    def mint_streaming(self, account: Account) -> TokenRecord:
        """A token of the older product: good for one session, one hour."""
        now = self.clock()
        token = credentials.streaming_token(self._new_secret(), now)
        return self._remember(TokenRecord(token, account.key, now))

    def mint_liveavatar(self, account: Account, spec: SessionSpec) -> tuple[SessionRecord, TokenRecord]:
        """Creates an unstarted session and its token; nothing is billed yet."""
        with self._lock:
            record = self._create(account, spec)
            token = credentials.liveavatar_token(
                self._jwt_secret,
                record.id,
                mode=record.mode.value,
                connector=record.connector,
                issued_at=record.created_at,
                life_s=self.rules.token_life_s,
            )
            record.token = token
            return record, self._remember(TokenRecord(token, account.key, record.created_at, record.id))

    def new_streaming(self, account: Account, spec: SessionSpec, token: TokenRecord | None) -> SessionRecord:
        """Creates a session of the older product and takes a line for it, as that product does at `new`."""
        with self._lock:
            admission.check_token(token, self.rules, self.faults)
            record = self._create(account, spec)
            self._admit(account, record)
            self._begin(record)
            if token is not None:
                record.token = token.token
                self.tokens[token.token] = replace(token, session_id=record.id)
            return record

    def start(self, record: SessionRecord) -> None:
        """Starts a LiveAvatar session.

        Raises `Refusal` with UNAUTHORIZED (it has ended), WRONG_STATE, LLM_NOT_FOUND, CONCURRENCY or NO_CREDITS.
        """
        with self._lock:
            admission.check_start(record, self.faults)
            model = record.llm_configuration_id
            if model is not None and self.kept.item("llm-configurations", model, record.account_key) is None:
                raise Refusal(No.LLM_NOT_FOUND, model)
            self._admit(self.accounts[record.account_key], record)
            self._begin(record)
            record.state = SessionState.CONNECTING

    def start_streaming(self, record: SessionRecord) -> None:
        """Starts a session of the older product. Raises `Refusal` with WRONG_STATE or, without v2, INVALID_PARAMS."""
        with self._lock:
            if record.state is not SessionState.NEW:
                raise Refusal(No.WRONG_STATE, record.state.value)
            if not record.protocol_v2:
                raise Refusal(No.INVALID_PARAMS)
            refuse_if(self.faults, record.product, Fault.TOKEN_FOREIGN)
            record.state = SessionState.CONNECTED if record.media_flows else SessionState.CONNECTING

    def connected(self, record: SessionRecord) -> None:
        """The viewer is in the room and media flows."""
        with self._lock:
            record.connected_at = record.connected_at or self.clock()
            if record.state is SessionState.CONNECTING:
                record.state = SessionState.CONNECTED
                self.touch(record)

    def touch(self, record: SessionRecord) -> None:
        """Resets the idle timer."""
        with self._lock:
            record.last_activity = self.clock()

    def use_push_to_talk(self, record: SessionRecord) -> None:
        """From now on the microphone counts only while the client says so."""
        with self._lock:
            record.push_to_talk = True

    def said(self, record: SessionRecord, role: str, text: str) -> None:
        """Adds a finished line to the session's transcript."""
        with self._lock:
            record.transcript.append(TranscriptEntry(role, text, self.clock()))

    def forget_words(self, record: SessionRecord) -> None:
        """Empties a session's transcript."""
        with self._lock:
            record.transcript.clear()

    def end(self, record: SessionRecord, reason: EndReason, *, at: float | None = None) -> bool:
        """Ends a session and settles its bill. False when it had ended before."""
        with self._lock:
            if record.state is SessionState.CLOSED:
                return False
            record.state = SessionState.CLOSED
            record.ended_at = self.clock() if at is None else at
            record.end_reason = reason
            bill = billing.milli_credits(record, record.ended_at)
            self._spent[record.account_key] = self._spent.get(record.account_key, Fraction(0)) + bill
            self._forget()
        for told in self.on_end:
            told(record)
        return True

    def tick(self) -> list[SessionRecord]:
        """Ends every session whose time, patience or money is up; returns them. Call it about twice a second."""
        now = self.clock()
        ends: list[deadlines.Deadline] = []
        with self._lock:
            for account in self.accounts.values():
                running = self.open_sessions(account)
                funds = account.granted_milli - self._spent.get(account.key, Fraction(0))
                ends += deadlines.due(running, funds, now) if running else []
        return [end.session for end in ends if self.end(end.session, end.reason, at=end.at)]

    def avatars(self) -> Iterable[AvatarRecord]:
        """The public avatars that can be used."""
        return [a for a in catalogue.AVATARS if a.owner is None]

    def billed(self, product: Product) -> tuple[Fraction, list[SessionRecord]]:
        """Milli-credits of the sessions that are no longer remembered, and copies of all others as they are now."""
        with self._lock:
            sessions = [replace(s) for s in self.sessions.values() if s.product is product]
            return self.forgotten_milli[product], sessions

    def _remember(self, token: TokenRecord) -> TokenRecord:
        with self._lock:
            self.tokens[token.token] = token
        logger.info("token minted product=%s", self.accounts[token.account_key].product.value)
        return token

    def _create(self, account: Account, spec: SessionSpec) -> SessionRecord:
        persona = self.kept.context(spec.context_id, account.key) if spec.context_id else None
        record = admission.drafted(
            spec,
            account,
            persona,
            session_id=self.new_id(),
            now=self.clock(),
            rules=self.rules,
            faults=self.faults,
        )
        self.sessions[record.id] = record
        self._forget()
        return record

    def _forget(self) -> None:
        """Lets go of old tokens, and of all but the newest sessions that are over or were never started."""
        outdated = self.clock() - _OUTDATED_LIVES * self.rules.token_life_s
        over = [
            (s.ended_at or s.created_at, s)
            for s in self.sessions.values()
            if s.ended_at is not None or (s.started_at is None and s.created_at <= outdated)
        ]
        for moment, session in sorted(over, key=lambda one: one[0])[:-SESSIONS_KEPT]:
            self.forgotten_milli[session.product] += billing.milli_credits(session, moment)
            del self.sessions[session.id]
        for token in [t for t in self.tokens.values() if t.created_at <= outdated]:
            del self.tokens[token.token]

    def _admit(self, account: Account, record: SessionRecord) -> None:
        busy = len(self.open_sessions(account)) + self._lingering(account)
        admission.admit(account, record, busy=busy, balance=self.balance_milli(account), faults=self.faults)

    def _lingering(self, account: Account) -> int:
        freed = self.clock() - self.rules.slot_release_s
        return sum(1 for s in self.sessions.values() if s.account_key == account.key and (s.ended_at or 0.0) > freed)

    def _begin(self, record: SessionRecord) -> None:
        record.started_at = record.last_activity = self.clock()

    def _available(self, account: Account) -> Fraction:
        now = self.clock()
        with self._lock:
            running = sum((billing.milli_credits(s, now) for s in self.open_sessions(account)), Fraction(0))
            return account.granted_milli - self._spent.get(account.key, Fraction(0)) - running


def key_of(product: str) -> str:
    """The key of a furnished world's account, by the product's name."""
    return DEFAULT_KEYS[Product(product)]
