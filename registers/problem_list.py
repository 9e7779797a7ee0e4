"""The start form of a kind of case, and the list of problems in it."""

from __future__ import annotations

from engine.commands.engine import Engine
from engine.commands.open_case import expect_may_start
from engine.model.case import Actor, Clock
from engine.model.errors import InvalidArgument
from engine.model.forms import Field, FieldKind
from engine.store import Session
from registers.headings import REQUIRED
from registers.template import template


def blank_table(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, process: str
) -> bytes:
    """Return the empty workbook for the problems of a kind of case.

    For whoever may open such a case, or may read the configuration; NotPermitted else.
    """
    expect_may_start(session, engine=engine, clock=clock, actor=actor, process=process)
    return template(list_field(session, engine, process))


def list_field(session: Session, engine: Engine, process: str) -> Field:
    """Return the list field of a start form that takes problems; InvalidArgument if none does."""
    published = engine.library.newest(session, process)
    form = published.start_form
    for field in form.fields if form is not None else ():
        is_list = field.kind is FieldKind.LIST
        if is_list and any(column.id == REQUIRED for column in field.fields):
            return field
    raise InvalidArgument(
        f"“{published.name}”的立案表单没有问题清单。",
        en=f"Expected the start form of '{process}' to have a list of problems.",
        code="no_problem_list",
    )
