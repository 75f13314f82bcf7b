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
from heygen.simulator.world.records import (
    Account,
    AvatarRecord,
    ContextRecord,
    EndReason,
    Plan,
    Product,
    SessionRecord,
    SessionState,
    ShelfItem,
    TokenRecord,
    TranscriptEntry,
)
from heygen.simulator.world.refusals import No, Refusal
from heygen.simulator.world.rules import Rules, SessionSpec

__all__ = ["DEFAULT_KEYS", "World", "key_of"]

logger = logging.getLogger(__name__)

DEFAULT_KEYS: Mapping[Product, str] = {
    Product.STREAMING: "simulator-streaming",
    Product.LIVEAVATAR: "simulator-liveavatar",
}


class World:
    """One vendor. Everything that changes goes through here, under one lock; `clock` gives unix seconds.

    `on_end` callables are told of every ended session, whatever ended it.
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
        self.contexts: dict[str, ContextRecord] = {}
        self.shelves: dict[str, dict[str, ShelfItem]] = {}
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
        return [s for s in self.sessions.values() if s.account_key == account.key and s.is_open]

    def past_sessions(self, account: Account) -> list[SessionRecord]:
        """Ended sessions that were started once, newest first."""
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
            if model is not None and self.shelved("llm-configurations", model, record.account_key) is None:
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
        record.last_activity = self.clock()

    def said(self, record: SessionRecord, role: str, text: str) -> None:
        """Adds a finished line to the session's transcript."""
        record.transcript.append(TranscriptEntry(role, text, self.clock()))

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
        for told in self.on_end:
            told(record)
        return True

    def tick(self) -> list[SessionRecord]:
        """Ends every session whose time, patience or money is up; returns them. Call it about twice a second."""
        now = self.clock()
        ended: list[SessionRecord] = []
        for account in list(self.accounts.values()):
            running = self.open_sessions(account)
            funds = account.granted_milli - self._spent.get(account.key, Fraction(0))
            ends = deadlines.due(running, funds, now) if running else []
            ended += [end.session for end in ends if self.end(end.session, end.reason, at=end.at)]
        return ended

    def add_context(
        self, owner: str, name: str, prompt: str, opening_text: str, links: list[dict[str, object]]
    ) -> ContextRecord:
        """Stores a persona under a new id."""
        now = self.clock()
        record = ContextRecord(self.new_id(), owner, name, prompt, opening_text, now, now, links)
        self.contexts[record.id] = record
        return record

    def context(self, context_id: str, owner: str) -> ContextRecord:
        """A persona of this account. Raises `Refusal(CONTEXT_NOT_FOUND)`."""
        record = self.contexts.get(context_id)
        if record is None or record.owner != owner:
            raise Refusal(No.CONTEXT_NOT_FOUND, context_id)
        return record

    def shelved(self, shelf: str, item_id: str, owner: str) -> ShelfItem | None:
        """A stored resource of this account."""
        item = self.shelves.get(shelf, {}).get(item_id)
        return item if item is not None and item.owner == owner else None

    def avatars(self) -> Iterable[AvatarRecord]:
        """The public avatars that can be used."""
        return [a for a in catalogue.AVATARS if a.owner is None]

    def _remember(self, token: TokenRecord) -> TokenRecord:
        self.tokens[token.token] = token
        logger.info("token minted product=%s", self.accounts[token.account_key].product.value)
        return token

    def _create(self, account: Account, spec: SessionSpec) -> SessionRecord:
        persona = self.context(spec.context_id, account.key) if spec.context_id else None
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
        return record

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
