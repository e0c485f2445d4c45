"""The data directory is made whole or not at all, and nothing outside it is changed."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from api.settings import Settings, load_settings
from api.store.cluster.account import server_account
from api.store.cluster.home import home_of
from api.store.cluster.initialising import UNFINISHED
from api.store.cluster.leasing import is_serving, lease
from api.store.errors import DatabaseUnavailable
from tests.api.cluster.conftest import kill

pytestmark = pytest.mark.postgis


def test_a_folder_left_half_made_is_cleared_away(new_settings: Settings) -> None:
    unfinished = new_settings.data_dir / f"{UNFINISHED}old"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("15\n")
    with lease(new_settings):
        assert not unfinished.exists()


def test_a_start_killed_while_it_makes_the_folder_is_no_obstacle(
    new_settings: Settings, client: Callable[..., subprocess.Popen[str]]
) -> None:
    process = client(new_settings, ready=False)
    deadline = time.monotonic() + 120
    while (
        not list(new_settings.data_dir.glob(f"{UNFINISHED}*/base")) and time.monotonic() < deadline
    ):
        time.sleep(0.005)
    kill(process.pid)
    with lease(new_settings):
        assert is_serving(home_of(new_settings.data_dir))


def test_a_note_of_a_dead_server_whose_number_was_taken_again_is_no_obstacle(
    settings: Settings,
) -> None:
    with lease(settings):
        pass
    account = server_account(settings.data_dir / "pg")
    with subprocess.Popen(["sleep", "600"], cwd="/", **account.run_as()) as stranger:
        note = settings.data_dir / "pg" / "postmaster.pid"
        note.write_text(f"{stranger.pid}\n{settings.data_dir / 'pg'}\n1\n5432\n\n\n")
        account.give(note)
        try:
            with lease(settings):
                assert is_serving(home_of(settings.data_dir))
        finally:
            stranger.kill()


def test_a_path_too_long_for_a_socket_is_no_obstacle(folder: Path) -> None:
    settings = load_settings(data_dir=folder / ("深" * 30) / ("d" * 60))
    with lease(settings):
        assert is_serving(home_of(settings.data_dir))


def test_the_data_folder_is_closed_to_others(settings: Settings) -> None:
    with lease(settings):
        assert (settings.data_dir / "pg").stat().st_mode & 0o777 == 0o700


def test_a_closed_parent_is_refused_for_root_and_left_closed(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    settings = load_settings(data_dir=closed / "home")
    if os.geteuid() == 0:
        with pytest.raises(DatabaseUnavailable, match="无法进入"), lease(settings):
            pass
    assert closed.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_is_explained() -> None:
    settings = load_settings(data_dir=Path("/proc/nowhere"))
    with pytest.raises(DatabaseUnavailable, match="DIMING_DATA_DIR"), lease(settings):
        pass


def test_programs_that_cannot_serve_the_data_are_explained(new_settings: Settings) -> None:
    with lease(new_settings):
        pass
    configuration = new_settings.data_dir / "pg" / "postgresql.conf"
    configuration.write_text(configuration.read_text() + "no_such_setting = 1\n")
    with pytest.raises(DatabaseUnavailable, match="no_such_setting"), lease(new_settings):
        pass
