"""The compact table of first rows against a plain dictionary."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.services.first_rows import SMALLEST, FirstRows

KEYS = st.integers(1, 2**64 - 1)


@given(st.lists(st.dictionaries(KEYS, st.integers(0, 2**32 - 1), max_size=40), max_size=8))
def test_it_answers_as_a_dictionary_of_the_same_entries(batches: list[dict[int, int]]) -> None:
    table, plain = FirstRows(), dict[int, int]()
    for batch in batches:
        fresh = {key: row for key, row in batch.items() if key not in plain}
        table.add(fresh)
        plain |= fresh
    assert table.rows_of(plain) == plain
    assert len(table) == len(plain)


@given(st.sets(KEYS, max_size=50), st.sets(KEYS, max_size=50))
def test_a_key_that_was_never_kept_is_not_found(kept: set[int], asked: set[int]) -> None:
    table = FirstRows()
    table.add(dict.fromkeys(kept, 7))
    assert table.rows_of(asked) == dict.fromkeys(kept & asked, 7)


def test_keys_that_fall_on_the_same_slot_are_told_apart() -> None:
    keys = [1 + SMALLEST * n for n in range(300)]
    table = FirstRows()
    table.add({key: n for n, key in enumerate(keys)})
    assert table.rows_of(keys) == {key: n for n, key in enumerate(keys)}
    assert table.rows_of([1 + SMALLEST * 300]) == {}


def test_it_grows_and_stays_below_forty_bytes_a_key() -> None:
    table = FirstRows()
    keys = [(n * 0x9E3779B97F4A7C15) % 2**64 or 1 for n in range(1, 100_001)]
    for start in range(0, len(keys), 5000):
        table.add(dict.fromkeys(keys[start : start + 5000], start))
    assert table.rows_of(keys[::97]) == {
        key: n * 97 // 5000 * 5000 for n, key in enumerate(keys[::97])
    }
    assert table.bytes_held / len(table) < 40
