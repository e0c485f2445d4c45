"""Who sent something to be checked (送审人): nobody else may watch it or fetch what it came to."""

from __future__ import annotations

from dataclasses import dataclass

from api.store.standing import VISITOR, Standing


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody signed in, by his standing; or a visitor, by the digest of his mark.

    The mark of a visitor is a random one that his browser keeps in a cookie; a program without
    cookies is known by its address. Somebody signed in has a visitor's mark, too: what he sent
    before he signed in stays his.
    """

    standing: Standing = VISITOR
    visitor: bytes = b""

    @property
    def account_id(self) -> int | None:
        """Return the account that owns what is sent; None for a visitor."""
        return self.standing.account_id or None

    @property
    def organisation_id(self) -> int | None:
        """Return the organisation whose people may see it, too."""
        return self.standing.organisation_id or None

    def kept(self) -> dict[str, object]:
        """Return whose a thing is that is sent now, as JSON."""
        return {
            "account": self.account_id,
            "organisation": self.organisation_id,
            "visitor": None if self.account_id else self.visitor.hex(),
        }

    def owns(self, kept: dict[str, object]) -> bool:
        """Tell whether a thing that `kept` tells the sender of is this one's."""
        return (
            (kept["account"] is not None and kept["account"] == self.account_id)
            or (kept["organisation"] is not None and kept["organisation"] == self.organisation_id)
            or bool(kept["visitor"] and kept["visitor"] == self.visitor.hex())
        )
