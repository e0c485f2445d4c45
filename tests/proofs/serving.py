"""A real server in processes of its own, several behind one address, that can be killed.

`python -m tests.proofs.serving FD` is one of them: it serves on an open socket, as `./diming up`
does.
"""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
READY = "ready"


@dataclass
class Fleet:
    """Server processes that share one socket; `base` is their address."""

    base: str
    listener: socket.socket
    settings: Mapping[str, str]
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, *, largest_file: int | None = None) -> subprocess.Popen[str]:
        """Start one more process, ready to answer; it can write files of so many bytes only."""

        def limited() -> None:
            if largest_file is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

        handle = self.listener.fileno()
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.proofs.serving", str(handle)],
            cwd=CHECKOUT,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT), **self.settings},
            pass_fds=(handle,),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            preexec_fn=limited,
        )
        self.processes.append(process)
        assert process.stdout is not None
        assert process.stdout.readline().strip() == READY, "the server did not start"
        return process

    def kill(self, process: subprocess.Popen[str]) -> None:
        """Kill a process as a power cut would; returns when it is gone."""
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
        self.processes.remove(process)


@contextmanager
def fleet(
    url: str, files: Path, *, workers: int, settings: Mapping[str, str] | None = None
) -> Iterator[Fleet]:
    """Yield `workers` processes that serve the database at `url` on a free port of this machine."""
    # without the protocol's number asyncio leaves Nagle's algorithm on, 40 ms an answer
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(256)
        told = {
            "DIMING_DATABASE_URL": url,
            "DIMING_FILES_DIR": str(files),
            "DIMING_LOG_LEVEL": "ERROR",
            **(settings or {}),
        }
        serving = Fleet(f"http://127.0.0.1:{listener.getsockname()[1]}", listener, told)
        try:
            for _ in range(workers):
                serving.start()
            yield serving
        finally:
            for process in list(serving.processes):
                serving.kill(process)


def main(handle: int) -> None:
    """Serve on an open socket until the process is ended."""
    import uvicorn

    from api.app import create_app
    from api.problems.wire import Wire
    from api.settings import load_settings

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            sys.stdout.write(READY + "\n")
            sys.stdout.flush()

    config = uvicorn.Config(
        create_app(load_settings()),
        http=Wire,
        log_config=None,
        access_log=False,
        server_header=False,
    )
    Announcing(config).run(sockets=[socket.socket(fileno=handle)])


if __name__ == "__main__":
    main(int(sys.argv[1]))
