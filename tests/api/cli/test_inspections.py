"""`check-inspection` and `schema` as they are called from outside."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from api.cli.inspections import app
from boundary_data.inspection_schema import example

RUNNER = CliRunner()


@pytest.fixture
def record() -> dict[str, Any]:
    return example()


def called(*arguments: str) -> tuple[int, str]:
    result = RUNNER.invoke(app, list(arguments))
    return result.exit_code, result.stdout


def checked(tmp_path: Path, content: object, *options: str) -> tuple[int, Any]:
    file = tmp_path / "record.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    code, out = called("check-inspection", str(file), "--json", *options)
    return code, json.loads(out)


def test_the_printed_example_passes(tmp_path: Path):
    code, printed = called("schema", "inspection", "--example")
    assert code == 0
    code, answer = checked(tmp_path, json.loads(printed))
    assert (code, answer["verdict"], answer["findings"]) == (0, "pass", [])


def test_the_printed_schema_accepts_the_printed_example():
    schema = json.loads(called("schema", "inspection")[1])
    printed = json.loads(called("schema", "inspection", "--example")[1])
    assert Draft202012Validator(schema).is_valid(printed)


def test_a_business_mistake_is_a_finding_and_exit_0(tmp_path: Path, record: dict[str, Any]):
    record["sides"].pop()
    code, answer = checked(tmp_path, record)
    assert (code, answer["verdict"]) == (0, "block")


def test_a_finding_tells_rule_severity_message_source_evidence(
    tmp_path: Path, record: dict[str, Any]
):
    record["marker_checks"][1]["measured"]["lat"] += 0.001
    (finding,) = checked(tmp_path, record)[1]["findings"]
    assert (finding["rule"], finding["severity"]) == ("BL-6a", "block")
    assert finding["evidence"]["offset_m"] == pytest.approx(111.0, abs=2.0)
    assert finding["source"]["text"] == "《行政区域界线管理条例》第六条"
    assert finding["source"]["standing"] == "confirmed"
    assert finding["field"] == "$.marker_checks[1].measured"


def test_an_audit_does_not_block(tmp_path: Path, record: dict[str, Any]):
    record["sides"].pop()
    assert checked(tmp_path, record, "--mode", "audit")[1]["verdict"] == "warn"


def test_the_day_can_be_given(tmp_path: Path, record: dict[str, Any]):
    answer = checked(tmp_path, record, "--on", "2025-06-01")[1]
    assert {finding["rule"] for finding in answer["findings"]} == {"JI-8c"}


def test_a_wrong_form_is_exit_1_with_every_problem(tmp_path: Path, record: dict[str, Any]):
    record["rond"], record["kind"] = 5, "年度"
    code, answer = checked(tmp_path, record)
    assert code == 1
    assert {problem["field"] for problem in answer["problems"]} == {"$.rond", "$.kind"}


def test_broken_json_is_exit_1_with_line_and_column(tmp_path: Path):
    file = tmp_path / "record.json"
    file.write_text('{"record_id": }', encoding="utf-8")
    code, out = called("check-inspection", str(file), "--json")
    assert code == 1
    assert "第1行第15列" in json.loads(out)["problems"][0]["message"]


def test_a_file_that_is_not_there_is_exit_1(tmp_path: Path):
    code, out = called("check-inspection", str(tmp_path / "none.json"), "--json")
    assert code == 1
    assert "不存在" in json.loads(out)["problems"][0]["message"]


def test_a_folder_is_exit_1(tmp_path: Path):
    code, out = called("check-inspection", str(tmp_path), "--json")
    assert code == 1
    assert "文件夹" in json.loads(out)["problems"][0]["message"]


def test_an_empty_list_is_exit_1(tmp_path: Path):
    assert checked(tmp_path, [])[0] == 1


def test_a_list_is_answered_record_by_record(tmp_path: Path, record: dict[str, Any]):
    other = example() | {"record_id": "11111111-2222-3333-4444-555555555555", "sides": []}
    code, answer = checked(tmp_path, [record, other])
    assert code == 0
    assert [one["verdict"] for one in answer["records"]] == ["pass", "block"]
    assert answer["verdict"] == "block"


def test_a_list_with_an_unusable_record_still_answers_the_others(
    tmp_path: Path, record: dict[str, Any]
):
    code, answer = checked(tmp_path, [{"record_id": "x"}, record])
    assert code == 1
    assert [one["usable"] for one in answer["records"]] == [False, True]
    assert answer["verdict"] == "pass"


def test_a_record_comes_from_standard_input_too():
    result = RUNNER.invoke(app, ["check-inspection", "-", "--json"], input=json.dumps(example()))
    assert json.loads(result.stdout)["verdict"] == "pass"


def test_the_table_for_people_tells_verdict_and_remedy(tmp_path: Path, record: dict[str, Any]):
    record["sides"].pop()
    file = tmp_path / "record.json"
    file.write_text(json.dumps(record), encoding="utf-8")
    code, out = called("check-inspection", str(file))
    assert code == 0
    assert "不予通过" in out
    assert "建议" in out


def test_an_unknown_subject_of_a_schema_is_wrong_usage():
    assert called("schema", "weather")[0] == 2
