"""The catalogue of inspection rules lists every rule file, and its judge weighs them."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import boundary_data.checks
from boundary_data.checks.case import DROP, GOOD, GOOD_FACTS, edited
from boundary_data.checks.inspection import INSPECTION_CATALOGUE, judge
from boundary_data.line import LineLevel
from rulebook.report import Mode, Verdict
from rulebook.rule import Weight

FAMILY = re.compile(r"(ji|bl|bm|sv|crs)\d")
ONE_SIDED = edited(GOOD, "sides[1]", DROP)


def test_every_rule_file_is_in_the_catalogue():
    folder = Path(boundary_data.checks.__path__[0])
    files = {path.stem for path in folder.glob("*.py") if FAMILY.match(path.stem)}
    listed = {rule.check.__module__.rsplit(".", 1)[1] for rule in INSPECTION_CATALOGUE}
    assert files == listed


def test_the_example_passes():
    assert judge(GOOD, GOOD_FACTS).verdict is Verdict.PASS


def test_a_missing_side_blocks():
    assert judge(ONE_SIDED, GOOD_FACTS).verdict is Verdict.BLOCK


def test_an_audit_never_blocks():
    assert judge(ONE_SIDED, GOOD_FACTS, mode=Mode.AUDIT).verdict is Verdict.WARN


def test_a_township_line_is_only_warned_about():
    line = edited(GOOD_FACTS.line, "level", LineLevel.TOWNSHIP)
    report = judge(ONE_SIDED, replace(GOOD_FACTS, line=line))
    assert report.verdict is Verdict.WARN


def test_the_heaviest_findings_come_first():
    report = judge(edited(ONE_SIDED, "track", DROP), GOOD_FACTS)
    ranks = [finding.weight.rank for finding in report.findings]
    assert ranks == sorted(ranks, reverse=True)


def test_no_rule_of_a_later_law_applies_to_an_early_day():
    early = replace(GOOD_FACTS, on=date(2003, 1, 1))
    laws = {finding.source.law.number for finding in judge(ONE_SIDED, early).findings}
    assert laws == {"国务院令第353号"}


def test_nothing_known_of_the_line_is_never_a_pass():
    report = judge(GOOD, replace(GOOD_FACTS, line=None))
    assert [(f.rule, f.weight) for f in report.findings] == [("JI-0a", Weight.WARN)]


def test_the_report_names_catalogue_and_parameters():
    report = judge(GOOD, GOOD_FACTS)
    assert (report.catalogue, report.parameters) == ("ji-2026.11", GOOD_FACTS.limits.version)
