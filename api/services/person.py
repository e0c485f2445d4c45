"""The person who acts (经办人): account, organisation, roles, and the divisions acted for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from api.store.standing import Standing

ROLES = {
    "applicant": "申请人",
    "clerk": "经办",
    "reviewer": "审核",
    "approver": "审批",
    "expert": "专家",
    "department": "会审部门",
    "boundary_inspector": "界线检查员",
    "guardian": "守护员",
    "editor": "编辑",
    "administrator": "管理员",
    "auditor": "审计",
}
"""Every role an account may have in an organisation, with what people call it."""

SCOPES = {
    "read": "查询",
    "names": "地名办理",
    "inspections": "联检填报",
    "boundaries": "界线维护",
    "accounts": "用户管理",
}
"""What an API token may be allowed, with what people call it; signed-in pages may all."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone signed in, acting for one organisation.

    `division_ids` are the divisions the organisation acts for (管辖); what lies in them is
    in scope, too. `scopes` is what the token in use allows, all of `SCOPES` for a page.
    """

    account_id: int
    login: str
    name: str
    organisation_id: int
    organisation: str
    roles: frozenset[str]
    division_ids: tuple[int, ...]
    scopes: frozenset[str] = frozenset(SCOPES)

    @property
    def actor(self) -> str:
        """Return who this is in the journal."""
        return f"user:{self.login}"

    @property
    def standing(self) -> Standing:
        """Return what row-level security decides by."""
        return Standing(self.account_id, self.organisation_id, self.roles, self.division_ids)

    def holds(self, roles: Collection[str]) -> bool:
        """Tell whether one of `roles` is held in the organisation acted for."""
        return not self.roles.isdisjoint(roles)
