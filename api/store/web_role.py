"""The database role of the door: made where it is missing, and what it may do."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
from psycopg import sql

from api.store.standing import WEB_ROLE

SECRET = ("sign_in", "sign_in_attempt", "api_token", "request_count", "case_counter")
"""Tables that nobody who comes through the door may read: signing in and counting requests act
as the owner, the numbers of cases are counted by a function."""

ACCOUNT_COLUMNS = ("id", "login", "name", "version", "opened_at", "closed_at")

COVERAGES = "published courses and areas; a change of a line is laid by the owner (`as_owner`)"
DIVISIONS = "published divisions; loaded by commands on the machine"
WHOM = "who works for which divisions: shown to all, given by administrators as the owner"
LOADED = "where loaded files came from; written by commands on the machine"
PUBLISHED = {
    "alembic_version": "the version of the tables, for `/ready`",
    "spatial_ref_sys": "coordinate systems, of PostGIS",
    **dict.fromkeys(
        ("arc", "face", "face_division", "coverage", "boundary_line", "boundary_line_arc"),
        COVERAGES,
    ),
    **dict.fromkeys(("division_area", "division_area_piece"), COVERAGES),
    **dict.fromkeys(
        ("division", "division_code", "division_parent", "division_seat", "division_type"),
        DIVISIONS,
    ),
    **dict.fromkeys(("organisation", "organisation_jurisdiction"), WHOM),
    **dict.fromkeys(("source", "delivery", "staged_feature"), LOADED),
}
"""Tables without a policy, that the door reads and cannot write, each with the reason."""

DELETED = ("inspection_photo_part", "name_file", "name_file_piece")
"""Tables whose policy for all that is done lets rows be deleted, too: nothing else is."""

GRANT = {
    "select": sql.SQL("grant select on {table} to {role}"),
    "insert": sql.SQL("grant insert on {table} to {role}"),
    "update": sql.SQL("grant update on {table} to {role}"),
    "delete": sql.SQL("grant delete on {table} to {role}"),
}
VERBS = {
    "r": ("select",),
    "a": ("insert",),
    "w": ("update",),
    "d": ("delete",),
    "*": ("select", "insert", "update"),
}
"""What a policy `FOR SELECT`, `INSERT`, `UPDATE`, `DELETE`, `ALL` lets the door try at all."""


def ensure_web_role(connection: psycopg.Connection) -> None:
    """Create the role without sign-in, unless it is there, and let ourselves change to it.

    Raises:
        psycopg.errors.InsufficientPrivilege: The role is missing and we may not create it.
    """
    role = sql.Identifier(WEB_ROLE)
    found = connection.execute("select 1 from pg_roles where rolname = %s", (WEB_ROLE,)).fetchone()
    if not found:
        try:
            with connection.transaction():
                connection.execute(sql.SQL("create role {} nologin noinherit").format(role))
        except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
            pass  # another database of the same server was upgraded at this moment
    member = connection.execute("select pg_has_role(%s, 'member')", (WEB_ROLE,)).fetchone()
    if not (member and member[0]):
        connection.execute(sql.SQL("grant {} to current_user").format(role))


def grant_to_web(connection: psycopg.Connection) -> None:
    """Give the role what the door needs, and nothing of a table that nobody has thought about.

    A table with policies is open for what they are for; one of `PUBLISHED` is read; of accounts,
    no password. Every other table, a new one first of all, is closed.
    """
    role = sql.Identifier(WEB_ROLE)
    for line in (
        sql.SQL("revoke all on all tables in schema public from {role}"),
        sql.SQL("alter default privileges in schema public revoke all on tables from {role}"),
        sql.SQL("grant usage on schema public to {role}"),
        sql.SQL("grant usage, select on all sequences in schema public to {role}"),
    ):
        connection.execute(line.format(role=role))
    for table, verb in _opened(connection):
        connection.execute(GRANT[verb].format(table=sql.Identifier(table), role=role))
    columns = sql.SQL(", ").join(map(sql.Identifier, ACCOUNT_COLUMNS))
    line = sql.SQL("grant select ({columns}) on account to {role}")
    connection.execute(line.format(columns=columns, role=role))


def _opened(connection: psycopg.Connection) -> Iterator[tuple[str, str]]:
    """Yield each table that the door may use, with a verb of its statements."""
    for table, commands in connection.execute(_HELD).fetchall():
        if table not in SECRET and table != "account":
            for verb in sorted({verb for command in commands for verb in VERBS[command]}):
                yield table, verb
            if table in DELETED:
                yield table, "delete"
    for (table,) in connection.execute(_TABLES).fetchall():
        if table in PUBLISHED:
            yield table, "select"


_TABLES = """
select relname from pg_class
where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
"""
_HELD = """
select c.relname, array_agg(distinct p.polcmd::text order by p.polcmd::text) from pg_class c
join pg_policy p on p.polrelid = c.oid
where c.relrowsecurity and c.relnamespace = 'public'::regnamespace group by 1
"""
