"""Read the cases of the DMN Technology Compatibility Kit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lxml import etree

from engine.decisions.xml import attribute, part, parts
from engine.feel import Value, parse

KIT = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "dmn-tck"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


@dataclass(frozen=True)
class Expectation:
    """One expected result of one case."""

    model: Path
    case: str
    inputs: dict[str, Value]
    decision: str
    expected: Value
    is_error: bool

    def __str__(self) -> str:
        return f"{self.model.stem}-{self.case}-{self.decision}".replace(" ", "_")


def expectations(kit: Path = KIT) -> Iterator[Expectation]:
    """Yield every expectation of the kit, none if it is not there."""
    for path in sorted(kit.glob("*/*-test-*.xml")):
        root = etree.fromstring(path.read_bytes())
        name = part(root, "modelName")
        assert name is not None
        for case in parts(root, "testCase"):
            yield from _of_case(path.parent / (name.text or ""), case)


def _of_case(model: Path, case: etree._Element) -> Iterator[Expectation]:
    inputs = {attribute(node, "name"): _value(node) for node in parts(case, "inputNode")}
    for result in parts(case, "resultNode"):
        expected = part(result, "expected")
        yield Expectation(
            model,
            attribute(case, "id"),
            inputs,
            attribute(result, "name"),
            None if expected is None else _value(expected),
            is_error=attribute(result, "errorResult") == "true",
        )


def _value(node: etree._Element) -> Value:
    components = parts(node, "component")
    if components:
        return {attribute(child, "name"): _value(child) for child in components}
    listed = part(node, "list")
    if listed is not None:
        return [_value(item) for item in parts(listed, "item")]
    value = part(node, "value")
    return None if value is None else _simple(value)


def _simple(value: etree._Element) -> Value:
    text = value.text or ""
    declared = attribute(value, _TYPE).rsplit(":", 1)[-1]
    if attribute(value, _NIL) == "true":
        return None
    if declared == "boolean":
        return text == "true"
    if declared in {"decimal", "double", "integer"}:
        return Decimal(text)
    if declared in {"date", "time", "dateTime", "duration"}:
        return parse(f'@"{text}"').evaluate({})
    return text
