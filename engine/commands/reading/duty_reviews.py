"""Read how separation of duties (职责分离) was kept in a case, and whom it rules out now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.policy.duties import START, separated_from
from engine.commands.reading.names import Named, Names
from engine.commands.reading.recording import Part, record_case_read
from engine.commands.reading.standing import Looking
from engine.commands.step import Step
from engine.model import duty_review
from engine.model.case import Actor, Clock
from engine.model.duty_review import Act, Ruled, acts_of
from engine.store.case_reads import history_of, work_of_case
from engine.store.rows import WorkRow
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class ActView:
    """One time an activity was performed, with the number of its event; by all of these people."""

    seq: int
    at: datetime
    activity: Named
    item: int | None
    part: int | None
    people: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class RuledView:
    """An act under a rule: who had been ruled out, and acts of the same people that clash with it."""

    act: ActView
    excluded: tuple[Named, ...]
    clashes: tuple[ActView, ...]


@dataclass(frozen=True, slots=True)
class WaitingView:
    """Open work under a rule: whom it rules out now, as the engine decides it."""

    work: str
    item: int | None
    part: int | None
    excluded: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class RuleView:
    """An activity, the activities from which it is separated, and how that was kept."""

    activity: Named
    separated_from: tuple[Named, ...]
    acts: tuple[RuledView, ...]
    waiting: tuple[WaitingView, ...]


@dataclass(frozen=True, slots=True)
class DutiesView:
    """Who did what in a case, and every rule of its diagram about who may not do both.

    `acts` are in order. `clashes` counts the acts at which somebody had done both.
    """

    acts: tuple[ActView, ...]
    rules: tuple[RuleView, ...]
    clashes: int


def read_duties(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, case_id: str
) -> DutiesView:
    """Return how separation of duties was kept in a case, by the version of its diagram.

    It tells of the inner file: NotPermitted without `read_history`; recorded as a read of it.
    """
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    step = looking.case(case_id)
    engine.permissions.expect(looking.turn.office, actor, "read_history", unit=step.case.unit)
    view = _Review(looking, step).view()
    record_case_read(looking.turn, step.case.id, Part.HISTORY)
    return view


class _Review:
    """The review of one case while it is put together."""

    def __init__(self, looking: Looking, step: Step) -> None:
        self._step = step
        self._names = Names(looking.turn)
        self._session = looking.turn.session
        self._rules = {
            node.id: separated
            for node in step.published.nodes.values()
            if (separated := separated_from(node))
        }

    def view(self) -> DutiesView:
        acts = acts_of(history_of(self._session, self._step.case.id))
        ruled = duty_review.review(acts, self._rules)
        work = work_of_case(self._session, self._step.case.id)
        return DutiesView(
            acts=tuple(map(self._act, acts)),
            rules=tuple(
                RuleView(
                    activity=self._activity(node),
                    separated_from=tuple(map(self._activity, separated)),
                    acts=tuple(self._ruled(each) for each in ruled if each.act.activity == node),
                    waiting=tuple(self._waiting(each) for each in work if each.node == node),
                )
                for node, separated in self._rules.items()
            ),
            clashes=sum(bool(each.clashes) for each in ruled),
        )

    def _ruled(self, ruled: Ruled) -> RuledView:
        before = dict.fromkeys(person for act in ruled.before for person in act.people)
        excluded = tuple(map(self._names.person, before))
        return RuledView(self._act(ruled.act), excluded, tuple(map(self._act, ruled.clashes)))

    def _waiting(self, work: WorkRow) -> WaitingView:
        case, found = self._step.case, dict[str, None]()
        for activity in self._rules[work.node]:
            found |= dict.fromkeys(self._step.instance.performers(work.scope, activity))
            if activity == START:
                found[case.opened_by] = None
        return WaitingView(work.id, work.item, work.part, tuple(map(self._names.person, found)))

    def _act(self, act: Act) -> ActView:
        people = tuple(map(self._names.person, act.people))
        activity = self._activity(act.activity)
        return ActView(act.seq, act.at, activity, act.item, act.part, people)

    def _activity(self, node: str) -> Named:
        """Return an activity with its name; the opening of the case has none in the diagram."""
        known = self._step.published.nodes.get(node)
        if node == START and (known is None or not known.name):
            return Named(node, "立案")
        return Named(node, node if known is None else known.name or node)
