"""The days and counts of the procedure, with what the office lays over them."""

from __future__ import annotations

from api.services.office_rules import office_folders
from naming.procedure.deadlines import procedure_parameters
from rulebook.parameters import Parameters


def procedure_limits() -> Parameters:
    """Return the parameters of the procedure that are in force in this office."""
    return procedure_parameters(office_folders())
