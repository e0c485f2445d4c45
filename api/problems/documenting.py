"""The error answers of every operation in the OpenAPI document, derived from what it takes."""

from __future__ import annotations

from typing import Any

from api.problems.answers import MEDIA_TYPE
from api.problems.kind import Kind
from api.problems.table import KINDS

ALWAYS = ("internal-error",)
WITH_PARAMETERS = ("invalid-parameter", "unknown-parameter", "unreadable-text")
WITH_BODY = (
    "malformed-json",
    "unreadable-text",
    "unknown-field",
    "invalid-body",
    "body-too-large",
    "unsupported-media-type",
)
WITH_DATABASE = ("database-unavailable", "query-too-slow")
NOT_FOUND = {
    "/problems/": "no-such-page",
    "/divisions/{": "unknown-division",
    "/names/{": "unknown-name",
    "/heritage/{": "unknown-listing",
    "/boundaries/{": "unknown-boundary",
    "/name-files/{": "unknown-name-file",
}
WITHOUT_DATABASE = ("/health", "/problems/{slug}", "/api/v1/rules")
MORE = {
    "/ready": ("not-ready",),
    "/api/v1/name-files": ("too-many-files", "too-many-requests"),
    "/api/v1/boundary-audits": ("too-many-requests",),
    "/api/v1/locate/area": ("too-many-requests",),
    "/api/v1/name-files/{id}/result": ("not-finished",),
    "/api/v1/coordinate-diagnoses": (
        "unknown-division",
        "unknown-boundary",
        "nothing-that-day",
        "too-many-requests",
    ),
    "/maps/overview": ("not-ready", "nothing-that-day", "unknown-division"),
}
SIGNED = ("sign-in-needed", "role-needed", "form-outdated", "outside-scope", "number-too-large")
FORMS = 2
BY_SLUG = {kind.slug: kind for kind in KINDS}


def document_problems(document: dict[str, Any], schema: dict[str, Any]) -> None:
    """Write into an OpenAPI document the problems that each operation may answer.

    Args:
        document: The document; it is changed in place.
        schema: The JSON Schema of a problem, with its own definitions in `$defs`.
    """
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(schema.pop("$defs", {}))
    schemas["Problem"] = schema
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for path, verbs in document["paths"].items():
        for operation in verbs.values():
            _document(path, operation)


def document_forms(document: dict[str, Any]) -> None:
    """Give lists that answer as GeoJSON or as JSON each form under its own media type."""
    for verbs in document["paths"].values():
        for operation in verbs.values():
            content = operation["responses"].get("200", {}).get("content", {})
            schema = content.get("application/geo+json", {}).get("schema", {})
            if len(schema.get("anyOf", ())) == FORMS:
                geojson, plain = schema["anyOf"]
                content["application/geo+json"] = {"schema": geojson}
                content["application/json"] = {"schema": plain}


def _document(path: str, operation: dict[str, Any]) -> None:
    answers = operation["responses"]
    answers.pop("422", None)
    by_status: dict[int, list[Kind]] = {}
    for slug in _slugs(path, operation):
        kind = BY_SLUG[slug]
        by_status.setdefault(kind.status, []).append(kind)
    for status, kinds in sorted(by_status.items()):
        answers[str(status)] = _answer(kinds)


def _slugs(path: str, operation: dict[str, Any]) -> list[str]:
    slugs = list(WITH_PARAMETERS)
    if "requestBody" in operation:
        slugs += [slug for slug in WITH_BODY if slug not in slugs]
    slugs += [slug for part, slug in NOT_FOUND.items() if part in path]
    if path not in WITHOUT_DATABASE:
        slugs += WITH_DATABASE
    if operation.get("security"):
        slugs += SIGNED
    slugs += MORE.get(path, ())
    return [*slugs, *ALWAYS]


def _answer(kinds: list[Kind]) -> dict[str, Any]:
    return {
        "description": "；".join(kind.title for kind in kinds),
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {kind.slug: {"value": _example(kind)} for kind in kinds},
            }
        },
    }


def _example(kind: Kind) -> dict[str, Any]:
    return {
        "type": kind.type,
        "title": kind.title,
        "status": kind.status,
        "detail": kind.title,
        "instance": "/api/v1/names",
        "remedy": kind.remedy,
        "request_id": "5f1c0c1e9a3b4e0e8c1d2f3a4b5c6d7e",
        "errors": [],
    }
