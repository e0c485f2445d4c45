from datetime import date
from time import perf_counter

import pytest

from naming.characters import levels
from naming.facts import no_register
from naming.judging import judge
from naming.place_kind import PlaceKind
from naming.proposal import propose
from naming.registering import indexed

COMMON = [c for c, level in levels().items() if level == 1]
NAMES = [f"{COMMON[i % 3500]}{COMMON[(i * 37) % 3500]}村" for i in range(10_000)]


@pytest.mark.benchmark
def test_how_many_names_are_judged_and_indexed_in_a_second(capsys):
    facts = no_register()
    start = perf_counter()
    for name in NAMES:
        judge(propose(name, "村"), facts, on=date(2026, 11, 22), wording_only=True)
    judged = perf_counter()
    for name in NAMES:
        indexed(name, PlaceKind.COMMITTEE)
    done = perf_counter()
    with capsys.disabled():
        print(f"\nwording only: {len(NAMES) / (judged - start):,.0f} names/s")  # noqa: T201
        print(f"index columns: {len(NAMES) / (done - judged):,.0f} names/s")  # noqa: T201
