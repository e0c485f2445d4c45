"""Arrays that are handed to set-returning functions, one array a column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BindParameter, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine


def column(values: Iterable[Any], of: type[TypeEngine[Any]]) -> BindParameter[Any]:
    """Return `values` as one bound array parameter of the SQL type `of`."""
    return bindparam(None, list(values), type_=ARRAY(of), unique=True)
