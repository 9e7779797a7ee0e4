"""Open a case (立案)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.commands import linking
from engine.commands.engine import Engine
from engine.commands.filling import fill_start
from engine.commands.policy.acting import Standing, standing
from engine.commands.policy.duties import reaches, reaches_as, words_in
from engine.commands.requests import command
from engine.commands.results import CaseOpened
from engine.commands.step import Step
from engine.commands.taking_files import TakenFiles
from engine.commands.turn import Turn
from engine.definitions.published import Published
from engine.identity import Person
from engine.model.case import Actor, Clock
from engine.model.errors import InvalidArgument, InvalidState, NotPermitted
from engine.store.store import Session

MAX_TITLE = 200


@command(CaseOpened)
def open_case(  # noqa: PLR0913 - one name for each thing a caller says
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    process: str,
    unit: str,
    title: str,
    form: Mapping[str, object] | None = None,
    idempotency_key: str | None = None,
) -> CaseOpened:
    """Open a case of the newest version of a process, against a unit.

    Files that the form names are those held for it (`hold_file`); they become attachments of the
    case. What a substitute opens, the absent person opened. The actor needs a post that reaches
    the unit: in a starter group of the diagram, or, where it names nobody, in a group for
    `open_case`.
    """
    del idempotency_key  # taken by the decorator
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    begun = begin_case(turn, process=process, unit=unit, title=title, form=form or {})
    turn.finish()
    begun.files.write(session)
    case = begun.step.case
    return CaseOpened(case.id, case.version, case.status, case.reference)


@dataclass(frozen=True, slots=True)
class Begun:
    """The step of a case that is being opened, and the files that its form names."""

    step: Step
    files: TakenFiles


def begin_case(
    turn: Turn, *, process: str, unit: str, title: str, form: Mapping[str, object]
) -> Begun:
    """Return the step that opens a case, run to its first wait; the turn is not finished."""
    actor, published = turn.actor, turn.office.newest(process)
    people: tuple[str, ...] = (actor.person,)
    if not actor.is_system:
        people = _expect_may_open(turn, published, unit).people
    _expect_title(title)
    step = linking.new_case(turn, published, unit=unit, title=title.strip(), opened_by=people[-1])
    files = TakenFiles(turn, published.key)
    linking.begin(step, fill_start(step, form, known_file=files.knows), people=people)
    files.attach_to(step)
    return Begun(step, files)


def expect_may_open(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, process: str, unit: str
) -> None:
    """Expect that the actor may open a case of a process against a unit; NotPermitted else."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    _expect_may_open(turn, turn.office.newest(process), unit)


def expect_may_start(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, process: str
) -> None:
    """Expect that the actor may open a case of a process somewhere, or may read configuration."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor)
    published = turn.office.newest(process)
    person = standing(turn.office, actor).person
    if not may_start(turn, published, person):
        engine.permissions.expect(turn.office, actor, "read_configuration")


def may_start(turn: Turn, published: Published, person: Person) -> bool:
    """Say whether somebody, the actor or whom they act for, may open a case against some unit."""
    return bool(opening_units(turn, published, person))


def opening_units(turn: Turn, published: Published, person: Person) -> tuple[str, ...]:
    """Return the units against which, and against all below, somebody may open a case."""
    process = published.process
    groups, users = words_in(process.starter_groups), words_in(process.starter_users)
    if not groups and not users:
        return turn.engine.permissions.units(turn.office, turn.actor, "open_case")
    own = person.units if person.id in users else ()
    return tuple(sorted({*person.units_as(groups), *own}))


def _expect_may_open(turn: Turn, published: Published, unit: str) -> Standing:
    found = standing(turn.office, turn.actor)
    person = found.person
    if not reaches(turn.office, person, unit) and turn.office.is_unit(unit):
        raise NotPermitted(
            f"{turn.office.unit_name(unit)}不在{person.name}的管辖范围内，不能立案。",
            en=f"Expected the unit of '{person.id}' to be '{unit}' or above it.",
        )
    ended_on = turn.office.unit_ended_on(unit)
    if ended_on is not None:
        raise InvalidState(
            f"{turn.office.unit_name(unit)}已于{ended_on}撤销，不能再立案。",
            en=f"{turn.office.unit_name(unit)} ended on {ended_on}; no case can be opened about it.",
            code="unit_ended",
        )
    process = published.process
    groups, users = words_in(process.starter_groups), words_in(process.starter_users)
    if not (groups or users):
        known = unit if turn.office.is_unit(unit) else None  # what is none is refused later
        _expect_opener(turn, published, known)
    elif person.id not in users and not reaches_as(turn.office, person, groups, unit):
        raise NotPermitted(
            f"{person.name}不在可以发起“{published.name}”的候选组内。",
            en=f"Expected '{person.id}' to be in one of {sorted(groups)}.",
        )
    return found


def _expect_opener(turn: Turn, published: Published, unit: str | None) -> None:
    """Expect the word `open_case`, where the diagram does not say who may open."""
    try:
        turn.engine.permissions.expect(turn.office, turn.actor, "open_case", unit=unit)
    except NotPermitted as refusal:
        raise NotPermitted(
            f"“{published.name}”没有写明由谁发起。{refusal.message}",
            en=f"'{published.key}' names no starter groups. {refusal.en}",
            code=refusal.code,
        ) from refusal


def _expect_title(title: str) -> None:
    if not 0 < len(title.strip()) <= MAX_TITLE or not title.strip().isprintable():
        raise InvalidArgument(
            f"案件标题应为1至{MAX_TITLE}个字符，不含控制字符。",
            en=f"Expected a title of 1 to {MAX_TITLE} printable characters.",
            code="invalid_title",
        )
