"""The extensions every database of ours needs, created or brought up to date."""

from __future__ import annotations

import psycopg
from psycopg import sql

EXTENSIONS = ("postgis", "pg_trgm", "btree_gist")


def ensure_extensions(connection: psycopg.Connection) -> None:
    """Create the missing extensions and update those older than the installed software.

    Raises:
        psycopg.errors.InsufficientPrivilege: The role may not create or update one of them.
    """
    known = {
        name: (default, installed)
        for name, default, installed in connection.execute(
            "select name, default_version, installed_version from pg_available_extensions"
            " where name = any(%s)",
            (list(EXTENSIONS),),
        )
    }
    for name in EXTENSIONS:
        default, installed = known.get(name, (None, None))
        if installed is None:
            statement = sql.SQL("create extension if not exists {}")
        elif default is not None and installed != default:
            statement = sql.SQL("alter extension {} update")
        else:
            continue
        connection.execute(statement.format(sql.Identifier(name)))
