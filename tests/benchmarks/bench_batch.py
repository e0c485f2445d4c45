"""A table of 100,000 proposals through `check-names` from end to end, and its memory.

Half of the names are real or made of the characters of real villages; the others are streets,
estates, bridges, hills and towns. One row in twenty repeats an earlier one.
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import boundary_data

pytestmark = pytest.mark.benchmark

VILLAGES = Path(boundary_data.__file__).parent / "samples" / "codes" / "cq_nbs2023_villages.csv"
ROWS, FEW, MANY, ROUNDS = 100_000, 20_000, 200_000, 3
HEADINGS = ("序号", "地名", "类别", "区划代码", "备注")
REPEATED, REMEMBERED = 0.05, 20_000
# share of the rows, endings, type of place
INVENTED = (
    (0.30, ("村",), "村"),
    (0.12, ("社区",), "社区"),
    (0.25, ("路", "街", "大道", "巷", "支路", "一路"), "道路"),
    (0.15, ("花园", "苑", "小区", "城", "广场", "大厦"), "居民区"),
    (0.06, ("桥", "大桥"), "桥梁"),
    (0.05, ("山", "梁子"), "山"),
    (0.04, ("公园",), "公园"),
    (0.03, ("镇",), "镇"),
)
# the largest of the processes that a command began, and of those they began
PEAK = (
    "import resource, subprocess, sys;"
    "code = subprocess.run(sys.argv[1:], capture_output=True).returncode;"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024);"
    "sys.exit(code)"
)


def proposals(count: int) -> Iterator[tuple[str, str, str]]:
    """Yield name, type and code of a division: the same ones each time."""
    chance = random.Random(7)
    with VILLAGES.open(encoding="utf-8-sig", newline="") as file:
        real = [(row["name"], row["areaCode"], row["streetCode"]) for row in csv.DictReader(file)]
    characters = [c for name, _, _ in real for c in name[:2]]
    weights = [share for share, _, _ in INVENTED]
    earlier: list[tuple[str, str, str]] = []
    for _ in range(count):
        name, county, town = chance.choice(real)
        row = (name, "村", county)
        if earlier and chance.random() < REPEATED:
            row = chance.choice(earlier)
        elif chance.random() > 0.2:
            _, endings, kind = chance.choices(INVENTED, weights)[0]
            made = chance.choice(characters) + chance.choice(characters) + chance.choice(endings)
            row = (made, kind, town if kind == "村" else county)
        if len(earlier) < REMEMBERED:
            earlier.append(row)
        yield row


def table_of(folder: Path, count: int) -> Path:
    path = folder / f"{count}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(HEADINGS)
        lines.writerows((n, *row, "备注") for n, row in enumerate(proposals(count), start=1))
    return path


def command(source: Path, *options: str) -> list[str]:
    out = str(source.with_name(f"out-{source.name}"))
    return [sys.executable, "-m", "api", "check-names", str(source), "--out", out, *options]


def seconds(arguments: Sequence[str], url: str) -> float:
    begun = time.perf_counter()
    subprocess.run(
        arguments, check=True, capture_output=True, env={**os.environ, "DATABASE_URL": url}
    )
    return time.perf_counter() - begun


def peak_mib(arguments: Sequence[str], url: str) -> int:
    told = subprocess.run(
        [sys.executable, "-c", PEAK, *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "DATABASE_URL": url},
    )
    return int(told.stdout)


def copied(source: Path) -> float:
    """Return how long it takes only to read the table and to write it again."""
    begun = time.perf_counter()
    with (
        source.open(encoding="utf-8", newline="") as file,
        source.with_name("copy.csv").open("w", encoding="utf-8", newline="") as out,
    ):
        csv.writer(out).writerows(csv.reader(file))
    return time.perf_counter() - begun


def test_a_table_of_names_from_end_to_end(
    register_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = table_of(tmp_path, ROWS)
    lines = [f"copying the table alone {ROWS / copied(source):>9.0f} rows/s"]
    for what, options in (
        ("register", ()),
        ("register, one process", ("--workers", "1")),
        ("wording only", ("--wording-only",)),
    ):
        load = os.getloadavg()[0]
        times = [seconds(command(source, *options), register_url) for _ in range(ROUNDS)]
        rates = "  ".join(f"{ROWS / each:>7.0f}" for each in times)
        lines.append(f"{what:<23} {rates} rows/s  (load before {load:.1f})")
    with capsys.disabled():
        print(f"\n{ROWS:,} rows, {len(os.sched_getaffinity(0))} cores", *lines, sep="\n")  # noqa: T201


def test_how_much_memory_a_short_and_a_long_table_take(
    register_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = []
    for what, options in (("register", ()), ("wording only", ("--wording-only",))):
        few, many = (
            peak_mib(command(table_of(tmp_path, count), *options), register_url)
            for count in (FEW, MANY)
        )
        lines.append(f"{what:<14} {few:>5} MiB  {many:>5} MiB  {many / few - 1:+.0%}")
    with capsys.disabled():
        print(f"\nLargest process, {FEW:,} and {MANY:,} rows", *lines, sep="\n")  # noqa: T201
