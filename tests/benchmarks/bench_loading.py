"""How fast the sample files go into the register."""

from __future__ import annotations

import time

import pytest

from api.services.loading.files import load_samples
from tests.conftest import cloned_database, template_of

pytestmark = pytest.mark.benchmark


def test_rows_per_second_of_each_sample_file(
    server_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with cloned_database(server_url, template_of(server_url)) as url:
        begun = time.perf_counter()
        reports = load_samples(url)
        took = time.perf_counter() - begun
        begun = time.perf_counter()
        again = load_samples(url)
        took_again = time.perf_counter() - begun
    lines = [f"{'file':<46}{'rows':>8}{'s':>8}{'rows/s':>9}"]
    lines += [
        f"{r.file_name:<46}{r.rows_read:>8}{r.seconds:>8.2f}{r.rows_per_second:>9}" for r in reports
    ]
    rows = sum(r.rows_read for r in reports)
    lines += [
        f"{'all files':<46}{rows:>8}{took:>8.2f}{rows / took:>9.0f}",
        f"{'all files again, nothing to do':<46}{len(again):>8}{took_again:>8.2f}",
    ]
    with capsys.disabled():
        print("\nLoading the samples", *lines, sep="\n")  # noqa: T201
