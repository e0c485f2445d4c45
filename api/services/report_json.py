"""A report (审核意见) as JSON values, in the form in which it is kept beside what was checked."""

from __future__ import annotations

from typing import Any

from rulebook.law import Clause
from rulebook.report import Report
from rulebook.rule import Finding


def json_of(report: Report) -> dict[str, Any]:
    """Return verdict, versions and findings, so that the report can be shown years later."""
    return {
        "verdict": report.verdict.value,
        "mode": report.mode.value,
        "on": report.on.isoformat(),
        "catalogue": report.catalogue,
        "parameters": report.parameters,
        "findings": [_finding(finding) for finding in report.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    released = finding.released
    return {
        "rule": finding.rule,
        "title": finding.title,
        "category": finding.category,
        "severity": finding.weight.value,
        "message": finding.message,
        "source": _clause(finding.source),
        "evidence": dict(finding.evidence),
        "suggestion": finding.suggestion,
        "field": finding.field,
        "released": released
        and {"by": released.by, "reason": released.reason, "on": released.on.isoformat()},
    }


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "text": str(clause),
        "law": clause.law.title,
        "number": clause.law.number,
        "article": clause.article,
        "standing": clause.standing.value,
        "remark": clause.remark,
    }
