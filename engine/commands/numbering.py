"""Numbers of documents and cases, such as 岳教督整〔2026〕3号."""

from __future__ import annotations

from collections.abc import Mapping

from engine.commands.step import Step
from engine.model.deadlines import local_day
from engine.model.values import Value
from engine.store.numbers import take_number

NUMBER_PATTERN = "{series}〔{year}〕{number}号"
"""How a number of a series is written, unless a setting `series.<name>` says otherwise."""


def allocate(step: Step, series: str, *, node: str | None = None) -> str:
    """Take the next number of a series in this local year and return it as it is written."""
    year = local_day(step.now).year
    serial = take_number(step.turn.session, series, year=year)
    number = _written(step, series, year, serial)
    step.is_irrevocable = True
    data: Mapping[str, Value] = {
        "series": series,
        "year": year,
        "serial": serial,
        "number": number,
    }
    step.record("number_allocated", node=node, data=data)
    return number


def _written(step: Step, series: str, year: int, serial: int) -> str:
    settings = step.turn.office.settings
    key = f"series.{series}"
    pattern = settings.text(key) if key in settings.known else NUMBER_PATTERN
    parts = {"{series}": series, "{year}": str(year), "{number}": str(serial)}
    for placeholder, text in parts.items():
        pattern = pattern.replace(placeholder, text)
    return pattern
