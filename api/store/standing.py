"""For whom a transaction is: what row-level security (行级安全) decides by.

Whatever comes through the door acts as the database role `diming_web`, which owns nothing and
is held by the policies of the tables; commands on the machine itself act as the owner.
"""

from __future__ import annotations

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
