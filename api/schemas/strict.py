"""Bases of what comes in and what goes out."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class In(BaseModel):
    """What a caller sends: unknown fields are refused by name, numbers are finite."""

    model_config = ConfigDict(
        extra="forbid", allow_inf_nan=False, str_strip_whitespace=False, frozen=True
    )


class Out(BaseModel):
    """What a caller gets: every field is always there."""

    model_config = ConfigDict(extra="forbid", frozen=True)
