"""Which row of a table had a key first: 64-bit keys and row numbers in two flat arrays."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

SMALLEST = 1 << 12
FULL = 0.66
"""Above this share of taken slots the arrays are made twice as long."""
EMPTY = np.uint64(0)


class FirstRows:
    """Row numbers by key, an open-addressed table of 12 bytes a slot.

    A key needs 18 to 36 bytes, where a dictionary of Python needs over a hundred. Keys are
    numbers from 1 to 2**64 - 1 that are spread evenly, as hashes are.
    """

    def __init__(self) -> None:
        self._keys: NDArray[np.uint64] = np.zeros(SMALLEST, np.uint64)
        self._rows: NDArray[np.uint32] = np.zeros(SMALLEST, np.uint32)
        self._taken = 0

    def __len__(self) -> int:
        return self._taken

    @property
    def bytes_held(self) -> int:
        """Return how much memory the arrays take."""
        return self._keys.nbytes + self._rows.nbytes

    def rows_of(self, keys: Collection[int]) -> dict[int, int]:
        """Return the rows of those of `keys` that are there."""
        wanted = np.fromiter(keys, np.uint64, len(keys))
        found: dict[int, int] = {}
        slots = self._first_slots(wanted)
        while wanted.size:
            held = self._keys[slots]
            hit = held == wanted
            rows = self._rows[slots[hit]]
            found.update(zip(wanted[hit].tolist(), rows.tolist(), strict=True))
            further = ~hit & (held != EMPTY)
            wanted, slots = wanted[further], self._next(slots[further])
        return found

    def add(self, rows: Mapping[int, int]) -> None:
        """Keep the rows of keys that are not there yet."""
        while self._taken + len(rows) > FULL * self._keys.size:
            self._grow()
        self._put(
            np.fromiter(rows.keys(), np.uint64, len(rows)),
            np.fromiter(rows.values(), np.uint32, len(rows)),
        )
        self._taken += len(rows)

    def _grow(self) -> None:
        held = self._keys != EMPTY
        keys, rows = self._keys[held], self._rows[held]
        size = self._keys.size * 2
        self._keys, self._rows = np.zeros(size, np.uint64), np.zeros(size, np.uint32)
        self._put(keys, rows)

    def _put(self, keys: NDArray[np.uint64], rows: NDArray[np.uint32]) -> None:
        slots = self._first_slots(keys)
        while keys.size:
            free = self._keys[slots] == EMPTY
            # of several that want one slot the last gets it; the others go on
            self._keys[slots[free]] = keys[free]
            seated = self._keys[slots] == keys
            self._rows[slots[seated]] = rows[seated]
            keys, rows, slots = keys[~seated], rows[~seated], self._next(slots[~seated])

    def _first_slots(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        return (keys & np.uint64(self._keys.size - 1)).astype(np.int64)

    def _next(self, slots: NDArray[np.int64]) -> NDArray[np.int64]:
        return (slots + 1) & (self._keys.size - 1)
