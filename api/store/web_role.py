"""The database role of the door: made where it is missing, and what it may do."""

from __future__ import annotations

import psycopg
from psycopg import sql

from api.store.standing import WEB_ROLE

SECRET = ("sign_in", "sign_in_attempt", "api_token")
"""Tables that nobody who comes through the door may read; signing in acts as the owner."""

ACCOUNT_COLUMNS = ("id", "login", "name", "version", "opened_at", "closed_at")


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
    """Give the role what the door needs: rows of all tables, but no secrets and no past.

    The journal is only added to; the tables of signing in are closed; of accounts, no password.
    """
    role = sql.Identifier(WEB_ROLE)
    secret = sql.SQL(", ").join(sql.Identifier(name) for name in SECRET)
    columns = sql.SQL(", ").join(sql.Identifier(name) for name in ACCOUNT_COLUMNS)
    for line in (
        sql.SQL("grant usage on schema public to {role}"),
        sql.SQL("grant select, insert, update, delete on all tables in schema public to {role}"),
        sql.SQL("grant usage, select on all sequences in schema public to {role}"),
        sql.SQL(
            "alter default privileges in schema public"
            " grant select, insert, update, delete on tables to {role}"
        ),
        sql.SQL("revoke update, delete on journal from {role}"),
        sql.SQL(
            "revoke insert, update, delete on alembic_version, account, membership from {role}"
        ),
        sql.SQL("revoke all on {secret} from {role}"),
        sql.SQL("revoke select on account from {role}"),
        sql.SQL("grant select ({columns}) on account to {role}"),
    ):
        connection.execute(line.format(role=role, secret=secret, columns=columns))
