"""In what a claimed spelling with the right letters differs from the one by the rules."""

from __future__ import annotations

import re
from dataclasses import dataclass

from naming.claimed_spelling import LYU, letters
from naming.pinyin import read
from naming.proposal import Proposal
from naming.syllables import capital, joined, plain

DIGITS = re.compile("([0-9]+)")
# A straight apostrophe is one too; v for ü is the matter of another rule (PY-15).
SAME_LETTERS = str.maketrans({"'": "’", "\u2018": "’", "\u02bc": "’", "`": "’", "v": "ü", "V": "Ü"})


@dataclass(frozen=True, slots=True)
class Claim:
    """A claimed spelling beside ours, both without tones; `written` keeps them."""

    written: str
    bare: str
    wanted: str

    @property
    def spaced_alike(self) -> bool:
        """Tell whether both are written apart at the same places."""
        return _spaces(self.bare) == _spaces(self.wanted)


def claim_of(proposal: Proposal) -> Claim | None:
    """Return the claim to compare, None if there is none or its letters are not ours."""
    if not proposal.romanization:
        return None
    umlauts = LYU.sub(_umlaut, proposal.romanization.translate(SAME_LETTERS))
    written = " ".join(umlauts.split())
    ours = proposal.computed_romanization.toned
    if not written or letters(written) != letters(ours):
        return None
    return Claim(written, plain(written), plain(ours))


def style_of(claim: Claim, proposal: Proposal) -> str:
    """Return in Chinese a style used throughout in which the claim is spaced, or nothing.

    Signs and printed lists join everything or part every syllable, and lists differ about
    directions and numbers: such a style is no fault of this name.
    """
    bare, wanted = claim.bare, claim.wanted
    if _spaces(bare) == _spaces(_direction_before(proposal)):
        return "方位词与专名连写（各地写法不一）"
    if DIGITS.sub(r" \1 ", bare).split() == DIGITS.sub(r" \1 ", wanted).split():
        return "序数前后空格不一（各地写法不一）"
    if " " not in bare and (bare.isupper() or bare == wanted.replace(" ", "")):
        return "全部连写（标志和名录的习惯写法）"
    if len(proposal.text) > 1 and len(bare.split()) == len(proposal.text):
        return "按音节分写（名录的习惯写法）"
    if _spaces(bare).split()[-1] == _spaces(wanted).split()[-1]:
        return "通名已分写，专名内部的分写与系统不同（由专名的含义决定）"
    return ""


def _umlaut(found: re.Match[str]) -> str:
    """Return lü for lyu, LÜ for LYU; that it is written so is the matter of PY-15."""
    return found[1] + ("Ü" if found[0].isupper() else "ü")


def _direction_before(proposal: Proposal) -> str:
    """Return the spelling with a direction joined to the specific part: 劳动东/路."""
    code = proposal.region or proposal.division_code
    syllables, cut = read(proposal.text, code).syllables, len(proposal.specific)
    words = (joined(syllables[:cut]), joined(syllables[cut:]))
    return " ".join(capital(word) for word in words if word)


def _spaces(text: str) -> str:
    return plain(text).lower().replace("’", "").replace("-", "")
