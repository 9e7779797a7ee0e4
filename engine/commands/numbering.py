"""Numbers of documents and cases, such as 岳教督整〔2026〕3号."""

from __future__ import annotations

from collections.abc import Mapping

from engine.commands.step import Step
from engine.model.deadlines import local_day
from engine.model.values import Value
from engine.store.document_rows import AllocatedNumber
from engine.store.numbers import last_number, take_number

NUMBER_PATTERN = "{series}〔{year}〕{number}号"
"""How a number of a series is written, unless a setting `series.<name>` says otherwise."""


def allocate(step: Step, series: str, *, node: str | None = None) -> str:
    """Take the next number of a series in this local year and return it as it is written."""
    return take(step, series, node=node).number


def take(step: Step, series: str, *, node: str | None = None) -> AllocatedNumber:
    """Take the next number and enter it into the register of the series, for this case."""
    year = local_day(step.now).year
    serial = _serial(step, series, year)
    taken = AllocatedNumber(
        series=series,
        year=year,
        serial=serial,
        number=_written(step, series, year, serial),
        case_id=step.case.id,
        node=node,
        allocated_at=step.now,
        allocated_by=step.turn.actor.person,
    )
    step.is_irrevocable = True
    step.turn.batch.add_number(taken)
    data: Mapping[str, Value] = {
        "series": series,
        "year": year,
        "serial": serial,
        "number": taken.number,
    }
    step.record("number_allocated", node=node, data=data)
    return taken


def next_number(step: Step, series: str) -> str:
    """Return the number that would be taken now; somebody else may be faster."""
    year = local_day(step.now).year
    return _written(step, series, year, _following(step, series, year))


def _serial(step: Step, series: str, year: int) -> int:
    """Take the next serial; a trial only counts what it would take, so none is used up."""
    tried = step.turn.tried_numbers
    if tried is None:
        return take_number(step.turn.session, series, year=year)
    serial = _following(step, series, year)
    tried[series] += 1
    return serial


def _following(step: Step, series: str, year: int) -> int:
    tried = step.turn.tried_numbers
    before = 0 if tried is None else tried[series]
    return last_number(step.turn.session, series, year=year) + before + 1


def _written(step: Step, series: str, year: int, serial: int) -> str:
    settings = step.turn.office.settings
    key = f"series.{series}"
    pattern = settings.text(key) if key in settings.known else NUMBER_PATTERN
    parts = {"{series}": series, "{year}": str(year), "{number}": str(serial)}
    for placeholder, text in parts.items():
        pattern = pattern.replace(placeholder, text)
    return pattern
