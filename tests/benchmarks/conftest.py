"""Benchmarks are collected when they are asked for: `-m benchmark`."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Collect `bench_*.py` where the marker is asked for."""
    asked = "benchmark" in parent.config.option.markexpr
    if parent.session.isinitpath(file_path):  # then pytest itself collects it
        return None
    if asked and file_path.suffix == ".py" and file_path.name.startswith("bench_"):
        return pytest.Module.from_parent(parent, path=file_path)
    return None
