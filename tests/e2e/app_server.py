"""Runs the app as a user does (`streamlit run app.py`), on a free port, with a store of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

__all__ = ["AppServer"]

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = {"liveavatar": "simulator-liveavatar", "streaming": "simulator-streaming"}


@dataclass
class AppServer:
    """One server process. Use as a context manager; its output goes to `log`."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
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
        self.port = free_port()
        environment = {**os.environ, "DATABASE_URL": self.database_url, **self.environment}
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)],
                cwd=ROOT,
                env=environment,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(5)

    def active_sessions(self, dialect: str) -> list[str]:
        """Vendor sessions that the simulator is billing now."""
        headers = {"X-API-KEY": KEYS[dialect]}
        if dialect == "liveavatar":
            answer = httpx.get(f"{self.url}/sim/v1/sessions", params={"type": "active"}, headers=headers).json()
            return [item["id"] for item in answer["data"]["results"]]
        answer = httpx.get(f"{self.url}/sim/v1/streaming.list", headers=headers).json()
        return [item["session_id"] for item in answer["data"]["sessions"]]

    def _wait(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise AssertionError(f"the server stopped:\n{self.log.read_text()}")
            try:
                if httpx.get(f"{self.url}/_stcore/health", timeout=1).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise AssertionError(f"the server did not answer:\n{self.log.read_text()}")


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
