"""The service that checks inspection records: embedded line, register, or nothing."""

from datetime import date
from typing import Any

import pytest

from api.services.checking_inspections import InspectionVerdict, check, check_batch
from boundary_data.checks.case import GOOD_FACTS
from boundary_data.inspection_schema import example
from boundary_data.line import KnownLine
from boundary_data.problems import UnusableInput
from rulebook.report import Mode, Verdict

TODAY = date(2026, 11, 22)


def without_line() -> dict[str, Any]:
    record = example()
    del record["line"]
    return record


def registered(code: str) -> KnownLine | None:
    return GOOD_FACTS.line if code == "500116-500118" else None


def unasked(code: str) -> KnownLine | None:
    pytest.fail(f"the register was asked for {code}")


def test_the_embedded_line_is_used_without_asking_the_register():
    assert check(example(), unasked, on=TODAY).against == "embedded"


def test_the_register_is_asked_by_line_code():
    verdict = check(without_line(), registered, on=TODAY)
    assert (verdict.against, verdict.report.verdict) == ("register", Verdict.PASS)


def test_a_line_nobody_knows_is_a_warning_and_never_a_pass():
    verdict = check(without_line(), on=TODAY)
    assert (verdict.against, verdict.report.verdict) == ("none", Verdict.WARN)


def test_the_register_finds_what_the_embedded_line_would():
    record = without_line()
    record["marker_checks"][1]["measured"]["lat"] += 0.001
    rules = [f.rule for f in check(record, registered, on=TODAY).report.findings]
    assert "BL-6a" in rules


def test_a_record_of_yesterday_is_judged_by_the_day_given():
    rules = {f.rule for f in check(example(), on=date(2025, 6, 1)).report.findings}
    assert rules == {"JI-8c"}


def test_an_audit_only_warns():
    record = example()
    record["sides"].pop()
    assert check(record, on=TODAY, mode=Mode.AUDIT).report.verdict is Verdict.WARN


def test_one_unusable_record_does_not_stop_the_others():
    second = example() | {"record_id": "11111111-2222-3333-4444-555555555555"}
    kinds = [type(one) for one in check_batch([example(), {"x": 1}, second], on=TODAY)]
    assert kinds == [InspectionVerdict, UnusableInput, InspectionVerdict]


def test_the_same_record_twice_in_a_batch_is_refused():
    first, second = check_batch([example(), example()], on=TODAY)
    assert isinstance(first, InspectionVerdict)
    assert isinstance(second, UnusableInput)
    assert second.problems[0].field == "$[1].record_id"
