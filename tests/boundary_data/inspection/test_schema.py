"""The printed schema says what the reader does."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from boundary_data.inspection_reading import read_inspection
from boundary_data.inspection_schema import example, schema
from boundary_data.problems import UnusableInput

VALIDATOR = Draft202012Validator(schema())


def test_the_schema_is_a_valid_schema():
    Draft202012Validator.check_schema(schema())


def test_the_example_is_valid():
    assert list(VALIDATOR.iter_errors(example())) == []


def test_every_field_has_a_chinese_description():
    properties = [p for d in schema()["$defs"].values() for p in d["properties"].values()]
    assert all(any("\u4e00" <= c <= "\u9fff" for c in p["description"]) for p in properties)


def test_the_schema_is_json():
    assert json.loads(json.dumps(schema())) == schema()


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(value, dict):
        return [leaf for k, v in value.items() for leaf in leaves(v, (*path, k))]
    if isinstance(value, list):
        return [leaf for i, v in enumerate(value[:1]) for leaf in leaves(v, (*path, i))]
    return [path]


def put(record: Any, path: tuple[str | int, ...], value: object) -> None:
    for step in path[:-1]:
        record = record[step]
    record[path[-1]] = value


@pytest.mark.parametrize("value", [5, True, "x", [], {}], ids=repr)
def test_reader_and_schema_agree_on_every_wrong_type(value: object):
    disagreements = []
    for path in leaves(example()):
        record = example()
        put(record, path, value)
        valid = VALIDATOR.is_valid(record)
        try:
            read_inspection(record)
            read = True
        except UnusableInput:
            read = False
        # the schema cannot say that a text is a day or that a vertex lies in the country
        if read and not valid:
            disagreements.append(path)
    assert disagreements == []


def test_an_unknown_field_is_invalid():
    record = example()
    record["sides"][0]["rolle"] = "lead"
    assert not VALIDATOR.is_valid(record)
