"""A PostgreSQL cluster that lives as long as the test run, made from the server programs of this machine."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

__all__ = ["cluster", "fresh_database"]

_MISSING = (
    "PostgreSQL's server programs were not found. Install the distribution's package postgresql "
    "(on Debian: apt-get install postgresql), or put initdb and pg_ctl on PATH."
)
_USER = "postgres"
# Safe against nothing, and therefore quick: the cluster is thrown away.
_QUICK = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60 -c listen_addresses=127.0.0.1"
)


@contextmanager
def cluster() -> Iterator[str]:
    """A running cluster; gives its address without a database name. Fails the test when there are no programs."""
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    # Not below pytest's own folder: that one is closed to the user that PostgreSQL insists on when we are root.
    folder = Path(tempfile.mkdtemp(prefix="calls-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _USER)
        data, port = folder / "data", _free_port()
        _run(initdb, "-D", str(data), "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = f"{_QUICK} -c port={port} -c unix_socket_directories={folder}"
        _run(pg_ctl, "-D", str(data), "-l", str(folder / "log"), "-w", "-t", "60", "-o", options, "start")
        try:
            yield f"postgresql://{_USER}@127.0.0.1:{port}"
        finally:
            _run(pg_ctl, "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_database(address: str) -> Iterator[str]:
    """A new, empty database in a cluster; gives its address, and drops it afterwards."""
    name = f"t{secrets.token_hex(6)}"
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type, unused-ignore]
        try:
            yield f"{address}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[arg-type, unused-ignore]


def _program(name: str) -> str:
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda home: float(home.parent.name), reverse=True)
    found = shutil.which(name) or next((str(home / name) for home in homes if (home / name).exists()), None)
    if found is None:
        pytest.fail(_MISSING)
    return found


def _run(*command: str) -> None:
    prefix: list[str] = []
    if os.geteuid() == 0:
        prefix = ["runuser", "-u", _USER, "--"]
    # pg_ctl's server keeps what it inherits: a pipe would never come to its end.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run([*prefix, *command], stdout=said, stderr=said, cwd="/", timeout=120)
        if done.returncode != 0:
            said.seek(0)
            pytest.fail(f"{Path(command[0]).name} failed: {said.read().decode(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
