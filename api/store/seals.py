"""Seals (封记) of the tables over an upgrade: what it changed is in a line of the journal."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, text


def sealing(connection: Connection) -> list[str]:
    """Return the tables whose rows are sealed now; none before there were seals."""
    known = connection.execute(text("SELECT to_regproc('diming_sealing_now')")).scalar()
    if known is None:
        return []
    return list(connection.execute(text("SELECT diming_sealing_now()")).scalar_one())


def seals_of(connection: Connection, tables: Collection[str]) -> dict[str, object]:
    """Return the seal of each of these tables as it is now: rows and sum of their digests."""
    if not tables:
        return {}
    found = connection.execute(text("SELECT diming_seals_of(:tables)"), {"tables": list(tables)})
    return dict(found.scalar_one())


def seal_upgrade(
    connection: Connection, earlier: Mapping[str, object], *, but: Collection[str]
) -> None:
    """Write a line with what every sealed table, `but` for some, grew by since `earlier`.

    What did not fit its lines before the upgrade does not fit them after it. Nothing is written
    where nothing changed.
    """
    connection.execute(
        text(
            "SELECT set_config('diming.actor', '升级', true),"
            " diming_seal_upgrade(CAST(:earlier AS jsonb),"
            " ARRAY(SELECT unnest(diming_sealing_now())"
            " EXCEPT SELECT unnest(CAST(:but AS text[]))))"
        ),
        {"earlier": json.dumps(earlier), "but": list(but)},
    )
