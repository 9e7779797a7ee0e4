"""Read the templates of official documents, and have one checked that is not published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.templates import check_source
from engine.model.case import Actor, Clock
from engine.model.documents import TemplateFinding
from engine.model.errors import NotFound
from engine.store import templates as stored
from engine.store.document_rows import TemplateRow
from engine.store.store import Session


def list_templates(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor
) -> list[TemplateRow]:
    """Return the newest version of each template, by key."""
    _expect_may_read(session, engine, clock, actor)
    return stored.list_templates(session)


def list_template_versions(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, key: str
) -> list[TemplateRow]:
    """Return every version of a template, the newest first; NotFound when there is none."""
    _expect_may_read(session, engine, clock, actor)
    found = stored.template_versions(session, key)
    if not found:
        raise _unknown(key)
    return found


def read_template(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    key: str,
    version: int | None = None,
) -> TemplateRow:
    """Return one version of a template with its source, the newest by default; else NotFound."""
    _expect_may_read(session, engine, clock, actor)
    if version is None:
        found = stored.newest_template(session, key)
    else:
        found = stored.template_version(session, key, version)
    if found is None:
        raise _unknown(key)
    return found


def check_template(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, source: str
) -> Sequence[TemplateFinding]:
    """Return every mistake of a template that is not published; none when it could be."""
    _expect_may_read(session, engine, clock, actor)
    return check_source(engine, source)


@dataclass(frozen=True, slots=True)
class SampleFacts:
    """What a sample of a document says truly: whose it would be, and when."""

    office: str
    today: date


def read_sample_facts(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor
) -> SampleFacts:
    """Return what a sample of a template is made with, for whoever may read templates."""
    _expect_may_read(session, engine, clock, actor)
    office = Office(session, engine, now=clock())
    return SampleFacts(office.settings.text("document.office"), office.today)


def _expect_may_read(session: Session, engine: Engine, clock: Clock, actor: Actor) -> None:
    engine.permissions.expect(Office(session, engine, now=clock()), actor, "read_templates")


def _unknown(key: str) -> NotFound:
    return NotFound(f"没有公文模板“{key[:80]}”。", en=f"There is no template '{key[:80]}'.")
