"""The office for all tests of cases."""

from __future__ import annotations

from tests.cases.office import accounts, cases_engine, office

__all__ = ["accounts", "cases_engine", "office"]
