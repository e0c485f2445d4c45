"""Transactions for the door: one for reading, one for writing, and what can go wrong in them.

What the driver raises is translated here, so that no other floor has to know the driver.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import errors, sql
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api.store.errors import DatabaseUnavailable
from api.store.session import Engine, Session, transaction
from api.store.standing import Standing, stand

READ_LIMIT_MS = 15_000
"""A read that takes longer is stopped by the server: one caller may not hold it for all."""

BATCH_LIMIT_MS = 300_000
"""The same for a query about hundreds of rows, asked by a command that holds up nobody."""

BUSY = (
    errors.UniqueViolation,
    errors.ExclusionViolation,
    errors.SerializationFailure,
    errors.DeadlockDetected,
    errors.LockNotAvailable,
)


class QueryTooSlow(Exception):
    """The server stopped a query at its time limit."""


class NumberTooLarge(Exception):
    """A number that no column holds: nothing has such an id or version."""


class OutsideScope(Exception):
    """A row would be written that whoever acts may not write (row-level security)."""


class ConcurrentChange(Exception):
    """Somebody else wrote the same thing at the same time."""


@contextmanager
def reading(
    engine: Engine,
    *,
    snapshot: str = "",
    limit_ms: int = READ_LIMIT_MS,
    standing: Standing | None = None,
) -> Iterator[Session]:
    """Yield a session that sees one state of the database and cannot write.

    With `snapshot` (of `snapshot_of`) it is the state that the other session sees. With a
    `standing` the policies of the tables hold; without, the session sees all.

    Raises:
        DatabaseUnavailable: The server cannot be reached, or its tables are not ours.
        QueryTooSlow: A query took longer than `limit_ms`.
    """
    with translated(), Session(engine) as session, session.begin():
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        if snapshot:
            seen = sql.SQL("SET TRANSACTION SNAPSHOT {}").format(sql.Literal(snapshot))
            session.connection().exec_driver_sql(seen.as_string())
        session.execute(
            # compiling a query costs ten times what these reads take
            text(
                "SELECT set_config('statement_timeout', :limit, true),"
                " set_config('jit', 'off', true)"
            ),
            {"limit": str(limit_ms)},
        )
        if standing is not None:
            stand(session, standing)
        yield session


@contextmanager
def glancing(engine: Engine) -> Iterator[Session]:
    """Yield a session for a single read by the owner: each statement stands for itself.

    It costs one way to the server and back where a transaction costs four.

    Raises:
        DatabaseUnavailable: The server cannot be reached, or its tables are not ours.
    """
    with (
        translated(),
        engine.connect() as connection,
        Session(connection.execution_options(isolation_level="AUTOCOMMIT")) as session,
    ):
        yield session


def snapshot_of(session: Session) -> str:
    """Return the name under which `reading` sees what `session` sees, while that is open."""
    return str(session.execute(text("SELECT pg_export_snapshot()")).scalar_one())


@contextmanager
def writing(
    engine: Engine, *, actor: str, request_id: str, standing: Standing | None = None
) -> Iterator[Session]:
    """Yield a session that is committed at the end; the journal knows actor and request.

    With a `standing` the policies of the tables hold; without, the session acts as the owner.

    Raises:
        DatabaseUnavailable: The server cannot be reached, or its tables are not ours.
        ConcurrentChange: The commit lost against another one.
    """
    with (
        translated(),
        transaction(engine, actor=actor, request_id=request_id, standing=standing) as session,
    ):
        yield session


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the driver raises in the block into facts that a caller can be told.

    Raises:
        DatabaseUnavailable: The server cannot be reached, or its tables are not ours.
        QueryTooSlow: The server stopped a query at its limit.
        ConcurrentChange: Another transaction came first.
        OutsideScope: Whoever acts may not write this row.
        NumberTooLarge: A number is beyond what the database holds.
    """
    try:
        yield
    except PoolTimeout as refusal:
        raise DatabaseUnavailable("数据库连接已用尽", "请稍后重试") from refusal
    except DBAPIError as refusal:
        raise _meaning_of(refusal) from refusal


def _meaning_of(refusal: DBAPIError) -> Exception:
    if isinstance(refusal.orig, BUSY):
        return ConcurrentChange(str(refusal.orig))
    if isinstance(refusal.orig, errors.NumericValueOutOfRange):
        return NumberTooLarge(str(refusal.orig))
    if isinstance(refusal.orig, errors.InsufficientPrivilege):
        return OutsideScope(str(refusal.orig))
    if isinstance(refusal.orig, errors.QueryCanceled):
        return QueryTooSlow(str(refusal.orig))
    if isinstance(refusal.orig, errors.UndefinedTable | errors.UndefinedFunction):
        return DatabaseUnavailable("数据库结构不完整", "请执行 ./diming db upgrade 更新数据库结构")
    if isinstance(refusal.orig, errors.DiskFull):
        return DatabaseUnavailable("数据库所在磁盘已满", "请联系系统管理员清理磁盘后重试")
    if isinstance(refusal, OperationalError | InterfaceError):
        return DatabaseUnavailable("无法连接数据库", "请确认数据库已启动，稍后重试")
    return refusal
