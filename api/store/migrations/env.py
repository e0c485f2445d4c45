"""Runs the migrations on the connection that `api.store.migrate` hands over."""

from __future__ import annotations

from alembic import context
from geoalchemy2 import alembic_helpers

from api.store.tables.everything import METADATA

OURS = frozenset(METADATA.tables)


def _ours(obj: object, name: str | None, kind: str, *rest: object) -> bool:
    # PostGIS keeps tables of its own in the same schema
    if kind == "table":
        return name in OURS
    return bool(alembic_helpers.include_object(obj, name, kind, *rest))  # type: ignore[no-untyped-call]  # untyped library


def _run() -> None:
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        include_object=_ours,
        render_item=alembic_helpers.render_item,
        compare_server_default=False,
        transaction_per_migration=False,
    )
    context.run_migrations()


_run()
