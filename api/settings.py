"""Everything that can be set from outside, in one frozen object."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, Field, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

CHECKOUT = Path(__file__).resolve().parents[1]
MEBIBYTE = 1024 * 1024


class Settings(BaseSettings):
    """The settings of one process, read from the environment with the prefix `DIMING_`."""

    model_config = SettingsConfigDict(
        env_prefix="DIMING_",
        env_ignore_empty=True,
        frozen=True,
        populate_by_name=True,
        extra="ignore",
    )

    database_url: str | None = Field(
        default=None,
        validation_alias=AliasChoices("DATABASE_URL", "DIMING_DATABASE_URL", "database_url"),
        description="PostgreSQL to use instead of the private cluster",
    )
    data_dir: Path = Field(
        default_factory=lambda: default_data_dir(),
        description="Home of the private cluster; one for each checkout",
    )
    files_dir: Path | None = Field(
        default=None,
        description="Where the files of cases are kept; `files` in `data_dir` unless told",
    )
    host: str = Field(default="127.0.0.1", description="Address to serve on")
    port: int = Field(default=8000, ge=1, le=65535, description="Port to serve on")
    body_limit_bytes: int = Field(
        default=20 * MEBIBYTE, gt=0, description="Largest request body; more is answered 413"
    )
    batch_limit: int = Field(
        default=1000, gt=0, description="Most proposals in one request of a name check"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Lowest level that is logged"
    )
    log_json: bool = Field(
        default_factory=lambda: not sys.stderr.isatty(),
        description="Log one JSON object a line; unless told, where stderr is no terminal",
    )
    load_samples: bool = Field(
        default=True, description="Load the sample data at the first start of `up`"
    )
    overlays: Annotated[tuple[Path, ...], NoDecode] = Field(
        default=(),
        description="Folders of parameters and word lists that an office lays over ours,"
        " parted as in PATH, later ones over earlier ones",
    )
    pool_size: int = Field(default=10, ge=1, le=100, description="Database connections kept open")
    workers: int | None = Field(
        default=None, ge=1, le=32, description="Processes of `up`; one a core, four at most"
    )

    rate_factor: float = Field(
        default=1.0,
        ge=0,
        description="Multiplies how many costly requests a minute are allowed; 0 for no limit",
    )

    oidc_issuer: str | None = Field(
        default=None, description="Address of the identity provider (OpenID Connect), if any"
    )
    oidc_client_id: str = Field(default="", description="Our id at the identity provider")
    oidc_client_secret: str = Field(
        default="", repr=False, description="Our secret at the identity provider"
    )
    oidc_name: str = Field(default="统一身份", description="What people call the provider")

    @field_validator("overlays", mode="before")
    @classmethod
    def _folders(cls, given: object) -> object:
        """Part the folders, and refuse what could not be read when a name is checked."""
        parts = given.split(os.pathsep) if isinstance(given, str) else given
        if not isinstance(parts, list | tuple):
            return parts
        folders = tuple(Path(str(part).strip()) for part in parts if str(part).strip())
        if folders:
            _refuse_unusable(folders)
        return folders

    @property
    def files_folder(self) -> Path:
        """Where the bytes of files are kept, outside of anything that is served."""
        return self.files_dir or self.data_dir / "files"

    @cached_property
    def checkout(self) -> str:
        """A short name of this copy of the program, to tell two of them apart."""
        return checkout_name()


def _refuse_unusable(folders: tuple[Path, ...]) -> None:
    """Raise, in Chinese, for a folder or a file in it that cannot be used."""
    # most commands need no law of names: it is read where there is an overlay only
    from naming.parameters.overlay_check import unusable_overlays

    if wrong := unusable_overlays(folders):
        raise PydanticCustomError("overlay", "{said}", {"said": "；".join(wrong)})


def checkout_name() -> str:
    """Return twelve hexadecimal digits that stand for the folder this program lies in."""
    return hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:12]


def default_data_dir() -> Path:
    """Return where the private cluster of this checkout lives unless told otherwise.

    Root's own home is closed to the server's account, hence /var/lib for root.
    """
    if os.geteuid() == 0:
        return Path("/var/lib/diming") / checkout_name()
    data_home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data_home) / "diming" / checkout_name()


def load_settings(**changes: Any) -> Settings:
    """Return the settings of the environment, with `changes` laid over them.

    Raises:
        pydantic.ValidationError: A variable has an unusable value.
    """
    return Settings(**changes)
