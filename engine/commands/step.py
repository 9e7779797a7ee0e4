"""One step of one case: what was loaded, what happens to it, and the rows that follow.

A command makes a step, lets something happen through `run` or changes rows directly, and the turn
writes everything in one batch. What happened is told by effects; the hooks turn each into rows,
history events and outbox messages, in their order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol
from uuid import NAMESPACE_OID, uuid5

from engine.commands.engine import Engine
from engine.commands.indexing import index_case
from engine.commands.item_inputs import Inputs, inputs_of
from engine.commands.office import Office
from engine.commands.past import past_outcomes
from engine.commands.public_record import find_publication
from engine.commands.surroundings import StepSurroundings
from engine.definitions.published import Published
from engine.model.case import Actor, CaseStatus, TimerKind
from engine.model.effects import Effect
from engine.model.history import Chain
from engine.model.surroundings import Call
from engine.model.values import Value
from engine.spiff import Instance
from engine.store.batch import StepBatch
from engine.store.case_reads import timers_of_case, waits_of_case, work_of_case
from engine.store.rows import (
    CaseRow,
    IncidentRow,
    ItemRow,
    OutboxRow,
    TimerRow,
    WaitRow,
    WorkRow,
)
from engine.store.store import Session

Values = Mapping[str, Value]
_NOTHING: Values = {}


class Around(Protocol):
    """What a step knows of its turn: the command it is part of."""

    session: Session
    engine: Engine
    office: Office
    now: datetime
    actor: Actor
    batch: StepBatch
    steps: dict[str, Step]
    tried_numbers: Counter[str] | None

    def find_case(self, case_id: str) -> Step | None:
        """Return the step of another case in the same turn."""
        ...

    def open(self, case: CaseRow, published: Published) -> Step:
        """Return the step of a new case in the same turn."""
        ...

    def finish(self) -> None:
        """Write everything."""
        ...


@dataclass(frozen=True, slots=True)
class Hooks:
    """What becomes of effects, of computed deadlines, of handlers called and of problem items."""

    project: Callable[[Step, Effect], None]
    tell_deadlines: Callable[[Step], None]
    dispatch: Callable[[Step, Call], Values]
    project_items: Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Completed:
    """The work that a person completes in this step, and the form."""

    work: WorkRow
    form: Values


@dataclass(slots=True)
class Rows:
    """The rows of a case as they were before the step, each kind read on first use."""

    work: dict[int, WorkRow] | None = None
    timers: dict[int, TimerRow] | None = None
    waits: dict[int, WaitRow] | None = None


@dataclass(slots=True)
class Removed:
    """Rows this step took away or moved, as they were before; 撤回 puts them back."""

    work: dict[int, WorkRow] = field(default_factory=dict)
    timers: dict[int, TimerRow] = field(default_factory=dict)
    waits: dict[int, WaitRow] = field(default_factory=dict)
    items: dict[str, ItemRow] = field(default_factory=dict)


class Step:
    """One case in one turn."""

    def __init__(
        self, turn: Around, case: CaseRow, published: Published, hooks: Hooks, *, is_new: bool
    ) -> None:
        self.turn = turn
        self._hooks = hooks
        self.loaded = case
        self.case = case
        self.published = published
        self.is_new = is_new
        self.chain = Chain(case.id, turn.engine.new_salt, case.head_seq, case.head_hash)

        # What is being done, for the words of the history.
        self.completed: Completed | None = None
        self.fired: TimerRow | None = None
        self.payload: Values = _NOTHING
        self.resolution = ""
        self.reason = ""
        self.is_rescheduling = False
        self.tried: dict[int, IncidentRow] = {}

        # What this step added and took away.
        self.added_work: dict[int, WorkRow] = {}
        self.added_waits: set[int] = set()
        self.added_items: set[str] = set()
        self.item_inputs: Inputs = {}
        self.added_incidents: dict[int, IncidentRow] = {}
        self.armed: dict[int, TimerRow] = {}
        self.removed = Removed()
        self.make_undo: Callable[[], bytes] | None = None
        self.is_irrevocable = False
        self.keeps_undo = False
        """Nobody has acted on the case: the step before can be withdrawn as before."""

        self.known_deadlines: list[tuple[int, str, Value]] = []
        self._definition = f"{published.key}@{published.version}"
        self._instance: Instance | None = None
        self._told = 0
        self._said = 0
        self._rows = Rows()
        self._reschedule: list[tuple[str, int | None]] = []
        self._messages: list[tuple[str, Values, str]] = []
        self.surroundings = StepSurroundings(
            turn.office,
            now=turn.now,
            case=case_context(case),
            dispatch=self._dispatch,
            past=lambda subject, since: past_outcomes(
                turn.session,
                turn.batch.outcomes,
                subject,
                since,
                is_unit=turn.office.is_unit(subject),
            ),
            find_publication=lambda name: find_publication(turn.session, turn.batch, name),
        )

    # ------------------------------------------------------------------------ what happens

    @property
    def now(self) -> datetime:
        """The instant of the turn."""
        return self.turn.now

    @property
    def instance(self) -> Instance:
        """The running case, read from its state on first use."""
        held = self._instance
        if held is None:
            held = Instance.load(self.published.compiled, self.case.state, self.surroundings)
            self.hold(held)
        return held

    def hold(self, instance: Instance) -> None:
        """Go on with this running case."""
        self._instance = instance
        self.item_inputs = inputs_of(instance, self.published.registers, self.case)
        self.surroundings.instance = instance

    def forget_instance(self) -> None:
        """Go on without the running case: its state was set by other means."""
        self._instance = None
        self.surroundings.instance = None

    def run(self, happening: Callable[[Instance], object]) -> None:
        """Let something happen to the running case, and project what followed."""
        happening(self.instance)
        self._after_running()

    def start(self, variables: Values, *, people: Collection[str]) -> None:
        """Start the process of a new case and run it to its first wait state."""
        instance = Instance(self.published.compiled, self.surroundings)
        self.hold(instance)
        instance.begin(variables, people=people)
        self._after_running()

    def reschedule_later(self, name: str, scope: int | None) -> None:
        """Compute again what mentions a variable, once what runs now has come to a wait state."""
        self._reschedule.append((name, scope))

    def deliver_later(self, message: str, payload: Values, *, correlation: str) -> None:
        """Deliver a message once what runs now has come to a wait state.

        The wait with this key takes it, or else the first one without a key.
        """
        self._messages.append((message, payload, correlation))

    def settle(self) -> bool:
        """Do what handlers and ended cases left for the end; return whether there was any."""
        busy = bool(self._reschedule or self._messages)
        while self._reschedule:
            name, scope = self._reschedule.pop(0)
            self.reschedule({name}, scope)
        while self._messages:
            message, payload, correlation = self._messages.pop(0)
            if not self.instance.is_ended:
                self._deliver_near(message, payload, correlation)
        return busy

    def reschedule(self, names: set[str], scope: int | None = None) -> None:
        """Compute due dates and timers again that mention these variables."""
        self.is_rescheduling = True
        self.instance.reschedule(names, scope)
        self._after_running()
        self.is_rescheduling = False

    def _deliver_near(self, message: str, payload: Values, correlation: str) -> None:
        self.payload = payload
        self.instance.deliver_near(message, payload, correlation)
        self._after_running()
        self.payload = _NOTHING

    def deliver(self, message: str, payload: Values, correlation: str | None = None) -> int:
        """Give a message to the running case; return how many waits took it."""
        self.payload = payload
        taken = self.instance.deliver(message, payload, correlation)
        self._after_running()
        self.payload = _NOTHING
        return taken

    def _after_running(self) -> None:
        self.tell()
        if self.surroundings.deadlines:
            self._hooks.tell_deadlines(self)

    def tell(self) -> None:
        """Project the effects that were not projected yet."""
        effects = self.instance.effects
        while self._told < len(effects):
            self._told += 1
            self._hooks.project(self, effects[self._told - 1])

    def _dispatch(self, call: Call) -> Values:
        if self.surroundings.instance is not None:
            self.tell()  # what a handler records comes after what happened before it
        return self._hooks.dispatch(self, call)

    # ------------------------------------------------------------------- history and outbox

    def record(
        self,
        type: str,  # noqa: A002 - the word of the glossary
        *,
        node: str | None = None,
        before: Values | None = None,
        after: Values | None = None,
        data: Values | None = None,
    ) -> None:
        """Append a history event to the chain of the case."""
        self.chain.append(
            type,
            at=self.now,
            person=self.turn.actor.person,
            on_behalf_of=self._acting_for,
            node=node,
            before=before,
            after=after,
            data=data,
            definition=self._definition,
            calendar=self.turn.office.calendar.version,
        )

    @property
    def _acting_for(self) -> str | None:
        named = self.turn.actor.on_behalf_of
        if named is None and self.completed is not None:
            return self.completed.work.owner
        return named

    def say(self, kind: str, audience: Values, body: Values) -> None:
        """Put a message into the outbox; its id follows from the place in the history."""
        self._said += 1
        name = f"{self.case.id}:{self.chain.seq}:{self._said}"
        self.turn.batch.add_message(
            OutboxRow(
                id=str(uuid5(NAMESPACE_OID, name)),
                case_id=self.case.id,
                created_at=self.now,
                kind=kind,
                audience=audience,
                body=body,
            )
        )

    # -------------------------------------------------------------------- rows and suspension

    def old_work(self) -> dict[int, WorkRow]:
        """Return the open work of the case before this step, as changed since."""
        if self._rows.work is None:
            rows = () if self.is_new else work_of_case(self.turn.session, self.case.id)
            self._rows.work = {row.aid: row for row in rows}
        return self._rows.work

    def know_work(self, rows: Iterable[WorkRow]) -> None:
        """Take the open work of the case, which was read together with that of others."""
        self._rows.work = {row.aid: row for row in rows}

    def old_timers(self) -> dict[int, TimerRow]:
        """Return the timers of the diagram before this step."""
        if self._rows.timers is None:
            rows = () if self.is_new else timers_of_case(self.turn.session, self.case.id)
            kind = TimerKind.BPMN.value
            self._rows.timers = {row.aid: row for row in rows if row.kind == kind}
        return self._rows.timers

    def old_waits(self) -> dict[int, WaitRow]:
        """Return the waits for messages before this step."""
        if self._rows.waits is None:
            rows = () if self.is_new else waits_of_case(self.turn.session, self.case.id)
            self._rows.waits = {row.aid: row for row in rows}
        return self._rows.waits

    @property
    def is_paused(self) -> bool:
        """Whether the clocks of the case stand still."""
        return self.case.status == CaseStatus.SUSPENDED.value

    @property
    def clock_at(self) -> datetime:
        """The instant at which the clocks of the case stand: now, unless it is suspended."""
        return self.now if self.case.suspended_at is None else self.case.suspended_at

    def paused_due(self, due_at: datetime) -> datetime:
        """Return what a timer's row says: resuming adds the whole time of the suspension.

        A timer set during the suspension has only waited for part of it.
        """
        if not self.is_paused or self.case.suspended_at is None:
            return due_at
        return due_at - (self.now - self.case.suspended_at)

    # ---------------------------------------------------------------------------- writing

    def list_items(self) -> None:
        """Hand the problem items, as they are at the end of the step, to the batch of the turn."""
        self._hooks.project_items(self)

    def name(self, reference: str) -> None:
        """Give the case its reference."""
        self.change(reference=reference)
        self.surroundings.see(case_context(self.case))

    def change(self, **columns: object) -> None:
        """Change columns of the case row."""
        self.case = replace(self.case, **columns)  # type: ignore[arg-type]  # names of columns

    def write(self) -> None:
        """Hand the case and its new history events to the batch of the turn."""
        state, due_at = self.case.state, self.case.due_at
        if self._instance is not None:
            self.turn.engine.observe(self.published.definition_id, self._instance.effects)
            state, due_at = self._instance.dump(), self._earliest_due(self._instance)
            self.list_items()
        undo = self.loaded.undo if self.keeps_undo else None
        if self.make_undo is not None and not self.is_irrevocable:
            undo = self.make_undo()
        self.change(
            state=state,
            due_at=due_at,
            version=self.loaded.version + 1,
            head_seq=self.chain.seq,
            head_hash=self.chain.head,
            undo=undo,
        )
        batch = self.turn.batch
        before = None if self.is_new else self.loaded
        index_case(self.turn, self.case, before, key_name=self.published.name)
        if self.is_new:
            batch.open_case(self.case)
        else:
            batch.change_case(self.case, expected=self.loaded.version, before=self.loaded)
        batch.add_events(self.chain.added)

    def _earliest_due(self, instance: Instance) -> datetime | None:
        """Return the earliest due date of the open work of the case, for lists."""
        dues = [work.due_at for work in self.added_work.values() if work.due_at]
        remaining = [aid for aid, _, _ in instance.work() if aid not in self.added_work]
        if remaining:
            old = self.old_work()
            dues += [due for aid in remaining if aid in old and (due := old[aid].due_at)]
        return min(dues, default=None)


def case_context(case: CaseRow) -> Values:
    """Return what expressions find under the name `case`."""
    return {
        "id": case.id,
        "reference": case.reference,
        "key": case.key,
        "title": case.title,
        "unit": case.unit,
        "opened_by": case.opened_by,
        "opened_at": case.opened_at,
        "parent": case.parent_id,
    }
