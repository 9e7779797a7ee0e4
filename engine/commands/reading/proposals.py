"""Read proposals: what was handed in, what was found, and what one may do with it now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.proposal_messages import PUBLISH
from engine.commands.proposal_rules import (
    expect_base,
    expect_may_publish,
    expect_may_refuse,
    expect_may_withdraw,
    expect_proposal,
)
from engine.commands.reading.definitions import READ
from engine.commands.reading.names import Named, Names
from engine.commands.reading.standing import Looking
from engine.commands.registers import FIRST_PAGE, Listed
from engine.definitions.base import Base, read_base
from engine.model.case import Actor, Clock
from engine.model.errors import EngineError, NotFound
from engine.model.proposals import (
    STATE_WORDS,
    ProposalFinding,
    ProposalState,
    ProposedFile,
    ScenarioResult,
)
from engine.model.registers import Page
from engine.store import proposals as store
from engine.store.store import Session

_AWAITING = 50


@dataclass(frozen=True, slots=True)
class KeyView:
    """What the files define: over which version it was made, and which is the newest; or None."""

    kind: str
    key: str
    name: str
    based_on: int | None
    newest: int | None
    has_moved: bool


@dataclass(frozen=True, slots=True)
class MadeView:
    """A version that publishing made; `kind` is `process` or `table`."""

    kind: str
    key: str
    version: int
    name: str


@dataclass(frozen=True, slots=True)
class ActionView:
    """Something to do with a proposal: whether one may, and if not, why."""

    command: str
    is_allowed: bool
    why_not: str
    why_not_en: str


@dataclass(frozen=True, slots=True)
class ProposalListed:
    """A proposal in a list; `failed` counts the scenarios that did not pass."""

    id: str
    state: ProposalState
    state_zh: str
    note: str
    proposed_by: Named
    proposed_at: datetime
    errors: int
    warnings: int
    scenarios: int
    failed: int
    keys: tuple[KeyView, ...]
    closed_by: Named | None
    closed_at: datetime | None
    reason: str | None
    made: tuple[MadeView, ...]


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal with its files, its findings at their elements, and how each scenario went."""

    proposal: ProposalListed
    files: tuple[store.FileListed, ...]
    findings: tuple[ProposalFinding, ...]
    results: tuple[ScenarioResult, ...]
    actions: tuple[ActionView, ...]


def list_proposals(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    states: Sequence[ProposalState] = (),
    page: Page = FIRST_PAGE,
) -> Listed[ProposalListed]:
    """Return proposals by the instant they were made, of some states or of any."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    looking.expect(READ)
    rows, cursor = store.page_of_proposals(session, states, page)
    names, base = Names(looking.turn), read_base(session)
    return Listed(tuple(_listed(each, names, base) for each in rows), cursor)


def list_awaiting(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor
) -> tuple[ProposalListed, ...]:
    """Return the proposals that wait for the actor to publish or refuse them, the oldest first.

    At most the first fifty are looked at. Nobody but who may publish gets any.
    """
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    office = looking.turn.office
    if not engine.permissions.allows(office, actor, PUBLISH, unit=None):
        return ()
    rows, _ = store.page_of_proposals(session, (ProposalState.AWAITING,), Page(_AWAITING))
    mine = [each for each in rows if each.proposed_by not in actor.people]
    if not mine:
        return ()
    names, base = Names(looking.turn), read_base(session)
    return tuple(_listed(each, names, base) for each in mine)


def read_proposal(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, proposal: str
) -> ProposalView:
    """Return a proposal; raise NotFound when there is none."""
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    looking.expect(READ)
    row = expect_proposal(session, proposal)
    judgement = store.judgement_of(session, row.id)
    return ProposalView(
        proposal=_listed(row, Names(looking.turn), read_base(session)),
        files=tuple(store.files_listed(session, row.id)),
        findings=tuple(judgement.findings),
        results=tuple(judgement.scenarios),
        actions=tuple(_actions(session, looking.turn.office, engine, actor, row)),
    )


def read_proposal_source(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, proposal: str, name: str
) -> ProposedFile:
    """Return a file of a proposal byte for byte; raise NotFound when it has none of this name."""
    Looking(session, engine=engine, clock=clock, actor=actor).expect(READ)
    row = expect_proposal(session, proposal)
    found = store.file_of(session, row.id, name)
    if found is None:
        raise NotFound(
            "该发布申请没有这一文件。", en="Expected a file of the proposal, but it has none so."
        )
    return found


def _listed(row: store.ProposalRow, names: Names, base: Base) -> ProposalListed:
    return ProposalListed(
        id=row.id,
        state=row.state,
        state_zh=STATE_WORDS[row.state],
        note=row.note,
        proposed_by=names.person(row.proposed_by),
        proposed_at=row.proposed_at,
        errors=row.errors,
        warnings=row.warnings,
        scenarios=row.scenarios,
        failed=row.failed,
        keys=tuple(
            KeyView(
                each.kind,
                each.key,
                each.name,
                each.based_on or None,
                base.version(each.kind, each.key) or None,
                base.has_moved(each),
            )
            for each in row.keys
        ),
        closed_by=names.maybe(row.closed_by),
        closed_at=row.closed_at,
        reason=row.reason,
        made=tuple(map(_made, row.made)),
    )


def _made(kept: Mapping[str, object]) -> MadeView:
    version = int(str(kept["version"]))
    return MadeView(str(kept["kind"]), str(kept["key"]), version, str(kept["name"]))


def _actions(
    session: Session, office: Office, engine: Engine, actor: Actor, row: store.ProposalRow
) -> Iterator[ActionView]:
    def publish() -> None:
        expect_may_publish(office, engine, actor, row)
        expect_base(session, row)

    yield _action("publish_proposal", publish)
    yield _action("refuse_proposal", lambda: expect_may_refuse(office, engine, actor, row))
    yield _action("withdraw_proposal", lambda: expect_may_withdraw(office, engine, actor, row))


def _action(command: str, expect: Callable[[], None]) -> ActionView:
    try:
        expect()
    except EngineError as refusal:
        return ActionView(command, is_allowed=False, why_not=refusal.message, why_not_en=refusal.en)
    return ActionView(command, is_allowed=True, why_not="", why_not_en="")
