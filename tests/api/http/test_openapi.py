"""The OpenAPI document is complete: whoever reads it needs nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

Operation = tuple[str, str, dict[str, Any]]


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, verbs in document["paths"].items():
        for verb, operation in verbs.items():
            yield path, verb, operation


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def test_what_was_promised_is_there(document: dict[str, Any]) -> None:
    assert set(document["paths"]) >= {
        "/health",
        "/ready",
        "/problems/{slug}",
        "/api/v1/divisions",
        "/api/v1/divisions/{id}",
        "/api/v1/divisions/at",
        "/api/v1/boundaries",
        "/api/v1/boundaries/{code}",
        "/api/v1/names",
        "/api/v1/names/{id}",
        "/api/v1/heritage",
        "/api/v1/rules",
        "/api/v1/name-checks",
        "/api/v1/name-files",
        "/api/v1/inspection-checks",
        "/maps/overview",
    }


def test_every_operation_says_what_it_does_in_chinese(document: dict[str, Any]) -> None:
    wrong = [
        (verb, path)
        for path, verb, operation in _operations(document)
        for text in (operation.get("summary", ""), operation.get("description", ""))
        if not any("\u4e00" <= character <= "\u9fff" for character in text)
    ]
    assert wrong == []


def test_every_operation_has_a_known_tag(document: dict[str, Any]) -> None:
    known = {tag["name"] for tag in document["tags"]}
    wrong = [
        path for path, _, operation in _operations(document) if not {*operation["tags"]} <= known
    ]
    assert wrong == []


def test_every_operation_has_its_own_id(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, _, operation in _operations(document)]
    assert len(ids) == len(set(ids))


def test_every_parameter_is_described(document: dict[str, Any]) -> None:
    wrong = [
        (path, parameter["name"])
        for path, _, operation in _operations(document)
        for parameter in operation.get("parameters", [])
        if not parameter.get("description")
    ]
    assert wrong == []


def test_every_body_has_an_example(document: dict[str, Any]) -> None:
    bodies = [
        (method, path, body)
        for path, method, operation in _operations(document)
        for body in operation.get("requestBody", {}).get("content", {}).values()
    ]
    assert bodies
    assert [told[:2] for told in bodies if not told[2].get("examples")] == []


def test_every_error_answer_is_a_problem_with_examples(document: dict[str, Any]) -> None:
    for path, verb, operation in _operations(document):
        errors = {s: a for s, a in operation["responses"].items() if int(s) >= 400}
        with_body = "requestBody" in operation
        expected = {"400", "500"} | ({"413", "415", "422"} if with_body else set())
        assert set(errors) >= expected, (verb, path)
        for answer in errors.values():
            content = answer["content"]["application/problem+json"]
            assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
            assert content["examples"]


def test_every_success_has_a_shape(document: dict[str, Any]) -> None:
    for path, verb, operation in _operations(document):
        successes = [a for s, a in operation["responses"].items() if s.startswith("2")]
        assert successes, path
        for content in (success.get("content", {}) for success in successes):
            assert content or verb == "delete", path
            assert all(m.get("schema") or m.get("example") for m in content.values()), path


def test_lists_tell_the_shapes_of_both_forms(document: dict[str, Any]) -> None:
    for path in ("names", "divisions", "boundaries", "heritage"):
        content = document["paths"][f"/api/v1/{path}"]["get"]["responses"]["200"]["content"]
        assert set(content) == {"application/geo+json", "application/json"}


def test_every_reference_leads_somewhere_in_the_document(document: dict[str, Any]) -> None:
    for reference in _references(document):
        target: Any = document
        for step in reference.removeprefix("#/").split("/"):
            assert step in target, reference
            target = target[step]


def test_the_examples_of_bodies_are_accepted(client: TestClient, document: dict[str, Any]) -> None:
    for path, verb, operation in _operations(document):
        # what it names, or who may, has to be there: other tests go those ways
        if "{" in path or "security" in operation:
            continue
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        for example in content.get("examples", {}).values():
            answer = client.request(verb, path, json=example["value"])
            assert answer.status_code == 200, (path, answer.text)


def test_the_examples_of_all_bodies_have_the_shape_they_are_for(document: dict[str, Any]) -> None:
    for path, _, operation in _operations(document):
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        shape = {**content.get("schema", {}), "components": document["components"]}
        for example in content.get("examples", {}).values():
            wrong = list(jsonschema.Draft202012Validator(shape).iter_errors(example["value"]))
            assert wrong == [], path


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/api/v1/divisions?f=geojson", "/api/v1/divisions"),
        ("/api/v1/divisions?f=json", "/api/v1/divisions"),
        ("/api/v1/divisions/at?lon=108.2&lat=30.2", "/api/v1/divisions/at"),
        ("/api/v1/divisions/2", "/api/v1/divisions/{id}"),
        ("/api/v1/boundaries", "/api/v1/boundaries"),
        ("/api/v1/boundaries/500101-500235", "/api/v1/boundaries/{code}"),
        ("/api/v1/names", "/api/v1/names"),
        ("/api/v1/names?f=json", "/api/v1/names"),
        ("/api/v1/names/1", "/api/v1/names/{id}"),
        ("/api/v1/heritage", "/api/v1/heritage"),
        ("/api/v1/rules", "/api/v1/rules"),
        ("/api/v1/names?limit=0", "/api/v1/names"),
        ("/api/v1/divisions/999", "/api/v1/divisions/{id}"),
    ],
)
def test_answers_have_the_documented_shape(
    client: TestClient, document: dict[str, Any], address: str, path: str
) -> None:
    answer = client.get(address)
    media_type = answer.headers["content-type"].partition(";")[0]
    told = document["paths"][path]["get"]["responses"][str(answer.status_code)]["content"]
    schema = {**told[media_type]["schema"], "components": document["components"]}
    Draft202012Validator(schema).validate(json.loads(answer.text))
