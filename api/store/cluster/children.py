"""Children that the kernel ends when their parent dies, even by SIGKILL."""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def die_with_parent(wish: signal.Signals = signal.SIGKILL) -> Callable[[], None]:
    """Return a function for `preexec_fn`: the child gets `wish` when its parent thread dies.

    It must run after the change of account, which clears the wish; `subprocess` does so. The
    library is loaded here, before the fork, because little is allowed after it.
    """
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def ask_the_kernel() -> None:
        prctl(PR_SET_PDEATHSIG, int(wish), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask_the_kernel
