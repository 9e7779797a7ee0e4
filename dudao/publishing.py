"""Publish files into a store."""

from __future__ import annotations

from collections.abc import Iterable

from dudao.composition import CaseTypes
from dudao.desk import Desk
from dudao.linting import Names, known
from dudao.scenarios.search import File
from engine.definitions.candidate import SourceFile
from engine.definitions.deploy import Check, Deployment, deploy, pass_all
from engine.model.case import SYSTEM, Actor
from engine.store import Session


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
    """Publish diagrams and tables together; raise DeploymentRefused when one has errors."""
    return deploy(
        session,
        [SourceFile(file.name, file.data) for file in files],
        clock=desk.clock,
        actor=actor,
        known=known(types, names),
        new_id=desk.engine.new_id,
        new_salt=desk.engine.new_salt,
        check=check,
    )
