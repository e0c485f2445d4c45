"""What is installed is what is pinned, and it fits together; no network is asked."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import version

import pytest

from api.settings import CHECKOUT

PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]


def test_every_dependency_has_one_exact_version() -> None:
    assert [pin for pin in PINS if pin.count("==") != 1 or ";" in pin or ">" in pin] == []


@pytest.mark.parametrize("pin", PINS)
def test_the_pinned_version_is_the_one_installed(pin: str) -> None:
    name, _, wanted = pin.partition("==")
    assert version(name.partition("[")[0]) == wanted


def test_the_installed_packages_fit_together() -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "check"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout
