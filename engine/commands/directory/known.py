"""What a list of units or people may refer to, for those who may import one."""

from __future__ import annotations

from collections.abc import Mapping

from engine.commands.directory.keeping import WORD
from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.identity import Unit
from engine.model.case import Actor, Clock
from engine.store.store import Session


def known_units(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor
) -> Mapping[str, Unit]:
    """Return every unit by code; NotPermitted for anybody who does not keep the directory."""
    office = Office(session, engine, now=clock())
    engine.permissions.expect(office, actor, WORD)
    return engine.directory.units(session, revision=office.revision).units
