"""Opening a case, by a person or by another case (关联案件)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from engine.commands.numbering import allocate
from engine.commands.policy.duties import START
from engine.commands.step import Around, Step
from engine.definitions.published import Published
from engine.model.case import CaseStatus
from engine.model.errors import InvalidArgument
from engine.model.surroundings import Call
from engine.model.values import Value
from engine.store.rows import CaseRow

Values = Mapping[str, Value]
ROOT = 1
MOST_NESTED = 20
"""Cases that open cases that open cases: no honest diagram goes deeper in one step."""


def new_case(
    turn: Around,
    published: Published,
    *,
    unit: str | None,
    title: str,
    opened_by: str,
    parent: CaseRow | None = None,
    parent_aid: int | None = None,
) -> Step:
    """Return the step of a new case, before anything has happened in it."""
    if unit is not None and not turn.office.is_unit(unit):
        raise InvalidArgument(
            f"没有代码为“{unit}”的单位。",
            en=f"Expected the code of a unit, but found '{unit}'.",
            code="unknown_unit",
        )
    case = CaseRow(
        id=str(turn.engine.new_id()),
        reference=None,
        definition_id=published.definition_id,
        key=published.key,
        unit=unit,
        title=title,
        status=CaseStatus.OPEN.value,
        state=b"",
        version=0,
        opened_at=turn.now,
        opened_by=opened_by,
        parent_id=parent.id if parent is not None else None,
        parent_aid=parent_aid,
    )
    return turn.open(case, published)


def open_linked(
    step: Step, call: Call, *, process: str, title: str, unit: str | None, variables: Values
) -> Step:
    """Open a case from within another, in the same turn."""
    turn = step.turn
    if len(turn.steps) > MOST_NESTED:
        raise InvalidArgument(
            "关联案件层层嵌套过多。", en=f"Expected at most {MOST_NESTED} linked cases in a step."
        )
    published = turn.office.newest(process)
    # The diagram opens it, nobody by their own will: it is the matter of who opened the first case.
    opener = step.case.opened_by
    child = new_case(
        turn,
        published,
        unit=unit,
        title=title,
        opened_by=opener,
        parent=step.case,
        parent_aid=call.aid,
    )
    step.is_irrevocable = True
    begin(child, variables, people=step.instance.performers(ROOT, START), parent=step.case)
    case = child.case
    data: Values = {"case": case.id, "process": process, "reference": case.reference, "unit": unit}
    step.record("linked_case_opened", node=call.node, data={**data, "title": title})
    return child


def begin(
    step: Step, variables: Values, *, people: Collection[str], parent: CaseRow | None = None
) -> None:
    """Give a new case its reference and first history event, and run it to its first wait."""
    case = step.case
    data: dict[str, Value] = {
        "title": case.title,
        "unit": case.unit,
        "process": case.key,
        "form": variables,
    }
    if parent is not None:
        data["parent"] = parent.id
        data["parent_reference"] = parent.reference
    step.record("case_opened", after={"status": case.status}, data=data)
    series = step.published.process.properties.get("reference_series", "")
    if series:
        step.name(allocate(step, series))
    step.start(variables, people=people)


def taken_below(step: Step) -> set[str]:
    """Return the ids of this case and of the cases that this turn takes and that lie below it."""
    cases = [each.case for each in step.turn.steps.values()]
    tree: set[str] = set()
    found = {step.case.id}
    while found:
        tree |= found
        found = {case.id for case in cases if case.parent_id in tree} - tree
    return tree
