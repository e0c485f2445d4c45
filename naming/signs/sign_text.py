"""The text of a sign (地名标志版面), what it is judged against, and the shape of its rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from naming.signs.parameters import sign_parameters
from rulebook.parameters import Parameters
from rulebook.rule import Example, Rule


@dataclass(frozen=True, slots=True)
class SignText:
    """What stands on a sign.

    Attributes:
        characters: The name in characters.
        romanization: The line in letters.
        extra: Anything else that stands on it, e.g. a direction.
        axis: The way that a street plate is coloured for: `east_west`, `north_south`, or empty.
    """

    characters: str
    romanization: str
    extra: str = ""
    axis: str = ""


@dataclass(frozen=True, slots=True)
class SignFacts:
    """What the register knows of the name that the sign is for.

    Attributes:
        name: The name.
        toned: Its spelling with tone marks.
        status: `standard`, `listed`, ... as in the register.
        bearing_deg: Which way a road runs from end to end, from north; None where not known.
        parameters: Thresholds.
    """

    name: str
    toned: str
    status: str = "standard"
    bearing_deg: float | None = None
    parameters: Parameters = field(default_factory=sign_parameters)


SignRule: TypeAlias = Rule[SignText, SignFacts]

WANGJIAN = SignFacts("望涧路", "Wàngjiàn Lù")
"""The road of the examples."""


def on_sign(
    characters: str, romanization: str, extra: str = "", facts: SignFacts = WANGJIAN
) -> Example[SignText, SignFacts]:
    """Return the example of a sign for the road of the examples."""
    return Example(SignText(characters, romanization, extra), facts)
