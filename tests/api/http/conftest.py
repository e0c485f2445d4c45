"""An application on a real PostGIS database with a small world in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings, load_settings
from api.store.session import Engine, engine_for
from tests.api.http.world import World, new_world, serving


@pytest.fixture(scope="session")
def world(server_url: str) -> Iterator[World]:
    with new_world(server_url) as made:
        yield made


@pytest.fixture(scope="session")
def settings(world: World) -> Settings:
    return load_settings(
        database_url=world.url, body_limit_bytes=1024 * 1024, log_json=True, rate_factor=0.0
    )


@pytest.fixture(scope="session")
def world_engine(world: World) -> Iterator[Engine]:
    engine = engine_for(world.url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def app(settings: Settings, world_engine: Engine) -> FastAPI:
    return create_app(settings, world_engine)


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


@pytest.fixture(scope="session")
def served(settings: Settings, world_engine: Engine) -> Iterator[str]:
    """Address of the application behind a real socket."""
    with serving(create_app(settings, world_engine)) as address:
        yield address
