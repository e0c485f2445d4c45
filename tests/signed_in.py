"""Officials for tests of other things than signing in: a token, as a header for a client."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from api.services import managing_accounts, secrets_kept
from api.services.person import ROLES, SCOPES
from api.store.queries import accounts, sign_ins
from api.store.session import Engine, Session, transaction


def signed_in(
    engine: Engine, roles: Iterable[str] = ROLES, codes: Iterable[str] = ("500000",)
) -> dict[str, str]:
    """Return the header of somebody new who holds `roles` in a bureau that acts for `codes`."""
    with transaction(engine, actor="test") as db:
        codes = list(codes)
        bureau = managing_accounts.add_organisation(
            db,
            name=f"测试局 {uuid4().hex[:8]}",
            kind="civil_affairs",
            level="province" if codes[0].endswith("0000") else "county",
            codes=codes,
        )
        token = token_for(db, f"test.{uuid4().hex[:8]}", roles, bureau)
    return {"authorization": f"Bearer {token}"}


def token_for(
    db: Session, login: str, roles: Iterable[str], bureau: int, scopes: Iterable[str] = SCOPES
) -> str:
    """Return the token of a new account that holds `roles` in the organisation `bureau`."""
    account = accounts.add_account(
        db, login=login, name=login, password_hash=None, must_change=False
    )
    managing_accounts.give_roles(db, account, bureau, roles)
    token = secrets_kept.new_token()
    sign_ins.add_token(
        db,
        digest=secrets_kept.digest(token),
        account_id=account,
        organisation_id=bureau,
        label="test",
        scopes=sorted(scopes),
        ends_at=datetime.now(UTC) + timedelta(hours=1),
    )
    return token
