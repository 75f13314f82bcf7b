"""Runs the app as a user does (`streamlit run app.py`), on a free port, with a store of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.places import ROOT

__all__ = ["KEYS", "AppServer", "SimulatorServer", "comes_true", "free_port"]

# Of a simulator in a process of its own.
KEYS = {"liveavatar": "simulator-liveavatar", "streaming": "simulator-streaming"}


@dataclass
class AppServer:
    """One server process. Use as a context manager; its output goes to `log`."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    address: str = "127.0.0.1"
    fixed_port: int | None = None
    movable: bool = False
    """Started by the tests' own launcher, so that `move` moves its clock."""
    _ahead: float = 0.0
    _process: subprocess.Popen[bytes] | None = None
    port: int = 0

    @property
    def url(self) -> str:
        """Where the app is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """Everything the server printed."""
        return self.folder / "server.log"

    @property
    def database_url(self) -> str:
        """The server's store."""
        return f"sqlite:///{self.folder / 'calls.db'}"

    @property
    def pid(self) -> int:
        """The server's process id."""
        assert self._process is not None
        return self._process.pid

    def __enter__(self) -> AppServer:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = self.fixed_port or free_port()
        self.start()
        return self

    def start(self) -> None:
        """Starts the process; a second time after `kill`, on the same port and with the same store."""
        environment = {**os.environ, "DATABASE_URL": self.database_url, **self.environment}
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-m"),
                    *(("tests.e2e.moved_server",) if self.movable else ("streamlit", "run", "app.py")),
                    *("--server.port", str(self.port), "--server.address", self.address),
                ],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE if self.movable else None,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        if self._ahead:
            self._tell(self._ahead)
        self._wait()

    def move(self, seconds: float) -> None:
        """Lets the server's clock and its simulator's go ahead; calls that go on have been silent for so long."""
        self._ahead += seconds
        self._tell(seconds)

    def _tell(self, seconds: float) -> None:
        assert self._process is not None
        assert self._process.stdin is not None, "this server's clock cannot be moved"
        self._process.stdin.write(f"{seconds}\n".encode())
        self._process.stdin.flush()

    def kill(self) -> None:
        """Ends the process as a crash would, without a word."""
        assert self._process is not None
        self._process.kill()
        self._reap(5)

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        try:
            self._reap(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def arm(self, fault: str, dialect: str, **options: object) -> None:
        """Lets the simulator misbehave."""
        body = {"fault": fault, "product": dialect, **options}
        answer = httpx.post(f"{self.url}/sim/simulator/faults", json=body)
        assert answer.status_code == 201, answer.text

    def armed(self) -> list[str]:
        """The faults that wait for their moment."""
        answer = httpx.get(f"{self.url}/sim/simulator/faults").json()
        return [one["fault"] for one in answer["armed"]]

    def disarm(self) -> None:
        """Takes back every fault that has not struck."""
        httpx.delete(f"{self.url}/sim/simulator/faults").raise_for_status()

    def bill(self, dialect: str) -> dict[str, Any]:
        """What the simulator bills: `open` ids, `credits`, and its `sessions`."""
        bill: dict[str, Any] = httpx.get(f"{self.url}/sim/simulator/bill").json()[dialect]
        return bill

    def active_sessions(self, dialect: str) -> list[str]:
        """Vendor sessions that the simulator is billing now; its keys are known to its own process alone."""
        found: list[str] = self.bill(dialect)["open"]
        return found

    def _reap(self, seconds: float) -> None:
        assert self._process is not None
        self._process.wait(seconds)
        if self._process.stdin is not None:
            self._process.stdin.close()

    def _wait(self) -> None:
        def answers() -> bool:
            assert self._process is not None
            assert self._process.poll() is None, f"the server stopped:\n{self.log.read_text()}"
            return _answers(f"{self.url}/_stcore/health")

        comes_true(answers, 60)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=1).status_code < 500
    except httpx.TransportError:
        return False


@dataclass
class SimulatorServer:
    """The simulated vendor in a process and on a port of its own. Use as a context manager."""

    port: int = field(default_factory=lambda: free_port())
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where the vendor is."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> SimulatorServer:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "heygen.simulator", "--port", str(self.port)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        comes_true(lambda: _answers(f"{self.url}/v1/languages"), 30)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(15)

    def active_sessions(self, dialect: str) -> list[str]:
        """Vendor sessions that are billed now."""
        return active_sessions(self.url, dialect)


def active_sessions(url: str, dialect: str) -> list[str]:
    """The sessions that a vendor at this address bills now."""
    headers = {"X-API-KEY": KEYS[dialect]}
    if dialect == "liveavatar":
        answer = httpx.get(f"{url}/v1/sessions", params={"type": "active"}, headers=headers).json()
        return [item["id"] for item in answer["data"]["results"]]
    answer = httpx.get(f"{url}/v1/streaming.list", headers=headers).json()
    return [item["session_id"] for item in answer["data"]["sessions"]]


def comes_true(condition: Callable[[], object], seconds: float) -> None:
    """Waits for what no event tells: something in another process."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"did not come true within {seconds:g} s"
        time.sleep(0.1)


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
