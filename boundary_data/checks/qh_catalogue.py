"""The rules about division codes (DC-1 to DC-8), by hand and in order."""

from __future__ import annotations

from boundary_data.checks import (
    qh101_code_form,
    qh102_town_range,
    qh103_village_range,
    qh104_urban_rural_class,
    qh105_code_once,
    qh106_scheme_named,
    qh107_known_to_register,
    qh108_name_fits_code,
)
from boundary_data.checks.qh_facts import CodeFacts
from boundary_data.division import CodedUnit
from rulebook.rule import Rule

VERSION = "qh-2026.1"

CATALOGUE: tuple[Rule[CodedUnit, CodeFacts], ...] = (
    qh101_code_form.RULE,
    qh102_town_range.RULE,
    qh103_village_range.RULE,
    qh104_urban_rural_class.RULE,
    qh105_code_once.RULE,
    qh106_scheme_named.RULE,
    qh107_known_to_register.RULE,
    qh108_name_fits_code.RULE,
)
