"""Every clause of law is claimed by something that is there, and by a test that is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module

import pytest

from api.app import ROUTERS
from api.routes.permissions import permissions_of
from api.settings import CHECKOUT
from naming.clauses import GRADES, ClaimedClause, claimed_clauses
from naming.facts import no_register
from naming.judging import judge
from naming.laws import DECREE, LANGUAGE
from naming.parameters.layers import FOLDER, parameters_for
from naming.place_kind import PlaceKind, kind_of
from naming.procedure.approval_class import ApprovalClass
from naming.procedure.approvers import Approver, authority_for, filing_for
from naming.procedure.deadlines import CLAUSES, Duty, procedure_parameters
from naming.procedure.laws import DIVISIONS
from naming.procedure.papers import DEMANDS
from naming.procedure.steps import STEPS
from naming.procedure.words import CaseKind, Verb
from naming.proposal import propose
from naming.record_fields import record_fields
from naming.rules import CATALOGUE
from naming.signs.judging import SIGN_RULES
from naming.signs.parameters import sign_parameters
from rulebook.law import Clause, Standing
from rulebook.parameters import load

IDS_WORDS = """
GN-SCOPE-1 GN-GEN-1 GN-GEN-2 GN-GEN-3 GN-PLAN-1 GN-9-0 GN-9-1 GN-9-2 GN-9-3a GN-9-3b GN-9-4a
GN-9-4b GN-9-5 GN-9-6 GN-9-7 GN-9-8a GN-9-8b GN-9-8c GN-9-8d GN-9-9 GN-9-10 GN-9-x GN-10-1
GN-10-2 GN-11-1 GN-11-2 GN-11-3 GN-12-* GN-13-1 GN-14-1 GN-14-2 GN-15-1 GN-15-2 GN-16-1 GN-18-1
GN-19-1 GN-21-1 GN-25-1 GN-25-2 GN-26-1 GN-30-1 GN-35-1 GN-36-1 GN-37-1 GN-38-1 GN-39-1 IR-2
IR-3 IR-4 IR-5 IR-5b IR-6 IR-13 IR-sum FB-1 FB-2 FB-3 FB-4 BD-1 BD-2 BD-3a BD-3b BD-4 BD-5
CQ-SCOPE-1 CQ-LIFE-1 CQ-ORG-1 CQ-PROC-1 CQ-APP-1 CQ-APP-2 CQ-APP-3 CQ-APP-4 CQ-APP-5 CQ-ORG-2
CQ-GEN-1 CQ-GEN-2 CQ-GEN-3 CQ-GEN-4 CQ-GEN-5 CQ-GEN-6 CQ-GEN-7 CQ-GEN-8 CQ-PARK-1 CQ-WZ-1 CQ-H-1
CQ-H-2 CQ-H-3 CQ-H-4 CQ-H-5 CQ-H-6 CQ-H-7 RV-1 RV-2 RV-3 RV-4 RV-5 RV-6 RV-7 DATA-API
DATA-API-4/5 DATA-CODE-1 DATA-CAT DATA-REC DATA-SIGN DC-8 PY-1 PY-2 PY-3 PY-4 PY-5 PY-6 PY-7
PY-8 PY-9 PY-10 PY-11 PY-12 PY-13 PY-14 PY-15 PY-16 CH-1 CH-2 CH-3 CH-4 CH-5 SG-1 SG-2 SG-3 SG-4
"""
IDS = IDS_WORDS.split()
NOT_CARRIED = {"RV-7", "PY-13"}
READ_IN_FULL = {DECREE, LANGUAGE, DIVISIONS}
CLAIMS = {one.id: one for one in claimed_clauses()}
PARAMETERS = {
    "cn": parameters_for("cn").items,
    "500000": load([FOLDER / "500000.toml"]).items,
    "procedure": procedure_parameters().items,
    "signs": sign_parameters().items,
}


def test_every_clause_is_in_the_table_once() -> None:
    assert [one.id for one in claimed_clauses()] == IDS


@pytest.mark.parametrize("id", IDS)
def test_a_clause_is_carried_by_what_is_there(id: str) -> None:
    claim = CLAIMS[id]
    assert claim.grade in GRADES
    assert bool(claim.carried) is (id not in NOT_CARRIED)
    assert claim.carried or claim.remark
    assert bool(claim.tests) is bool(claim.carried)
    assert [ref for ref in claim.carried if not is_there(ref)] == []


@pytest.mark.parametrize("id", IDS)
def test_a_clause_is_proved_by_a_test_that_is_there(id: str) -> None:
    for test in CLAIMS[id].tests:
        file, _, name = test.partition("::")
        text = (CHECKOUT / file).read_text(encoding="utf-8")
        wanted = f"场景: {name}\n" if file.endswith(".feature") else f"def {name}("
        assert not name or wanted in text, test


@pytest.mark.parametrize("claim", claimed_clauses(), ids=lambda one: one.id)
def test_a_rule_of_a_text_not_read_in_full_is_not_called_confirmed(claim: ClaimedClause) -> None:
    sources = {rule.id: rule.source for rule in CATALOGUE}
    sources |= {rule.id: rule.source for rule in SIGN_RULES}
    for ref in claim.carried:
        kind, _, id = ref.partition(":")
        if kind in ("rule", "sign") and claim.standing is Standing.ASSUMED:
            source = sources[id]
            assert source.standing is Standing.ASSUMED or source.law in READ_IN_FULL


def clauses() -> Iterator[Clause]:
    yield from (rule.source for rule in CATALOGUE)
    yield from (rule.source for rule in SIGN_RULES)
    yield from (step.source for steps in STEPS.values() for step in steps)
    yield from (demand.clause for demand in DEMANDS)
    yield from CLAUSES.values()
    yield from (authority_for(s, kind=k).clause for s in ApprovalClass for k in CaseKind)
    yield from (filing_for(organ).clause for organ in Approver)


def test_only_laws_that_were_read_in_full_have_confirmed_clauses() -> None:
    confirmed = {clause.law for clause in clauses() if clause.standing is Standing.CONFIRMED}
    assert confirmed == READ_IN_FULL
    assert all(c.remark for c in clauses() if c.standing is Standing.ASSUMED and c.law is DECREE)


def test_every_rule_is_claimed_by_a_clause_or_is_our_own() -> None:
    claimed = {ref for one in claimed_clauses() for ref in one.carried}
    rules = {f"rule:{rule.id}" for rule in CATALOGUE} | {f"sign:{rule.id}" for rule in SIGN_RULES}
    assert rules - claimed == {"rule:CQ-ZONE-1"}


def test_what_is_not_there_is_found_missing() -> None:
    missing = ("rule:GN-99", "step:fly", "paper:poem", "duty:sleep", "param:cn:nothing")
    more = ("field:colour", "code:naming.heritage:Nothing", "route:GET /nothing", "data:no.csv")
    assert [ref for ref in (*missing, *more) if is_there(ref)] == []


def is_there(ref: str) -> bool:
    kind, _, what = ref.partition(":")
    return KINDS[kind](what)


def _step(what: str) -> bool:
    verb, _, kind = what.partition(":")
    word = Verb.of(verb)
    of = [CaseKind(kind)] if kind else list(CaseKind)
    return word is not None and any(step.verb == word.zh for k in of for step in STEPS[k])


def _param(what: str) -> bool:
    file, _, key = what.partition(":")
    return key in PARAMETERS[file]


def _code(what: str) -> bool:
    module, _, name = what.partition(":")
    return not name or hasattr(import_module(module), name)


ROUTES = permissions_of(ROUTERS)
RULES = {rule.id for rule in CATALOGUE}
SIGNS = {rule.id for rule in SIGN_RULES}
PAPERS = {demand.paper.value for demand in DEMANDS}
KINDS: dict[str, Callable[[str], bool]] = {
    "rule": RULES.__contains__,
    "sign": SIGNS.__contains__,
    "step": _step,
    "paper": PAPERS.__contains__,
    "duty": lambda what: Duty.of(what) is not None,
    "param": _param,
    "field": lambda what: what in record_fields(),
    "code": _code,
    "route": lambda what: what in ROUTES,
    "data": lambda what: (CHECKOUT / what).is_file(),
}

SEEN_CODES = {
    "12100": PlaceKind.NATURAL,
    "21610": PlaceKind.COMMITTEE,
    "21620": PlaceKind.COMMITTEE,
    "21770": PlaceKind.VILLAGE,
    "22190": PlaceKind.BUILDING,
    "22200": PlaceKind.VILLAGE,
    "27100": PlaceKind.OTHER,
    "27400": PlaceKind.OTHER,
    "27610": PlaceKind.COMMITTEE,
    "27620": PlaceKind.COMMITTEE,
}


def test_every_type_code_seen_is_known_and_others_of_the_form_are_a_note() -> None:
    assert {code: kind_of(code) for code in SEEN_CODES} == SEEN_CODES
    told = judge(propose("石坡村", "21999"), no_register(), on=date(2026, 11, 22)).findings
    assert "GN-SCOPE-1" in {finding.rule for finding in told}


CENSUS_WORDS = """
meaning origin history pronunciation_note original_pronunciation_file
mandarin_pronunciation_file minority_name minority_language generic_romanization use_period
named_on map_name map_sheet map_scale entity_description established_on abolished_on elevation_m
survey_method source_note media registered_on registered_by registering_unit remark planned
four_boundaries
"""
CENSUS = CENSUS_WORDS.split()
"""What of the census form and of the approval push is told in fields; the rest (code, name, both
spellings, parts, divisions, geometry, secrecy, publication) are columns of the register."""


def test_the_record_has_what_the_census_form_has() -> None:
    assert set(CENSUS) <= set(record_fields())
    columns = import_module("api.store.tables.names")
    wanted = {"name", "specific", "generic", "romanization", "romanization_plain", "secrecy"}
    assert wanted | {"published"} <= set(columns.PlaceName.__table__.columns.keys())
