"""The three people who can sit by the fire, and their still pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from heygen.simulator.media.picture import elf, mrs_claus, santa
from heygen.simulator.media.picture import parlour as room
from heygen.simulator.media.picture.face import Eyes, Features, Mood, Mouth, eyes, mouth
from heygen.simulator.media.picture.svg import HEIGHT, WIDTH, Box, sheet

__all__ = ["LOOKS", "Look", "look_named", "still_svg"]

_QUIET_TURN = 0.3


@dataclass(frozen=True)
class Look:
    """How one person is drawn."""

    name: str
    features: Features
    body: Callable[[], str]
    head: Callable[[], str]


LOOKS = MappingProxyType(
    {
        "santa": Look("santa", santa.FEATURES, santa.body, santa.head),
        "mrs_claus": Look("mrs_claus", mrs_claus.FEATURES, mrs_claus.body, mrs_claus.head),
        "elf": Look("elf", elf.FEATURES, elf.body, elf.head),
    }
)


def look_named(name: str) -> Look:
    """The look of that name; any other name is drawn as Santa."""
    return LOOKS.get(name, LOOKS["santa"])


def still_svg(look: str) -> str:
    """A complete SVG picture (1280 x 720) of the idle smile: poster, preview, and what is shown without video."""
    person = look_named(look)
    layers = (
        room.room(),
        room.fire(_QUIET_TURN),
        room.outside(_QUIET_TURN),
        person.body(),
        person.head(),
        eyes(person.features, Eyes.OPEN, Mood.NORMAL),
        mouth(person.features, Mouth.SMILE),
    )
    # Layers are drawn apart elsewhere and may use the same names for different gradients.
    content = "".join(_own_names(layer, f"{index}-") for index, layer in enumerate(layers))
    return sheet(content, Box(0, 0, WIDTH, HEIGHT), (WIDTH, HEIGHT))


def _own_names(layer: str, prefix: str) -> str:
    return layer.replace(' id="', f' id="n{prefix}').replace("url(#", f"url(#n{prefix}")
