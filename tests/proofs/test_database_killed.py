"""The database is killed in the middle of an approval: afterwards it happened, or it did not."""

from __future__ import annotations

import random
import subprocess
import threading
from collections.abc import Callable, Iterator

import psycopg
import pytest

from api.store.session import engine_for
from tests.proofs.agreement import registered
from tests.proofs.conftest import OwnCluster, opened
from tests.proofs.office import JOURNAL_LOCK, Office, meanwhile

pytestmark = pytest.mark.postgis
Command = Callable[..., subprocess.CompletedProcess[str]]
APPROVALS = "SELECT count(*) FROM journal WHERE verb = 'approve' AND subject_id = %s"
STEPS = "SELECT count(*) FROM case_step WHERE verb = 'approve' AND case_id = %s"
REPORTS = "SELECT count(*) FROM check_report WHERE occasion = 'approval' AND case_id = %s"
HELD = "SELECT count(*) FROM name_reservation WHERE case_id = %s AND held @> clock_timestamp()"
MANY = 6


@pytest.fixture(scope="module")
def own_office(
    own_cluster: OwnCluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    with opened(own_cluster.url, tmp_path_factory.mktemp("files"), workers=1) as office:
        yield office


@pytest.fixture(scope="module")
def cut_off(
    own_office: Office, own_cluster: OwnCluster, names: Iterator[str]
) -> tuple[str, str, int]:
    """A case and its name, and the answer to its approval: the database was killed half-way."""
    name = next(names)
    id = own_office.brought_to("reviewed", name)
    holder = psycopg.connect(own_cluster.home.conninfo())
    holder.execute(JOURNAL_LOCK.encode())  # the approval stops at its line in the journal
    with meanwhile(lambda: own_office.approve(id)) as answer:
        own_office.wait_for_one_held_up()
        own_cluster.kill()
        told = answer()
    holder.close()
    assert told is not None
    return id, name, told.status_code


def test_whoever_asked_is_told_to_try_again(cut_off: tuple[str, str, int]) -> None:
    assert cut_off[2] == 503


def test_nothing_of_the_approval_is_there(
    own_office: Office, cut_off: tuple[str, str, int]
) -> None:
    id, name, _ = cut_off
    kept = [own_office.count(asked, id) for asked in (STEPS, APPROVALS, REPORTS)]
    engine = engine_for(own_office.database)
    assert [*kept, registered(engine, name), own_office.stage(id)] == [0, 0, 0, 0, "reviewed"]
    engine.dispose()


def test_the_name_is_still_held_for_the_case(
    own_office: Office, cut_off: tuple[str, str, int]
) -> None:
    assert own_office.count(HELD, cut_off[0]) > 0


def test_the_same_request_again_succeeds_once(
    own_office: Office, own_cluster: OwnCluster, names: Iterator[str], cut_off: tuple[str, str, int]
) -> None:
    id, name, _ = cut_off
    answers = [own_office.approve(id).status_code for _ in range(2)]
    engine = engine_for(own_office.database)
    kept = [own_office.count(asked, id) for asked in (STEPS, APPROVALS, REPORTS)]
    assert (answers, kept, registered(engine, name)) == ([200, 412], [1, 1, 1], 1)
    engine.dispose()


def test_killed_at_any_moment_each_approval_is_whole_or_not_there(
    own_office: Office, own_cluster: OwnCluster, names: Iterator[str], command: Command
) -> None:
    many = [next(names) for _ in range(MANY)]
    cases = {own_office.brought_to("reviewed", name): name for name in many}
    over = threading.Event()

    def approve_them() -> None:
        for id in cases:
            own_office.approve(id)
        over.set()

    approving = threading.Thread(target=approve_them)
    approving.start()
    over.wait(random.Random().uniform(0.05, 0.8))
    own_cluster.kill()
    approving.join()
    engine = engine_for(own_office.database)
    for id, name in cases.items():
        done = own_office.stage(id) == "approved"
        kept = [own_office.count(asked, id) for asked in (STEPS, APPROVALS, REPORTS)]
        assert [*kept, registered(engine, name)] == [int(done)] * 4
        assert own_office.approve(id).status_code == (412 if done else 200)
        assert registered(engine, name) == 1
    engine.dispose()
    assert command(own_cluster.url, "audit", "verify").returncode == 0
