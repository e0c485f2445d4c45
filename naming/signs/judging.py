"""Judging the text of a sign: the rules in, one report out."""

from __future__ import annotations

from datetime import date

from naming.signs import (
    gn_19_standard,
    sg_1_characters,
    sg_1_spelling,
    sg_2_english,
    sg_3_axis,
    sg_4_regulated,
)
from naming.signs.sign_text import SignFacts, SignRule, SignText
from rulebook.report import Mode, Report, verdict_of
from rulebook.report import judge as judge_by

SIGN_RULES: tuple[SignRule, ...] = (
    gn_19_standard.RULE,
    sg_1_characters.RULE,
    sg_1_spelling.RULE,
    sg_2_english.RULE,
    sg_3_axis.RULE,
    sg_4_regulated.RULE,
)
VERSION = "signs-2026.11b"


def judge_sign(sign: SignText, facts: SignFacts, *, on: date, mode: Mode = Mode.NEW) -> Report:
    """Return the report on what stands on a sign, under the law of day `on`.

    A sign that stands already is only audited (`Mode.AUDIT`): nothing weighs more than a
    warning.
    """
    findings = judge_by(sign, facts, rules=SIGN_RULES, on=on, mode=mode)
    return Report(
        verdict=verdict_of(findings),
        findings=findings,
        mode=mode,
        on=on,
        catalogue=VERSION,
        parameters=facts.parameters.version,
    )
