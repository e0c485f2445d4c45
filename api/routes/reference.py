"""The reference of the interface, from the OpenAPI document."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.problems.table import KINDS
from api.routes.pages import page

TOP = '<nav aria-label="主菜单"><a href="/">首页</a><a href="/openapi.json">openapi.json</a></nav>'

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Show the reference of the interface without any script or foreign asset."""
    document = request.app.openapi()
    parts = [
        f"<p>{escape(document['info'].get('description', ''))}</p>",
    ]
    for tag in document["tags"]:
        parts.append(f"<h2>{escape(tag['name'])}</h2><p>{escape(tag['description'])}</p>")
        parts += [
            _operation(path, verb, operation, document)
            for path, verbs in document["paths"].items()
            for verb, operation in verbs.items()
            if tag["name"] in operation["tags"]
        ]
    parts.append(_problems())
    return page("接口文档", "".join(parts), top=TOP)


def _operation(path: str, verb: str, operation: dict[str, Any], document: dict[str, Any]) -> str:
    bodies = operation.get("requestBody", {}).get("content", {})
    body = bodies.get("application/json") or bodies.get("multipart/form-data")
    statuses = "".join(
        f"<tr><th>{status}</th><td>{escape(answer['description'])}</td></tr>"
        for status, answer in operation["responses"].items()
    )
    return (
        f'<details><summary><span class="verb">{verb.upper()}</span><code>{escape(path)}</code>'
        f" {escape(operation['summary'])}</summary><p>{escape(operation['description'])}</p>"
        f"{_parameters(operation.get('parameters', []))}{_body(body, document)}"
        f"<h3>回答</h3><table>{statuses}</table></details>"
    )


def _parameters(parameters: list[dict[str, Any]]) -> str:
    rows = "".join(
        f"<tr><th><code>{escape(told['name'])}</code>"
        f"{' <span class=must>必填</span>' if told.get('required') else ''}</th>"
        f"<td>{escape(told.get('description', ''))}</td><td>{_limits(told['schema'])}</td></tr>"
        for told in parameters
    )
    return f"<h3>参数</h3><table>{rows}</table>" if rows else ""


def _limits(schema: dict[str, Any]) -> str:
    told = []
    if "default" in schema and schema["default"] is not None:
        told.append(f"默认 {schema['default']}")
    if schema.get("examples"):
        told.append(f"例如 {schema['examples'][0]}")
    choices = [str(choice) for choice in schema.get("enum", [])]
    if choices:
        told.append("可选 " + "、".join(choices))
    return escape("；".join(told))


def _body(body: dict[str, Any] | None, document: dict[str, Any]) -> str:
    if body is None:
        return ""
    examples: list[dict[str, Any]] = list(body.get("examples", {}).values())
    shown = json.dumps(examples[0]["value"], ensure_ascii=False, indent=2) if examples else ""
    name = body["schema"].get("$ref", "").rpartition("/")[2]
    fields = document["components"]["schemas"].get(name, {})
    rows = "".join(
        f"<tr><th><code>{escape(field)}</code>"
        f"{' <span class=must>必填</span>' if field in fields.get('required', []) else ''}</th>"
        f"<td>{escape(told.get('description', ''))}</td></tr>"
        for field, told in fields.get("properties", {}).items()
    )
    return f"<h3>正文</h3><table>{rows}</table><pre>{escape(shown)}</pre>"


def _problems() -> str:
    rows = "".join(
        f'<tr><th>{kind.status}</th><td><a href="{kind.type}">{escape(kind.title)}</a></td>'
        f"<td>{escape(kind.remedy)}</td></tr>"
        for kind in sorted(KINDS, key=lambda kind: kind.status)
    )
    return f"<h2>错误</h2><p>错误回答的类型为 application/problem+json。</p><table>{rows}</table>"
