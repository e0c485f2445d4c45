"""The server lives exactly as long as somebody uses it, however its users end."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from api.settings import CHECKOUT, Settings, load_settings
from api.store.checks import libpq_url
from api.store.cluster import administration
from api.store.cluster.leasing import lease
from api.store.cluster.throwaway import throwaway_cluster
from api.store.errors import DatabaseUnavailable
from tests.api.cluster.conftest import gone, keeper_of, kill, servers_of

pytestmark = pytest.mark.postgis

KEEP = "drop table if exists kept; create table kept as select 42 as value"

Client = Callable[..., subprocess.Popen[str]]


def asked(url: str, query: str) -> object:
    with psycopg.connect(libpq_url(url), autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
        return row[0] if row else None


def done(url: str, statement: str) -> None:
    with psycopg.connect(libpq_url(url), autocommit=True) as connection:
        connection.execute(statement.encode())


def test_a_lease_gives_a_database_with_postgis(settings: Settings) -> None:
    with lease(settings) as url:
        assert str(asked(url, "select postgis_version()")).startswith("3.")


def test_the_database_sees_chinese_trigrams(settings: Settings) -> None:
    with lease(settings) as url:
        assert asked(url, "select array_length(show_trgm('重庆'), 1)") == 3


def test_the_server_opens_no_tcp_port(settings: Settings) -> None:
    with lease(settings) as url:
        assert asked(url, "show listen_addresses") == ""


def test_no_server_is_left_after_the_last_lease(settings: Settings) -> None:
    with lease(settings):
        assert servers_of(settings.data_dir)
    assert not servers_of(settings.data_dir)


def test_two_clients_share_one_server(settings: Settings, client: Client) -> None:
    client(settings)
    before = servers_of(settings.data_dir)
    with lease(settings):
        assert servers_of(settings.data_dir) == before


def test_the_server_outlives_the_first_of_two_clients(settings: Settings, client: Client) -> None:
    client(settings)
    with lease(settings):
        pass
    assert servers_of(settings.data_dir)


def test_a_killed_client_leaves_no_server(settings: Settings, client: Client) -> None:
    process = client(settings)
    kill(process.pid)
    assert gone(settings.data_dir)


def test_data_written_before_the_client_was_killed_is_kept(
    settings: Settings, client: Client
) -> None:
    process = client(settings)
    with lease(settings) as url:
        done(url, KEEP)
    kill(process.pid)
    with lease(settings) as url:
        assert asked(url, "select value from kept") == 42


def test_a_killed_keeper_leaves_no_server(settings: Settings) -> None:
    with lease(settings):
        kill(keeper_of(settings.data_dir))
        assert gone(settings.data_dir)


def test_the_next_start_works_at_once_after_the_keeper_was_killed(settings: Settings) -> None:
    with lease(settings) as url:
        done(url, KEEP)
        kill(keeper_of(settings.data_dir))
    with lease(settings) as url:
        assert asked(url, "select value from kept") == 42


def test_a_killed_server_is_brought_back_while_it_is_needed(settings: Settings) -> None:
    with lease(settings) as url:
        done(url, KEEP)
        kill(servers_of(settings.data_dir)[0])
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                assert asked(url, "select value from kept") == 42
                return
            except psycopg.OperationalError:
                time.sleep(0.1)
    pytest.fail("the server did not come back")


def test_four_first_starts_at_once_all_succeed(new_settings: Settings, client: Client) -> None:
    started = [client(new_settings, 1, ready=False) for _ in range(4)]
    assert [process.wait(timeout=300) for process in started] == [0, 0, 0, 0]


def test_a_pinned_server_runs_without_clients(settings: Settings) -> None:
    administration.start(settings)
    time.sleep(1)
    assert administration.cluster_state(settings).serving


def test_stop_ends_a_pinned_server(settings: Settings) -> None:
    administration.start(settings)
    administration.stop(settings)
    assert not servers_of(settings.data_dir)


def test_stop_refuses_while_somebody_works(settings: Settings, client: Client) -> None:
    process = client(settings)
    with pytest.raises(DatabaseUnavailable, match=str(process.pid)):
        administration.stop(settings)


def test_the_state_names_the_clients(settings: Settings, client: Client) -> None:
    process = client(settings)
    assert administration.cluster_state(settings).clients == (process.pid,)


def test_the_server_holds_no_pipe_of_the_program_that_started_it(settings: Settings) -> None:
    script = (
        "import sys; from api.settings import load_settings;"
        "from api.store.cluster.administration import start;"
        "start(load_settings(data_dir=sys.argv[1]))"
    )
    command = [sys.executable, "-c", script, str(settings.data_dir)]
    # With an inherited pipe this waits for the server's end, and the time limit ends the test.
    subprocess.run(command, capture_output=True, check=True, timeout=300, cwd=CHECKOUT)
    assert servers_of(settings.data_dir)


def test_a_throwaway_cluster_leaves_no_folder() -> None:
    with throwaway_cluster() as home:
        root = home.root
    assert not root.exists()


def test_two_homes_have_two_servers(settings: Settings, folder: Path) -> None:
    other = load_settings(data_dir=folder / "other")
    with lease(settings) as first, lease(other) as second:
        assert asked(first, "show data_directory") != asked(second, "show data_directory")
