"""Every package that the product needs to run has a licence that is allowed; no network is asked.

Direct and transitive ones, as their installed metadata says them. What is needed for tests only
(the extra `dev`) is not given away with the product and not asked.
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

RULES = tomllib.loads(Path(__file__).with_name("licences.toml").read_text(encoding="utf-8"))
PRODUCT, EXTRAS = "diming", ("geoparquet",)


def needed() -> dict[str, Distribution]:
    """Return the packages that the product needs here, by canonical name, without itself."""
    found: dict[str, Distribution] = {}
    ahead = [(PRODUCT, extra) for extra in ("", *EXTRAS)]
    asked: set[tuple[str, str]] = set()
    while ahead:
        name, extra = one = ahead.pop()
        if one in asked:
            continue
        asked.add(one)
        found[name] = distribution(name)
        for wanted in map(Requirement, found[name].requires or ()):
            if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
                ahead += [(canonicalize_name(wanted.name), more) for more in ("", *wanted.extras)]
    del found[PRODUCT]
    return found


def said_by(package: Distribution) -> str:
    """Return the licence as the metadata says it: an SPDX expression, or what comes nearest."""
    heads = package.metadata
    if "License-Expression" in heads:
        return heads["License-Expression"]
    kinds = [kind for kind in heads.get_all("Classifier") or [] if kind.startswith("License ::")]
    if kinds:
        return " AND ".join(kind.rpartition(" :: ")[2] for kind in kinds)
    free = (heads.get_all("License") or [""])[0]
    return free if "\n" not in free else ""


def allowed(expression: str) -> bool:
    """Tell whether an expression of AND and OR leaves a choice of allowed licences only.

    One with brackets around a choice is not understood and so not allowed: it is read by hand.
    """
    return any(
        all(any(re.fullmatch(pattern, one) for pattern in NAMES) for one in choice.split(" AND "))
        for choice in expression.split(" OR ")
    )


NAMES: list[str] = RULES["allowed"]
BY_HAND: dict[str, dict[str, str]] = RULES["by_hand"]
NEEDED = needed()


def test_every_package_needed_has_an_allowed_licence() -> None:
    unknown = {
        name: said_by(package)
        for name, package in NEEDED.items()
        if name not in BY_HAND and not allowed(said_by(package))
    }
    assert unknown == {}


@pytest.mark.parametrize("name", BY_HAND)
def test_what_was_read_by_hand_is_still_what_the_package_says(name: str) -> None:
    assert said_by(NEEDED[name]) == BY_HAND[name]["says"]
    assert allowed(BY_HAND[name]["licence"])
    assert not allowed(BY_HAND[name]["says"])


@pytest.mark.parametrize(
    "expression", ["", "UNKNOWN", "GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-2.0-only"]
)
def test_no_other_licence_is_allowed(expression: str) -> None:
    assert not allowed(expression)


def test_one_allowed_licence_to_choose_is_enough() -> None:
    assert allowed("GPL-2.0-or-later OR MIT")


def test_the_transitive_packages_are_among_those_looked_at() -> None:
    assert {"fastapi", "starlette", "lxml", "psycopg-binary", "pyarrow"} <= NEEDED.keys()
    assert "pytest" not in NEEDED


def test_no_package_needed_is_a_preview_or_somebodys_own_build() -> None:
    versions = {name: Version(package.version) for name, package in NEEDED.items()}
    odd = [name for name, one in versions.items() if one.is_prerelease or one.local]
    assert odd == []


def test_no_package_needed_comes_from_elsewhere_than_an_index() -> None:
    """A direct address (PEP 610) has no version that could be withdrawn, nor be pinned."""
    assert [name for name, one in NEEDED.items() if one.read_text("direct_url.json")] == []
