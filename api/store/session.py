"""Engines and sessions: the only names of sqlalchemy's world that other floors import."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.orm import Session

from api.store.standing import Standing, stand

CONNECT_TIMEOUT_S = 5

__all__ = ["Engine", "Session", "engine_for", "transaction"]


def engine_for(url: str, *, pool_size: int = 5) -> Engine:
    """Return an engine for `url` (`postgresql+psycopg://...`).

    Plans are made for the values at hand: a generic plan of `LIKE $1` scans whole tables.
    """
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_S},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: object, _record: object) -> None:
        with connection.cursor() as cursor:  # type: ignore[attr-defined]  # DBAPI is untyped
            cursor.execute("SET plan_cache_mode = force_custom_plan")
            # compiling costs half a second where the queries here cost milliseconds
            cursor.execute("SET jit = off")
            cursor.execute("SET TIME ZONE 'Asia/Shanghai'")
        connection.commit()  # type: ignore[attr-defined]  # DBAPI is untyped

    return engine


@contextmanager
def transaction(
    engine: Engine, *, actor: str, request_id: str = "", standing: Standing | None = None
) -> Iterator[Session]:
    """Yield a session that is committed at the end, or rolled back if anything is raised.

    `actor` and `request_id` go into every journal line written in it. With a `standing` the
    policies of the tables hold; without, the session acts as the owner.
    """
    with Session(engine, expire_on_commit=False) as session, session.begin():
        session.execute(
            text(
                "SELECT set_config('diming.actor', :actor, true),"
                " set_config('diming.request_id', :request, true)"
            ),
            {"actor": actor, "request": request_id},
        )
        if standing is not None:
            stand(session, standing)
        yield session
