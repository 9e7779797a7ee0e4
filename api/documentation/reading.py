"""Read an OpenAPI document for people: areas, their operations, what each takes and answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Document = Mapping[str, Any]
_METHODS = ("get", "post", "put", "patch", "delete")
_PLACES: Mapping[str, str] = {
    "path": "路径",
    "query": "查询",
    "header": "请求头",
    "cookie": "Cookie",
}
_KINDS: Mapping[str, str] = {
    "string": "文字", "integer": "整数", "number": "数", "boolean": "是否",
    "object": "对象", "array": "列表", "null": "空",
}  # fmt: skip
_FORMATS: Mapping[str, str] = {
    "date": "日期",
    "date-time": "时刻",
    "binary": "文件",
    "uuid": "UUID",
}
_DEEPEST = 4
_NOTHING: Document = {}


@dataclass(frozen=True, slots=True)
class Line:
    """One parameter or field."""

    name: str
    place: str
    kind: str
    is_required: bool
    said: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """One status an operation may answer with."""

    status: str
    said: str
    fields: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    summary: str
    is_public: bool
    parameters: tuple[Line, ...]
    body: tuple[Line, ...]
    media_type: str
    answers: tuple[Answer, ...]

    @property
    def anchor(self) -> str:
        """Return the place on the page."""
        return f"{self.method}{self.path}".replace("/", "-").replace("{", "").replace("}", "")


@dataclass(frozen=True, slots=True)
class Described:
    """An area with its operations."""

    name: str
    said: str
    operations: tuple[Operation, ...]


def areas_of(document: Document) -> tuple[Described, ...]:
    """Return the areas in the order of the document, each with its operations."""
    reader = _Reader(document)
    said = {tag["name"]: tag.get("description", "") for tag in document.get("tags", ())}
    found: dict[str, list[Operation]] = {name: [] for name in said}
    for path, operations in document["paths"].items():
        for method in _METHODS:
            if method in operations:
                shared = operations.get("parameters", ())
                operation = reader.operation(method, path, operations[method], shared)
                for tag in operations[method].get("tags", ("",)):
                    found.setdefault(tag, []).append(operation)
    return tuple(Described(name, said.get(name, ""), tuple(of)) for name, of in found.items())


class _Reader:
    """Read parts of one document, following its references."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def operation(
        self, method: str, path: str, operation: Document, shared: tuple[Document, ...]
    ) -> Operation:
        body = self._follow(operation.get("requestBody", {})).get("content", {})
        media_type = next(iter(body), "")
        parameters = [*shared, *operation.get("parameters", ())]
        return Operation(
            method=method.upper(),
            path=path,
            summary=operation.get("description") or operation.get("summary", ""),
            is_public=not operation.get("security"),
            parameters=tuple(self._parameter(self._follow(each)) for each in parameters),
            body=tuple(self._fields(body.get(media_type, {}).get("schema", {}))),
            media_type=media_type,
            answers=tuple(self._answers(operation.get("responses", {}))),
        )

    def _answers(self, responses: Document) -> Iterator[Answer]:
        for status, response in responses.items():
            followed = self._follow(response)
            content = followed.get("content", {})
            is_error = not str(status).startswith("2")
            first: Document = next(iter(content.values()), _NOTHING)
            schema = _NOTHING if is_error else first.get("schema", _NOTHING)
            said = followed.get("description", "")
            yield Answer(str(status), said, tuple(self._fields(schema)))

    def _parameter(self, parameter: Document) -> Line:
        schema = self._follow(parameter.get("schema", {}))
        return Line(
            parameter["name"],
            _PLACES.get(parameter["in"], parameter["in"]),
            self._kind(schema),
            bool(parameter.get("required")),
            self._said(parameter.get("description", ""), schema),
        )

    def _fields(self, schema: Document, depth: int = 0) -> Iterator[Line]:
        followed = self._follow(schema)
        if followed.get("type") == "array" and depth == 0:
            followed = self._follow(followed.get("items", {}))
        required = followed.get("required", ())
        for name, field in followed.get("properties", {}).items():
            own = self._follow(field)
            said = self._said(field.get("description", "") or own.get("description", ""), own)
            yield Line(name, "", self._kind(own), name in required, said, depth)
            inner = own.get("items", own) if own.get("type") == "array" else own
            if depth + 1 < _DEEPEST:
                yield from self._fields(inner, depth + 1)

    @staticmethod
    def _kind(schema: Document) -> str:
        kinds: Any = schema.get("type", "")
        if isinstance(kinds, list):
            return "或".join(_KINDS.get(each, each) for each in kinds)
        named = str(_KINDS.get(kinds, kinds))
        return _FORMATS.get(schema.get("format", ""), named)

    @staticmethod
    def _said(description: str, schema: Document) -> str:
        known = schema.get("enum")
        if known and len(known) <= 12:  # noqa: PLR2004 - a longer list helps nobody
            words: str = "、".join(str(each) for each in known if each is not None)
            return f"{description}（{words}）" if description else words
        return description

    def _follow(self, part: Document) -> Document:
        for key in ("allOf", "anyOf", "oneOf"):
            if key in part:
                options = [each for each in part[key] if each.get("type") != "null"]
                return self._follow(options[0]) if options else part
        if "$ref" not in part:
            return part
        found: Any = self._document
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return self._follow(found)
