"""The form that opens a case, with what its fields hold before anything is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.commands.engine import Engine
from engine.commands.linking import new_case
from engine.commands.open_case import may_start
from engine.commands.policy.acting import standing
from engine.commands.turn import Turn
from engine.definitions.published import Published
from engine.model.case import Actor, Clock
from engine.model.errors import NotFound
from engine.model.form_description import form_schema_of, form_value
from engine.model.form_schema import default_value
from engine.model.form_values import Wrong
from engine.model.surroundings import ActivityFailed
from engine.model.values import Json
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class StartForm:
    """The form of the newest version of a process (JSON Schema), and the defaults of its fields."""

    definition_id: str
    key: str
    name: str
    documentation: str
    schema: Mapping[str, Json]
    values: Mapping[str, Json]


def read_start_form(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, process: str
) -> StartForm:
    """Return the form that opens a case of a process; NotFound for who may open none of them."""
    turn = Turn(session, engine=engine, clock=clock, actor=actor, is_trial=True)
    published = turn.office.newest(process)
    person = standing(turn.office, actor).person
    if not may_start(turn, published, person):
        raise NotFound(
            "没有您可以立案的这一程序。", en=f"Expected a process that '{person.id}' may start."
        )
    return StartForm(
        definition_id=published.definition_id,
        key=published.key,
        name=published.name,
        documentation=published.process.documentation,
        schema=form_schema_of(published.start_form),
        values=_defaults(turn, published, person.id),
    )


def _defaults(turn: Turn, published: Published, person: str) -> dict[str, Json]:
    """Return the defaults, as they are before there is a case that expressions could see."""
    step = new_case(turn, published, unit=None, title="", opened_by=person)
    found: dict[str, Json] = {}
    for field in () if published.start_form is None else published.start_form.fields:
        try:
            value = default_value(field, evaluate=lambda text: step.surroundings.evaluate(text, {}))
        except (Wrong, ActivityFailed):  # sending the form says what is wrong with the default
            continue
        if value is not None:
            found[field.id] = form_value(value)
    return found
