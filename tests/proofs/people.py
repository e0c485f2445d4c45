"""Officials of a county with tokens of their own, and what they send about a road."""

from __future__ import annotations

from typing import Any

from api.services import managing_accounts
from api.services.person import Person
from api.store.session import Session

PARTS = {
    "town": ("镇人民政府", "government", "township", ("applicant",)),
    "clerk": ("民政局", "civil_affairs", "county", ("clerk",)),
    "reviewer": ("民政局", "civil_affairs", "county", ("reviewer",)),
    "approver": ("民政局", "civil_affairs", "county", ("approver", "clerk")),
    "traffic": ("交通局", "department", "county", ("department",)),
}
"""One official each: organisation, its kind and level, roles. Two of them may accept a case."""

PASSWORD = "correct horse battery"


def open_team(db: Session, county: str) -> dict[str, tuple[str, int]]:
    """Return the token and the organisation of each part in a county, by the code of that."""
    organisations: dict[str, int] = {}
    team = {}
    for part, (name, kind, level, roles) in PARTS.items():
        title = f"{county}{name}"
        if title not in organisations:
            organisations[title] = managing_accounts.add_organisation(
                db, name=title, kind=kind, level=level, codes=[county]
            )
        opened = managing_accounts.open_account(
            db, login=f"{part}.{county}", name=f"{part}员", password=PASSWORD
        )
        managing_accounts.give_roles(db, opened.account_id, organisations[title], roles)
        person = Person(
            account_id=opened.account_id,
            login=opened.login,
            name=f"{part}员",
            organisation_id=organisations[title],
            organisation=title,
            roles=frozenset(roles),
            division_ids=(),
        )
        token = managing_accounts.make_token(
            db, person, label="试", scopes=["read", "names"], days=1
        )
        team[part] = (token, organisations[title])
    return team


def road(county: str, name: str) -> dict[str, Any]:
    """Return a village road as it is applied for."""
    return {
        "name": name,
        "place_type": "道路",
        "division": county,
        "reason": f"道路经过{name[:-1]}",
        "location": "镇区东部",
        "length_m": 850,
        "width_m": 6,
        "details": {"starts_at": "江南大道", "ends_at": "滨江路", "course": "东西"},
    }


def naming(county: str, *names: str) -> dict[str, Any]:
    """Return an application for the naming of roads."""
    return {
        "kind": "naming",
        "applicant": f"{county}镇人民政府",
        "applicant_type": "乡镇人民政府",
        "county": county,
        "rural": True,
        "items": [road(county, name) for name in names],
    }


def approval(number: str) -> dict[str, Any]:
    """Return the approval of a county's government."""
    return {
        "approver_type": "county_government",
        "approver": "区人民政府",
        "number": f"府[2026]{number}号",
    }


def announcement(id: str, number: str) -> dict[str, Any]:
    """Return an announcement with the channels it needs."""
    return {
        "id": id,
        "number": f"2026年第{number}号",
        "channels": ["government_site", "national_database"],
    }
