"""The files for Docker are well formed and open nothing beyond this machine."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from api.settings import CHECKOUT


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """The services of compose.yaml."""
    described: dict[str, Any] = yaml.safe_load((CHECKOUT / "compose.yaml").read_text())
    found: dict[str, Any] = described["services"]
    return found


def test_every_published_port_is_bound_to_this_machine(services: dict[str, Any]) -> None:
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert published
    assert [port for port in published if not str(port).startswith("127.0.0.1:")] == []


def test_the_application_waits_for_a_healthy_database(services: dict[str, Any]) -> None:
    assert services["diming"]["depends_on"]["database"]["condition"] == "service_healthy"


def test_the_application_is_told_its_database(services: dict[str, Any]) -> None:
    assert "@database:5432/diming" in services["diming"]["environment"]["DATABASE_URL"]


def test_the_database_is_made_with_letters_of_unicode(services: dict[str, Any]) -> None:
    options = services["database"]["environment"]["POSTGRES_INITDB_ARGS"]
    assert "--locale=C.UTF-8" in options


def test_the_application_does_not_run_as_root_in_its_container() -> None:
    lines = (CHECKOUT / "Dockerfile").read_text().splitlines()
    assert "USER diming" in lines
