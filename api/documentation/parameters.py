"""Parameters as they are said in the document: what each is, and nothing that cannot be sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

NAMES: Mapping[str, str] = {
    "aid": "环节实例的序号",
    "attachment_id": "附件编号",
    "case_id": "案件编号",
    "code": "单位代码",
    "document_id": "公文编号",
    "entry": "台账条目编号",
    "incident_id": "故障编号",
    "key": "标识",
    "number": "文号",
    "person": "人员编号",
    "series": "文号系列，如 岳教督整",
    "session_id": "登录编号",
    "token_id": "访问令牌编号",
    "version": "版本号",
    "work_id": "待办编号",
    "year": "年份",
}
"""What stands in a path, by name."""


def say(document: Mapping[str, Any]) -> None:
    """Say of every parameter of a document what it is; a query has no null."""
    for parameter in _parameters(document):
        if parameter["in"] == "path" and parameter["name"] in NAMES:
            parameter.setdefault("description", NAMES[parameter["name"]])
        if parameter["in"] == "query":
            _leave_out_null(parameter["schema"])


def _leave_out_null(schema: dict[str, Any]) -> None:
    kinds = schema.get("type")
    if isinstance(kinds, list):
        (schema["type"],) = [each for each in kinds if each != "null"]
    if schema.get("default", ...) is None:
        del schema["default"]


def _parameters(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document["paths"].values():
        yield from path.get("parameters", ())
        for method, operation in path.items():
            if method != "parameters":
                yield from operation.get("parameters", ())
