"""Publish files into a store."""

from __future__ import annotations

from collections.abc import Iterable

from documents import shipped_names, shipped_templates
from dudao.composition import CaseTypes
from dudao.desk import Desk
from dudao.linting import Names, known
from dudao.scenarios.search import File, shared_files
from engine.commands import publish_shipped_templates
from engine.decisions import DecisionSyntaxError, read_decisions
from engine.definitions.candidate import SourceFile
from engine.definitions.deploy import Check, Deployment, deploy, pass_all
from engine.model.case import SYSTEM, Actor
from engine.store import Session
from engine.store.definitions import list_decision_tables


def publish(
    session: Session,
    desk: Desk,
    types: CaseTypes,
    files: Iterable[File],
    *,
    names: Names,
    actor: Actor = SYSTEM,
    check: Check = pass_all,
) -> Deployment:
    """Publish diagrams and tables together; raise DeploymentRefused when one has errors.

    The tables and templates that every installation has are published with the first files.
    """
    publish_templates(session, desk)
    given = list(files)
    given += _missing_tables(session, given)
    return deploy(
        session,
        [SourceFile(file.name, file.data) for file in given],
        clock=desk.clock,
        actor=actor,
        known=known(types, names),
        new_id=desk.engine.new_id,
        new_salt=desk.engine.new_salt,
        check=check,
    )


def publish_templates(session: Session, desk: Desk) -> list[str]:
    """Publish the shipped templates of documents that are missing or changed; return their keys."""
    return publish_shipped_templates(
        session, shipped_templates(), engine=desk.engine, clock=desk.clock, names=shipped_names()
    )


def _missing_tables(session: Session, given: Iterable[File]) -> list[File]:
    """Return the shared tables of which the store has no version yet and none is given."""
    there = {row.key for row in list_decision_tables(session)}
    there.update(id_ for file in given for id_ in _decisions(file))
    return [file for file in shared_files() if there.isdisjoint(_decisions(file))]


def _decisions(file: File) -> tuple[str, ...]:
    try:
        return read_decisions(file.data).ids
    except DecisionSyntaxError:  # a diagram, or what the linter refuses
        return ()
