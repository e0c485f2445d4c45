"""Signing in at the identity provider of the office (统一身份认证), by OpenID Connect.

The provider only vouches for who somebody is: which account that is, an administrator has bound
before, and what the account may do is in our own register. No account is ever made here.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from typing import Any, cast

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.services import signing_in
from api.services.refusals import ProviderUnavailable, SignInFailed
from api.services.signing_in import Signed
from api.settings import Settings
from api.store.queries import accounts, sign_ins
from api.store.session import Engine
from api.store.transactions import writing

PATIENCE_S = 10
ERRAND_S = 600
"""So long a way to the provider and back may take; what the browser kept is worth nothing then."""
LEEWAY_S = 60
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
"""Signatures by the provider's own key: none that the shared secret could make, and not `none`."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A way to the provider and back: what has to come back, and where to go then."""

    state: str
    nonce: str
    verifier: str
    after: str
    begun_s: float


class Provider:
    """The identity provider of the settings."""

    def __init__(self, settings: Settings) -> None:
        """Take the address and the secret from `settings`; nothing is asked yet."""
        self.name = settings.oidc_name
        self._issuer = (settings.oidc_issuer or "").rstrip("/")
        self._id = settings.oidc_client_id
        self._secret = settings.oidc_client_secret
        self._told: dict[str, Any] | None = None

    @property
    def known(self) -> bool:
        """Tell whether the office has one."""
        return bool(self._issuer and self._id)

    def begin(self, *, back: str, after: str) -> tuple[str, str]:
        """Return where to send the browser, and what it has to keep (sealed) until it is back.

        Args:
            back: Our own address to come back to.
            after: The page to go to when somebody has signed in.

        Raises:
            ProviderUnavailable: The provider cannot be reached, or answers otherwise.
        """
        errand = Errand(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(32),
            after=after,
            begun_s=now_s(),
        )
        client = self._client(back)
        address, _ = client.create_authorization_url(
            self._metadata()["authorization_endpoint"],
            state=errand.state,
            nonce=errand.nonce,
            code_verifier=errand.verifier,
        )
        return str(address), self._sealed(errand)

    def subject(self, *, kept: str, state: str, code: str, back: str) -> tuple[str, str]:
        """Return for whom the provider vouches, and the page to go to.

        Args:
            kept: What the browser kept, as `begin` gave it.
            state: As it came back.
            code: As it came back.
            back: As it was given to `begin`.

        Raises:
            SignInFailed: This is not the way back of what the browser began, or the provider's
                word does not hold.
            ProviderUnavailable: The provider cannot be reached.
        """
        errand = self._opened(kept)
        if errand is None or not hmac.compare_digest(errand.state, state):
            raise SignInFailed("登录已过期，或不是从本页面开始的", "请重新登录")
        try:
            answer = self._client(back).fetch_token(
                self._metadata()["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=errand.verifier,
                timeout=PATIENCE_S,
            )
            claims = self._claims(str(answer.get("id_token", "")), errand.nonce)
        except requests.RequestException as error:
            raise _unavailable() from error
        except (AuthlibBaseError, JoseError, ValueError, KeyError) as error:
            raise SignInFailed("统一身份平台的答复不能采信", "请重新登录") from error
        return str(claims["sub"]), errand.after

    def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        published = cast("Any", self._fetched(str(self._metadata()["jwks_uri"])))
        keys = KeySet.import_key_set(published)
        claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            leeway=LEEWAY_S,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(claims)
        return dict(claims)

    def _client(self, back: str) -> OAuth2Session:
        return OAuth2Session(
            self._id,
            self._secret,
            scope="openid",
            redirect_uri=back,
            code_challenge_method="S256",
        )

    def _metadata(self) -> dict[str, Any]:
        if self._told is None:
            told = self._fetched(f"{self._issuer}/.well-known/openid-configuration")
            if str(told.get("issuer", "")).rstrip("/") != self._issuer:
                raise _unavailable()
            self._told = told
        return self._told

    def _fetched(self, address: str) -> dict[str, Any]:
        try:
            answer = requests.get(address, timeout=PATIENCE_S)
            answer.raise_for_status()
            told: dict[str, Any] = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise _unavailable() from error
        return told

    def _sealed(self, errand: Errand) -> str:
        told = urlsafe_b64encode(json.dumps(asdict(errand)).encode()).decode()
        return f"{told}.{self._seal(told)}"

    def _opened(self, kept: str) -> Errand | None:
        told, _, seal = kept.partition(".")
        if not hmac.compare_digest(self._seal(told).encode(), seal.encode()):
            return None
        errand = Errand(**json.loads(urlsafe_b64decode(told)))
        return errand if now_s() - errand.begun_s <= ERRAND_S else None

    def _seal(self, told: str) -> str:
        key = f"{self._secret}|{self._id}".encode()
        return hmac.new(key, told.encode(), hashlib.sha256).hexdigest()


def begin_session(engine: Engine, subject: str, *, address: str, request_id: str) -> Signed:
    """Begin a session for the account that is bound to `subject`.

    Raises:
        SignInFailed: No open account is bound to it.
    """
    with writing(engine, actor=f"http:{address}", request_id=request_id) as db:
        known = accounts.account_of_subject(db, subject)
        opened = known is not None and known.closed_at is None
        sign_ins.note_attempt(db, login=f"oidc:{subject}", address=address, succeeded=opened)
        if not opened:
            signing_in.note_failure(db, known.id if known else None, "provider")
    if known is None or not opened:
        raise SignInFailed(
            "该统一身份没有绑定本系统的用户", "请联系本单位管理员，在“用户”中绑定统一身份标识"
        )
    return signing_in.begin_for(engine, account_id=known.id, address=address, request_id=request_id)


def now_s() -> float:
    """Return the seconds since 1970."""
    return time.time()


def _unavailable() -> ProviderUnavailable:
    return ProviderUnavailable("统一身份平台暂时不可用", "请稍后重试，或用登录名和密码登录")
