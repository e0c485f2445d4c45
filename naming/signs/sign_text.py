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
    """

    characters: str
    romanization: str
    extra: str = ""


@dataclass(frozen=True, slots=True)
class SignFacts:
    """What the register knows of the name that the sign is for.

    Attributes:
        name: The name.
        toned: Its spelling with tone marks.
        status: `standard`, `listed`, ... as in the register.
        parameters: Thresholds.
    """

    name: str
    toned: str
    status: str = "standard"
    parameters: Parameters = field(default_factory=sign_parameters)


SignRule: TypeAlias = Rule[SignText, SignFacts]

WANGJIAN = SignFacts("望涧路", "Wàngjiàn Lù")
"""The road of the examples."""


def on_sign(
    characters: str, romanization: str, extra: str = "", facts: SignFacts = WANGJIAN
) -> Example[SignText, SignFacts]:
    """Return the example of a sign for the road of the examples."""
    return Example(SignText(characters, romanization, extra), facts)
