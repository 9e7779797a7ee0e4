"""What a form must say beyond its fields: `expect:<field>` in the diagram.

The property is FEEL that must be true when the form is sent; it sees the variables of the case
and the values of the form. `message:<field>` is the sentence that says what was expected. A form
that does not fit is refused at that field, and nothing happens. A sentence in `${…}` is FEEL too,
so that it can name what was found.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping
from typing import cast

from engine.commands.step import Step
from engine.diagram.model import Node
from engine.feel import is_wrapped
from engine.model.errors import FieldError, InvalidArgument
from engine.model.surroundings import ActivityFailed
from engine.model.values import Value

EXPECT = "expect:"
MESSAGE = "message:"

Values = Mapping[str, Value]


def expect_fit(step: Step, node: Node, values: Values, variables: Values) -> None:
    """Expect a form to be as its node says; raise InvalidArgument (`invalid_form`) otherwise."""
    if not any(name.startswith(EXPECT) for name in node.properties):
        return
    wrong = tuple(_unmet(step, node, _over(values, variables)))
    if wrong:
        raise InvalidArgument(
            "表单内容不符合要求，请按提示修改。",
            en="The form is not filled in as expected.",
            code="invalid_form",
            errors=wrong,
        )


def _over(values: Values, variables: Values) -> Values:
    """Let the form's values stand before the variables, whose scope must stay known."""
    layers = variables.maps if isinstance(variables, ChainMap) else [variables]
    first = cast("dict[str, Value]", dict(values))
    return ChainMap(first, *cast("list[dict[str, Value]]", list(layers)))


def _unmet(step: Step, node: Node, view: Values) -> Iterator[FieldError]:
    for name, text in node.properties.items():
        if not name.startswith(EXPECT):
            continue
        field = name.removeprefix(EXPECT)
        try:
            fits = step.surroundings.evaluate(text, view)
        except ActivityFailed as cause:
            yield FieldError(field, f"无法核对：{cause.zh}", f"Cannot be checked: {cause.en}")
            continue
        if fits is not True:
            zh = _sentence(step, node.properties.get(f"{MESSAGE}{field}", ""), view)
            yield FieldError(field, zh or f"应满足：{text}", f"Expected {text}")


def _sentence(step: Step, text: str, view: Values) -> str:
    if not is_wrapped(text):
        return text
    try:
        said = step.surroundings.evaluate(text, view)
    except ActivityFailed as cause:
        return f"不符合要求（无法说明：{cause.zh}）"
    return said if isinstance(said, str) else ""
