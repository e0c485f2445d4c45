"""The parameters in force at a place: ours, with what the office lays over them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from api.settings import load_settings
from api.store.queries.standpoints import COUNTY, Located, Whereabouts
from naming.parameters.layers import jurisdiction_code, parameters_for
from rulebook.parameters import Parameters

HOME = "重庆市"


def office_folders() -> tuple[Path, ...]:
    """Return the folders of the office, from the setting `overlays`."""
    return _folders(os.environ.get("DIMING_OVERLAYS", ""))


@lru_cache(maxsize=4)
def _folders(_setting: str) -> tuple[Path, ...]:
    """Return the folders as the settings read them; asked anew where the variable differs."""
    return load_settings().overlays


def parameters_at(where: Whereabouts, located: Sequence[Located] = ()) -> Parameters:
    """Return the parameters for a place, the narrowest division known deciding.

    Args:
        where: What is said of the place: a code, else a county, else a province; whoever
            says nothing is taken to be at home.
        located: The divisions that its point lies in.
    """
    county = next((each.name for each in located if each.level == COUNTY), "") if located else ""
    return _at(office_folders(), where.code, where.county, county, where.province)


@lru_cache(maxsize=8192)
def _at(folders: tuple[Path, ...], *names: str) -> Parameters:
    """Return the parameters of the first of `names` that is a division's; rows of a table agree."""
    code = next(filter(None, (jurisdiction_code(name, folders) for name in names)), HOME)
    return parameters_for(code, folders)


def parameters_again(version: str) -> Parameters:
    """Return the parameters that an old report quotes as `version`.

    Raises:
        ParameterError: if they are not kept.
    """
    return parameters_for(overlays=office_folders(), version=version)
