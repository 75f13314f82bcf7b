"""`python -m heygen.simulator`: the simulator alone, for any client of either product."""

from __future__ import annotations

import argparse
import ipaddress
import logging
import sys

import uvicorn

from heygen.simulator.server import Simulator
from heygen.simulator.world.world import DEFAULT_KEYS, World

logger = logging.getLogger("heygen.simulator")


def main() -> None:
    """Reads the command line and serves until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m heygen.simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--lines", type=int, default=20, help="concurrent sessions that the plan allows")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    simulator = Simulator(World.furnished(lines=options.lines))
    sys.stdout.write(f"simulator on http://{options.host}:{options.port}\n")
    for product, key in DEFAULT_KEYS.items():
        sys.stdout.write(f"  {product.value} key: {key}\n")
    sys.stdout.flush()
    logger.warning("open to %s: its keys are published, its faults and its bill ask for none", _reach(options.host))
    uvicorn.run(simulator.app, host=options.host, port=options.port, log_level="warning", ws_max_size=2**20)


def _reach(host: str) -> str:
    """Who can use a simulator that listens there."""
    try:
        here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        here = host == "localhost"
    return "every program and web page on this computer" if here else "everybody who reaches this computer"


if __name__ == "__main__":
    main()
