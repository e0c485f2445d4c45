"""The port of the service: taken early, and explained when somebody else has it."""

from __future__ import annotations

import errno
import json
import socket
from urllib.request import urlopen

from api.cli.printing import InputUnusable
from api.settings import Settings

ASK_S = 2.0


def bound(settings: Settings) -> socket.socket:
    """Return a socket bound to the address of the settings, not listening yet.

    Raises:
        InputUnusable: The port is taken, or the address is not one of this machine.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio turns Nagle's delay off only for sockets that name their protocol
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as refusal:
        listener.close()
        raise _explained(settings, refusal) from None
    return listener


def listening(settings: Settings, listener: socket.socket) -> None:
    """Open a bound socket for callers.

    Raises:
        InputUnusable: Somebody has taken the port since.
    """
    try:
        listener.listen(128)
    except OSError as refusal:
        raise _explained(settings, refusal) from None


def _explained(settings: Settings, refusal: OSError) -> InputUnusable:
    """Return why the address cannot be had, and what to do."""
    if refusal.errno == errno.EADDRINUSE:
        other = "本目录的地名服务" if _is_ours(settings) else "另一个程序"
        return InputUnusable(
            f"端口 {settings.port} 已被{other}占用",
            f"请直接访问它，或另选端口：./diming up --port {_next_port(settings.port)}",
        )
    if refusal.errno == errno.EACCES:
        return InputUnusable(f"无权使用端口 {settings.port}", "请选 1024 以上的端口")
    return InputUnusable(
        f"地址 {settings.host} 不能监听：{refusal.strerror or refusal}", "请用本机地址 127.0.0.1"
    )


def _is_ours(settings: Settings) -> bool:
    """Tell whether a service of this checkout answers on the port."""
    try:
        with urlopen(f"http://{settings.host}:{settings.port}/health", timeout=ASK_S) as told:
            return bool(json.load(told).get("checkout") == settings.checkout)
    except (OSError, ValueError, AttributeError):
        return False


def _next_port(port: int) -> int:
    return port + 1 if port < 65535 else 8000
