"""Talking to the person at the terminal: answers on stdout, everything else on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from unicodedata import east_asian_width

OK = 0
UNUSABLE_INPUT = 1
WRONG_USAGE = 2


class InputUnusable(Exception):
    """The input of a command could not be used; ends the command with exit code 1.

    Attributes:
        message: What is wrong, in Chinese, with the file, the row and the field.
        remedy: What to do, in Chinese.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def answer(text: str = "") -> None:
    """Write one line of the answer to stdout."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say(text: str = "") -> None:
    """Write one line about the work to stderr, at once."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def complain(message: str, remedy: str = "") -> None:
    """Write what went wrong and what to do about it."""
    say(f"错误：{message}")
    for line in remedy.splitlines():
        say(f"  {line.strip()}")


@contextmanager
def timed(step: str) -> Iterator[None]:
    """Say how many seconds a step took when it is done."""
    begun = time.monotonic()
    yield
    say(f"{step}：{time.monotonic() - begun:.1f} 秒")


def table(rows: Sequence[tuple[str, str]]) -> str:
    """Return two columns of text, aligned by the cells that Chinese letters take."""
    width = max((cells(left) for left, _ in rows), default=0)
    return "\n".join(f"{left}{' ' * (width - cells(left))}  {right}" for left, right in rows)


def cells(text: str) -> int:
    """Return how many terminal cells a text takes."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
