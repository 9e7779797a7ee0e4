"""Read templates of documents with the names of who published them."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.engine import Engine
from engine.commands.reading.names import Named, Names
from engine.commands.template_reading import (
    list_template_versions,
    list_templates,
    read_template,
)
from engine.commands.turn import Turn
from engine.model.case import SYSTEM, Actor, Clock
from engine.store.document_rows import TemplateRow
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A version of a template with who published it; `is_shipped` came with the program."""

    row: TemplateRow
    published_by: Named
    is_shipped: bool


@dataclass(frozen=True, slots=True)
class TemplateText:
    """One version of a template, and all of them, the newest first."""

    row: TemplateRow
    versions: tuple[TemplateLine, ...]

    @property
    def is_newest(self) -> bool:
        """Say whether documents are made from this version now."""
        return self.row.version == self.versions[0].row.version


def list_template_lines(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor
) -> tuple[TemplateLine, ...]:
    """Return the newest version of each template, by key."""
    rows = list_templates(session, engine=engine, clock=clock, actor=actor)
    names = Names(Turn(session, engine=engine, clock=clock, actor=actor))
    return tuple(_line(names, each) for each in rows)


def read_template_text(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    key: str,
    version: int | None = None,
) -> TemplateText:
    """Return one version of a template, the newest by default; NotFound when there is none."""
    row = read_template(
        session, engine=engine, clock=clock, actor=actor, key=key, version=version
    )
    rows = list_template_versions(session, engine=engine, clock=clock, actor=actor, key=key)
    names = Names(Turn(session, engine=engine, clock=clock, actor=actor))
    return TemplateText(row, tuple(_line(names, each) for each in rows))


def _line(names: Names, row: TemplateRow) -> TemplateLine:
    return TemplateLine(row, names.person(row.published_by), row.published_by == SYSTEM.person)
