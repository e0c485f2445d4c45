"""The keeper: a process that owns the server and ends it with the last client.

Started as `python -m api.store.cluster.keeper HOME BINDIR [--throwaway]`. It detaches, so that
no terminal, pipe or process group of the client reaches it. PostgreSQL is its child and is told
by the kernel to shut down when the keeper dies. The keeper waits to hold the lease lock alone:
that moment comes when the last client has let go or has died, however it died.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from api.store.cluster import locks
from api.store.cluster.account import clean_environment, server_account
from api.store.cluster.children import die_with_parent
from api.store.cluster.home import Home

PIN_LOOK_S = 0.5
LONGEST_LOG_BYTES = 10_000_000
# A server that dies again and again is not brought back for ever.
RESTARTS = 5
PAUSE_BEFORE_RESTART_S = 1.0
SOUND_RUN_S = 60.0
HOPELESS_RUN_S = 2.0


class Keeper:
    """One server and the wait for its last client."""

    def __init__(self, home: Home, bindir: Path) -> None:
        self._home = home
        self._bindir = bindir
        self._account = server_account(home.data)
        self._server: subprocess.Popen[bytes] | None = None
        self._ending = threading.Event()

    def keep(self) -> None:
        """Run the server until nobody needs it, restarting it when it is killed."""
        signal.signal(signal.SIGTERM, lambda *_: self._end())
        signal.signal(signal.SIGINT, lambda *_: self._end())
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        threading.Thread(target=self._wait_for_last_client, daemon=True).start()
        failures = 0
        while failures < RESTARTS and not self._ending.is_set():
            forget_dead_server(self._home.data)
            started = time.monotonic()
            self._serve()
            ran_s = time.monotonic() - started
            failures = 1 if ran_s > SOUND_RUN_S else failures + 1
            pause_s = PAUSE_BEFORE_RESTART_S * failures
            if ran_s < HOPELESS_RUN_S and not (self._home.data / "postmaster.pid").exists():
                # It refused by itself; one more try, in case another server was just going.
                failures, pause_s = max(failures, RESTARTS - 1), PAUSE_BEFORE_RESTART_S
            if failures < RESTARTS:
                self._ending.wait(pause_s)
        self._tidy()

    def _tidy(self) -> None:
        """Remove the folder of the socket where it lies outside, and a throw-away home."""
        if not self._home.sockets.is_relative_to(self._home.root):
            shutil.rmtree(self._home.sockets, ignore_errors=True)
        if self._home.throwaway and self._ending.is_set():
            shutil.rmtree(self._home.root, ignore_errors=True)

    def _serve(self) -> None:
        """Run the server once, as a child of the main thread, to its end."""
        self._server = subprocess.Popen(
            server_command(self._home, self._bindir),
            stdin=subprocess.DEVNULL,
            cwd="/",
            env=clean_environment(os.environ),
            preexec_fn=die_with_parent(signal.SIGINT),
            **self._account.run_as(),
        )
        if self._ending.is_set():
            self._end()
        self._server.wait()

    def _wait_for_last_client(self) -> None:
        """End the server as soon as the lease lock is ours and nobody has pinned it."""
        # Signals are for the main thread, which waits for the server and can be interrupted.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
        while True:
            handle = locks.take(self._home.lease_lock, shared=False)
            if not self._home.pin.exists():
                # The lock stays with us to the end: a client that comes now waits for a new keeper.
                self._end()
                return
            if handle is not None:
                os.close(handle)
            time.sleep(PIN_LOOK_S)

    def _end(self) -> None:
        """Ask the server for a fast shutdown: clients are disconnected, data is flushed."""
        self._ending.set()
        server = self._server
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGINT)


def server_command(home: Home, bindir: Path) -> list[str]:
    """Return the command of the server; what depends on the place is not in its configuration."""
    where = ["-k", str(home.sockets), "-c", "listen_addresses=", "-c", "port=5432"]
    return [str(bindir / "postgres"), "-D", str(home.data), *where]


def forget_dead_server(data: Path) -> None:
    """Remove the note of a server that is gone and whose process id now is another program's.

    After a power cut in a container the number in the note is often taken again, and PostgreSQL
    would refuse to start. Every process of a server works in its data directory, so a process
    that works elsewhere is not ours. In doubt the note stays and PostgreSQL decides.
    """
    note = data / "postmaster.pid"
    try:
        pid = int(note.read_text().split("\n", 1)[0])
        works_in = Path(f"/proc/{pid}/cwd").readlink()
    except (OSError, ValueError):
        return
    if works_in != data.resolve():
        note.unlink(missing_ok=True)


def detach(log: Path) -> None:
    """Leave the client's session and keep none of its files open."""
    if os.fork():
        os._exit(0)
    os.setsid()
    os.umask(0o077)
    os.chdir("/")
    if log.exists() and log.stat().st_size > LONGEST_LOG_BYTES:
        log.replace(log.with_suffix(".log.old"))
    for stream, name in ((0, os.devnull), (1, log), (2, log)):
        handle = os.open(name, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(handle, stream)
        os.close(handle)


def main(arguments: list[str]) -> int:
    """Detach, holding the keeper's lock, and keep the server. Return an exit code.

    The lock is taken before the fork and stays with the child, so that the client finds it held
    as soon as this command has returned.
    """
    home = Home(Path(arguments[0]), throwaway="--throwaway" in arguments)
    lock = locks.take(home.keeper_lock, shared=False, wait=False)
    if lock is None:
        return 0
    detach(home.log)
    os.ftruncate(lock, 0)
    os.write(lock, f"{os.getpid()}\n".encode())
    Keeper(home, Path(arguments[1])).keep()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
