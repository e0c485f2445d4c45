"""A private cluster for the time of a test run, made by the same code as the lasting one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.store.cluster.home import Home, home_of
from api.store.cluster.leasing import leased, silence
from api.store.cluster.packages import Say


@contextmanager
def throwaway_cluster(folder: Path | None = None, say: Say = silence) -> Iterator[Home]:
    """Yield a running cluster that is not synced to disk and removed with its last lease.

    Args:
        folder: Where it lies, for processes that share one; a new one when None. The server's
            account must be able to enter it.
        say: Receives lines of progress, in Chinese.

    Raises:
        DatabaseUnavailable: The server cannot be installed, made or started.
    """
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="diming-test-"))
        folder.chmod(0o755)
    home = home_of(folder, throwaway=True)
    with leased(home, say):
        yield home
