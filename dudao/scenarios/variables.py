"""The variables of a case, read from its state without running anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dudao.desk import Desk
from engine.model.surroundings import ActivityFailed, Call, Decided, Due
from engine.model.values import Value
from engine.spiff import Instance
from engine.store import Session
from engine.store.reads import read_case


def variables_of(session: Session, case_id: str, desk: Desk) -> Mapping[str, Value]:
    """Return the variables of the outermost scope of a case; none once it has ended."""
    case = read_case(session, case_id).case
    published = desk.engine.library.published(session, case.definition_id)
    instance = Instance.load(published.compiled, case.state, _Reader(desk.clock()))
    return instance.variables() if 1 in instance.scopes else {}


@dataclass(frozen=True, slots=True)
class _Reader:
    """Surroundings of a case that is only looked at."""

    now: datetime

    def evaluate(self, text: str, variables: Mapping[str, Value]) -> Value:
        del variables
        raise _unexpected(text)

    def due(
        self, text: str, variables: Mapping[str, Value], since: datetime | None = None
    ) -> Due | None:
        del variables, since
        raise _unexpected(text)

    def call(self, call: Call) -> Mapping[str, Value]:
        raise _unexpected(call.handler)

    def decide(self, decision: str, variables: Mapping[str, Value]) -> Decided:
        del variables
        raise _unexpected(decision)


def _unexpected(what: str) -> ActivityFailed:
    return ActivityFailed("reading", f"只读取，不执行“{what}”。", f"Nothing runs here: {what}.")
