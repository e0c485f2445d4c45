"""What is announced, and the plates that are asked for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from api.dependencies.days import CHINA
from tests.cases.office import Office

TODAY = datetime.now(CHINA).date()


def done(answer: Any) -> Any:
    """Return what was answered; whatever was refused fails the test."""
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def announced(office: Office, desk: dict[str, Any]) -> dict[str, Any]:
    """Return the one name of the announcement on the desk, as everybody reads it."""
    path = f"/api/v1/announcements/{desk['announcement']['id']}"
    (item,) = done(office.ask("", "GET", path))["items"]
    return dict(item)


def plate(office: Office, desk: dict[str, Any], state: str, spelling: str) -> Any:
    """Ask to register a street plate of the announced name, spelt in capitals as on signs."""
    told = {
        "name_id": announced(office, desk)["name_id"],
        "kind": "street",
        "characters": desk["name"],
        "romanization": spelling,
        "axis": "east_west",
        "place": {"lon": 108.401, "lat": 30.8},
        "state": state,
        "set_up_on": TODAY.isoformat() if state == "standing" else None,
    }
    return office.ask("clerk", "PUT", f"/api/v1/signs/{uuid4()}", json=told)
