"""Passwords and the secrets of sessions and tokens: made, hashed, compared."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.services.refusals import WeakPassword

SHORTEST = 10
LONGEST = 200
TOKEN_MARK = "dm_"
"""What every API token begins with, so that one that leaks is recognised."""


@cache
def _hasher() -> PasswordHasher:
    # the second recommended choice of RFC 9106 (64 MiB), the library's default
    return PasswordHasher()


def hashed(password: str) -> str:
    """Return the Argon2id text to keep for `password`."""
    return _hasher().hash(password)


def fits(kept: str | None, password: str) -> bool:
    """Tell whether `password` is the one kept; takes as long if none is kept."""
    try:
        return _hasher().verify(kept or _nobody(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Tell whether the hash was made with weaker settings than today's."""
    return _hasher().check_needs_rehash(kept)


@cache
def _nobody() -> str:
    return hashed(secrets.token_urlsafe(16))


def require_strong(password: str, *, login: str) -> None:
    """Refuse a password that is easily guessed.

    Raises:
        WeakPassword: It is too short or too long, of few characters, or the sign-in name.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword(f"密码须为 {SHORTEST} 至 {LONGEST} 个字符", "请换一个更长的密码")
    if len(set(password)) < 5:
        raise WeakPassword("密码里不同的字符太少", "请至少使用 5 个不同的字符")
    if login.lower() in password.lower():
        raise WeakPassword("密码里含有登录名", "请换一个与登录名无关的密码")


def new_secret() -> str:
    """Return a secret for a session: 256 random bits."""
    return secrets.token_urlsafe(32)


def new_token() -> str:
    """Return a secret for a program, recognisable by its beginning."""
    return TOKEN_MARK + secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """Return what is kept of a secret; long random ones need no salt."""
    return hashlib.sha256(secret.encode()).digest()


def form_mark(secret: str) -> str:
    """Return the mark every form of a session carries (CSRF), made from its secret."""
    return hmac.new(secret.encode(), b"diming form", hashlib.sha256).hexdigest()


def same(left: str, right: str) -> bool:
    """Compare two secrets in a time that tells nothing."""
    return hmac.compare_digest(left.encode(), right.encode())
