"""A backup brought into a fresh server is the same office: accounts, cases, policies, journal."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx2
import psycopg
import pytest

from api.store.checks import libpq_url
from api.store.cluster.throwaway import throwaway_cluster
from tests.proofs.office import CASES, PATIENCE_S, Office
from tests.proofs.serving import fleet

pytestmark = pytest.mark.postgis
Command = Callable[..., subprocess.CompletedProcess[str]]
POLICIES = "SELECT count(*) FROM pg_policy"
LINES = "SELECT count(*) FROM journal"


@pytest.fixture(scope="module")
def case(office: Office, names: Iterator[str]) -> str:
    """A case that was approved before the backup."""
    id = office.brought_to("reviewed", next(names))
    assert office.approve(id).status_code == 200
    return id


@pytest.fixture(scope="module")
def fresh_url() -> Iterator[str]:
    """The database of a server that was made just now."""
    folder = Path(tempfile.mkdtemp(prefix="diming-fresh-"))
    folder.chmod(0o755)
    try:
        with throwaway_cluster(folder / "home") as home:
            yield home.url()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def restored(
    office: Office,
    case: str,
    command: Command,
    fresh_url: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Office]:
    """The same officials before a server on a fresh cluster, into which the backup was brought."""
    folder = tmp_path_factory.mktemp("backup")
    dump = str(folder / "diming.dump")
    for url, *said in ((office.database, "backup", dump), (fresh_url, "restore", dump, "--yes")):
        done = command(url, "db", *said)
        assert done.returncode == 0, done.stderr
    with (
        fleet(fresh_url, folder / "files", workers=1) as serving,
        httpx2.Client(base_url=serving.base, timeout=PATIENCE_S) as client,
    ):
        yield replace(office, client=client, fleet=serving, database=fresh_url)


def test_accounts_and_cases_are_there(restored: Office, case: str) -> None:
    assert restored.stage(case) == "approved"


def test_the_journal_is_whole_and_has_every_line(
    office: Office, restored: Office, command: Command
) -> None:
    verified = command(restored.database, "audit", "verify")
    assert (verified.returncode, restored.count(LINES)) == (0, office.count(LINES)), verified.stdout


def test_a_removed_line_is_found_there_as_well(
    office: Office, restored: Office, command: Command
) -> None:
    del office
    with psycopg.connect(libpq_url(restored.database)) as db:
        db.execute("SET session_replication_role = replica")
        db.execute("CREATE TEMPORARY TABLE taken AS SELECT * FROM journal WHERE id = 3")
        db.execute("DELETE FROM journal WHERE id = 3")
        db.commit()
        found = command(restored.database, "audit", "verify")
        db.execute("INSERT INTO journal OVERRIDING SYSTEM VALUE SELECT * FROM taken")
    assert (found.returncode, "第 4 行" in found.stdout + found.stderr) == (1, True), found


def test_policies_hold_there(office: Office, restored: Office) -> None:
    assert restored.count(POLICIES) == office.count(POLICIES) > 10
    with psycopg.connect(libpq_url(restored.database)) as db:
        db.execute("SET ROLE diming_web")
        assert db.execute("SELECT count(*) FROM naming_case").fetchone() == (0,)


def test_whoever_comes_by_the_door_reads_no_secrets_there(restored: Office) -> None:
    with psycopg.connect(libpq_url(restored.database)) as db:
        db.execute("SET ROLE diming_web")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("SELECT * FROM api_token")


def test_the_work_goes_on_there(restored: Office, names: Iterator[str]) -> None:
    id = restored.brought_to("reviewed", next(names))
    assert restored.approve(id).status_code == 200
    assert restored.ask("", "GET", f"{CASES}/{id}").status_code == 401


def test_the_journal_still_refuses_changes_there(restored: Office) -> None:
    with psycopg.connect(libpq_url(restored.database)) as db, pytest.raises(psycopg.Error):
        db.execute("UPDATE journal SET actor = 'somebody else' WHERE id = 1")
