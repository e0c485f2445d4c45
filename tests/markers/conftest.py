"""An application that may write, on a copy of the register with all samples."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import load_settings
from api.store.session import engine_for
from tests.signed_in import signed_in


@pytest.fixture(scope="module")
def client(register_copy: str) -> Iterator[TestClient]:
    engine = engine_for(register_copy)
    settings = load_settings(database_url=register_copy, log_json=True)
    with TestClient(create_app(settings, engine), headers=signed_in(engine)) as client:
        yield client
    engine.dispose()
