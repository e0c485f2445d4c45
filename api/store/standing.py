"""For whom a transaction is: what row-level security (行级安全) decides by.

Whatever comes through the door acts as the database role `diming_web`, which owns nothing and
is held by the policies of the tables; commands on the machine itself act as the owner.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

WEB_ROLE = "diming_web"


@dataclass(frozen=True, slots=True)
class Standing:
    """Account, organisation, roles and the divisions acted for; all empty for a visitor."""

    account_id: int = 0
    organisation_id: int = 0
    roles: frozenset[str] = frozenset()
    division_ids: tuple[int, ...] = ()


VISITOR = Standing()
"""Somebody who has not signed in."""


def stand(session: Session, standing: Standing) -> None:
    """Let the running transaction of `session` act as `diming_web`, for `standing`."""
    session.execute(
        text(
            "SELECT set_config('diming.account', :account, true),"
            " set_config('diming.organisation', :organisation, true),"
            " set_config('diming.roles', :roles, true),"
            " set_config('diming.scope', :scope, true),"
            " set_config('role', :web, true)"
        ),
        {
            "account": str(standing.account_id),
            "organisation": str(standing.organisation_id),
            "roles": "{" + ",".join(sorted(standing.roles)) + "}",
            "scope": "{" + ",".join(str(one) for one in standing.division_ids) + "}",
            "web": WEB_ROLE,
        },
    )


def hold_case_code(session: Session, digest: bytes) -> None:
    """Let the running transaction see the one case whose code has this digest (查询码)."""
    session.execute(
        text("SELECT set_config('diming.case_code', :digest, true)"), {"digest": digest.hex()}
    )


def hold_visitor(session: Session, digest: bytes) -> None:
    """Let the running transaction see what a visitor sent who has the mark of this digest."""
    session.execute(
        text("SELECT set_config('diming.visitor', :digest, true)"), {"digest": digest.hex()}
    )


def line_in_scope(session: Session, line_id: int) -> bool:
    """Tell whether whoever acts may change a line: one of its sides, an authority above, or we."""
    asked = text("SELECT current_user <> :web OR diming_line_in_scope(:line)")
    return bool(session.execute(asked, {"web": WEB_ROLE, "line": line_id}).scalar_one())


@contextmanager
def as_owner(session: Session) -> Iterator[None]:
    """Let the running transaction act as the owner for a while, after it was asked who acts.

    For what no row tells whose it is: the arcs of a coverage belong to both of their sides. If
    the block raises, the transaction (or its savepoint) is over, and the role with it.
    """
    role = session.execute(text("SELECT current_setting('role')")).scalar_one()
    take = text("SELECT set_config('role', :role, true)")
    session.execute(take, {"role": "none"})
    yield
    session.execute(take, {"role": role})
