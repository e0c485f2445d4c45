"""Prepare what tests of several commands share, and keep it until they are over.

`python -m tests.prepared` makes the server of the run that `TESTS_OF_ONE_RUN` names, its template
and the register with all samples, while checks run that need none of them. Whoever needs them
earlier waits, or makes them: nothing depends on this program. It ends with its input.
"""

from __future__ import annotations

import sys

from api.store.cluster.throwaway import throwaway_cluster
from tests.conftest import folder_of_the_run, register_of


def main() -> None:
    """Keep the server until the input ends."""
    with throwaway_cluster(folder_of_the_run()) as home:
        register_of(home.url("postgres"))
        sys.stdin.read()


if __name__ == "__main__":
    main()
