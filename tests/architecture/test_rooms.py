"""The rooms are ours, they keep to their walls, and no file outgrows its reader."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from api.settings import CHECKOUT

ROOMS = ("api", "gis", "naming", "boundary_data", "rulebook")
LONGEST_FILE = 400
LONGEST_TEST_FILE = 500
NOT_NAMES = {"utils", "helpers", "common", "manager", "handler", "misc"}


def sources(*folders: str) -> Iterator[Path]:
    """Yield the Python files of some folders of the repository."""
    for folder in folders:
        yield from sorted((CHECKOUT / folder).rglob("*.py"))


def shown(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(CHECKOUT)) for path in paths]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_ours(room: str) -> None:
    found = importlib.import_module(room).__file__
    assert found is not None
    assert Path(found).is_relative_to(CHECKOUT)


@pytest.mark.parametrize("room", ROOMS)
def test_no_other_package_has_the_name_of_a_room(room: str) -> None:
    assert set(packages_distributions().get(room, ["diming"])) == {"diming"}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_in_one_sentence_what_it_is(room: str) -> None:
    said = importlib.import_module(room).__doc__ or ""
    assert said.split("\n")[0].endswith(".")


def test_the_walls_between_the_rooms_stand() -> None:
    program = str(Path(sys.executable).with_name("lint-imports"))
    ended = subprocess.run([program], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout


def test_no_file_outgrows_its_reader() -> None:
    limits = {**dict.fromkeys(ROOMS, LONGEST_FILE), "tests": LONGEST_TEST_FILE}
    long = [
        path
        for folder, limit in limits.items()
        for path in sources(folder)
        if len(path.read_text().splitlines()) > limit
    ]
    assert shown(long) == []


def test_no_file_is_named_after_nothing() -> None:
    assert shown([p for p in sources(*ROOMS) if p.stem in NOT_NAMES]) == []


def test_tests_are_no_packages() -> None:
    assert shown(list((CHECKOUT / "tests").rglob("__init__.py"))) == []


def test_sql_is_never_put_together_from_strings() -> None:
    """An f-string as the statement of `execute` is how an injection begins."""
    guilty = [path for path in sources("api") if any(_executes_an_f_string(path))]
    assert shown(guilty) == []


def _executes_an_f_string(path: Path) -> Iterator[bool]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and node.args:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            called = called or (node.func.id if isinstance(node.func, ast.Name) else "")
            if called in {"execute", "executemany", "text", "SQL"}:
                yield isinstance(node.args[0], ast.JoinedStr)
