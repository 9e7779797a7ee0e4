"""End a unit (撤销、合并): nothing new may hang on it, and what was stays under its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from engine.commands.directory.differences import unit_change
from engine.commands.directory.keeping import Keeping, expect_goes_on, expect_unchanged
from engine.commands.directory.results import EntryChanged
from engine.commands.engine import Engine
from engine.commands.reasons import expect_reason
from engine.commands.requests import command
from engine.identity import Unit, UnitTree, etag_of, upsert_units
from engine.model.case import Actor, Clock
from engine.model.errors import FieldError, InvalidArgument, InvalidState
from engine.store.store import Session
from engine.store.unit_uses import MOST_NAMED, uses_of_unit


@command(EntryChanged)
def end_unit(  # noqa: PLR0913 - one name for each thing a caller says
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    code: str,
    reason: str,
    on: date | None = None,
    successor: str | None = None,
    expected: str | None = None,
    idempotency_key: str | None = None,
) -> EntryChanged:
    """End a unit from a local day on, today when none is named; `successor` takes its place.

    While anything hangs on it InvalidState (`unit_in_use`) names what: running cases, people who
    belong to it or have a post in it, units below it. It cannot end in the future, nor twice. It
    stays known, so that old cases keep its name; nothing is moved to the successor.
    """
    del idempotency_key  # taken by the decorator
    keeping = Keeping(session, engine=engine, clock=clock, actor=actor)
    tree = keeping.tree
    before = tree.unit(code)
    keeping.expect_reach(code)
    expect_unchanged(before, expected)
    because, day = expect_reason(reason), on or keeping.today
    _expect_day(day, keeping.today)
    expect_goes_on(tree, code)
    _expect_successor(tree, code, successor or None)
    _expect_unused(session, tree, before, day)
    after = replace(before, ended_on=day, successor=successor or None)
    upsert_units(session, (after,))
    change = unit_change(before, after)
    seq = keeping.record(replace(change, type="unit_ended", data={"reason": because}))
    return EntryChanged("", 0, "", seq, code, etag_of(after))


def _expect_day(day: date, today: date) -> None:
    if day > today:
        zh, en = "不能晚于今天，请在当天或以后登记。", "Expected today or an earlier day."
        raise InvalidArgument(
            f"撤销日期{zh}", en=en, code="invalid_directory", errors=(FieldError("on", zh, en),)
        )


def _expect_successor(tree: UnitTree, code: str, successor: str | None) -> None:
    if successor is None:
        return
    if successor not in tree or tree.is_within(successor, code):
        zh, en = "应为另一个现有的单位。", "Expected another unit that there is."
        raise InvalidArgument(
            f"承接单位{zh}",
            en=en,
            code="invalid_directory",
            errors=(FieldError("successor", zh, en),),
        )
    expect_goes_on(tree, successor)


def _expect_unused(session: Session, tree: UnitTree, unit: Unit, day: date) -> None:
    errors = tuple(_hanging(session, tree, unit, day))
    if errors:
        raise InvalidState(
            f"{unit.name}还有未了结的事项，不能撤销。",
            en=f"{unit.name} cannot end while something hangs on it.",
            code="unit_in_use",
            errors=errors,
        )


def _hanging(session: Session, tree: UnitTree, unit: Unit, day: date) -> Iterator[FieldError]:
    uses = uses_of_unit(session, unit.code, on=day)
    yield from _named("cases", "在办案件", "Running case", [each for _, each in uses.cases])
    yield from _named(
        "people", "在职或有职务的人员", "Person", [f"{name}（{id_}）" for id_, name in uses.people]
    )
    below = [
        f"{each.name}（{each.code}）"
        for each in tree.units.values()
        if each.parent == unit.code and each.ended_on is None
    ]
    yield from _named("units", "下级单位", "Unit below it", below)


def _named(path: str, zh: str, en: str, names: list[str]) -> Iterator[FieldError]:
    for name in names[:MOST_NAMED]:
        yield FieldError(path, f"{zh}：{name}", f"{en}: {name}")
    if len(names) > MOST_NAMED:
        yield FieldError(path, f"{zh}：还有更多", f"{en}: there are more")
