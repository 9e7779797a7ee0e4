"""What happens at each step of a diagram, so that it can be told to people who read no diagrams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from engine.commands.policy.duties import separated_from, words_in
from engine.commands.reading.names import Named
from engine.definitions.published import walk
from engine.diagram.model import Node, NodeKind, Process, Scope
from engine.diagram.report import START
from engine.diagram.rules_in_words import Performer, Rule, performer_of, rule_of
from engine.diagram.sequence import Placed, in_order, next_steps, timers_of
from engine.feel import is_wrapped, strip_wrapper
from engine.model.forms import Field
from engine.model.settings import Settings, SettingValue

_ACTIVITIES = frozenset(
    {
        NodeKind.TASK,
        NodeKind.USER_TASK,
        NodeKind.MANUAL_TASK,
        NodeKind.SERVICE_TASK,
        NodeKind.BUSINESS_RULE_TASK,
        NodeKind.SEND_TASK,
        NodeKind.RECEIVE_TASK,
        NodeKind.SUBPROCESS,
        NodeKind.CALL_ACTIVITY,
    }
)
_EVENTS = frozenset({NodeKind.START_EVENT, NodeKind.CATCH_EVENT, NodeKind.END_EVENT})


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule of time with what its names mean here.

    `names` are the activities in which a variable is set, or the label of its field; a setting has
    its `value` in force.
    """

    rule: Rule
    names: tuple[str, ...] = ()
    value: SettingValue | None = None
    parts: tuple[RuleView, ...] = ()


@dataclass(frozen=True, slots=True)
class WhoView:
    """Who may perform an activity: groups, persons, or whom an expression names."""

    groups: tuple[Named, ...] = ()
    users: tuple[str, ...] = ()
    performer: Performer | None = None
    activity: str = ""
    """What people call the activity whose performer it is."""
    expressions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimerView:
    """What happens when an activity is not done in time, or keeps somebody waiting."""

    node: str
    name: str
    rule: RuleView | None
    is_interrupting: bool
    then: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoesView:
    """What the system does by itself: the handler or kind of work, and with what."""

    handler: str
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepView:
    """One step: `apart` are activities whose performers may not perform it.

    `excluded` is what stands in `excluded_units`; `case.unit` is the unit the case is about.
    """

    node: str
    kind: str
    name: str
    depth: int
    documentation: str
    is_repeated: bool
    who: WhoView | None = None
    fields: tuple[Field, ...] = ()
    due: RuleView | None = None
    apart: tuple[str, ...] = ()
    excluded: str = ""
    timers: tuple[TimerView, ...] = ()
    does: DoesView | None = None
    then: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meanings:
    """What names in diagrams mean here: groups, settings, tables, other processes."""

    groups: Mapping[str, str]
    settings: Settings
    tables: Mapping[str, str]
    processes: Mapping[str, str]


def steps_of(process: Process, meanings: Meanings) -> tuple[StepView, ...]:
    """Return what happens at each step of a process, in the order in which a case comes there."""
    return tuple(_Telling(process, meanings).steps())


class _Telling:
    """Tells the steps of one process."""

    def __init__(self, process: Process, meanings: Meanings) -> None:
        self._process = process
        self._meanings = meanings
        self._nodes = {each.id: each for each in walk(process.scope)}
        self._setters: dict[str, list[str]] = {}
        for node in self._nodes.values():
            self._note_variables(node)

    def steps(self) -> Iterator[StepView]:
        for placed in in_order(self._process):
            node = placed.node
            is_event = node.kind in _EVENTS and (
                node.kind is NodeKind.CATCH_EVENT or bool(node.form and node.form.fields)
            )
            if node.kind in _ACTIVITIES or is_event:
                yield self._step(placed)

    def _step(self, placed: Placed) -> StepView:
        node, scope = placed.node, placed.scope
        return StepView(
            node=node.id,
            kind=node.kind.value,
            name=_name(node),
            depth=placed.depth,
            documentation=node.documentation,
            is_repeated=node.loop is not None,
            who=self._who(node),
            fields=() if node.form is None else node.form.fields,
            due=self._rule(rule_of(node.due_date)) or self._wait(node),
            apart=tuple(map(self._named, separated_from(node))),
            excluded=strip_wrapper(node.properties.get("excluded_units", "")).strip(),
            timers=tuple(self._timer(scope, each) for each in timers_of(scope, node)),
            does=self._does(node),
            then=_names(next_steps(scope, node)),
        )

    def _wait(self, node: Node) -> RuleView | None:
        is_wait = node.kind is NodeKind.CATCH_EVENT and node.event is not None
        return self._rule(rule_of(node.event.expression)) if is_wait and node.event else None

    def _timer(self, scope: Scope, node: Node) -> TimerView:
        rule = rule_of(node.event.expression) if node.event is not None else None
        then = _names(next_steps(scope, node))
        return TimerView(node.id, _name(node), self._rule(rule), node.is_interrupting, then)

    # ------------------------------------------------------------------------------ people

    def _who(self, node: Node) -> WhoView | None:
        if node.kind is NodeKind.START_EVENT:
            return WhoView(groups=self._groups(self._process.starter_groups))
        if node.kind is not NodeKind.USER_TASK:
            return None
        said = (node.candidate_groups, node.candidate_users)
        found = WhoView(
            groups=self._groups(node.candidate_groups),
            users=() if is_wrapped(node.candidate_users) else words_in(node.candidate_users),
            expressions=tuple(strip_wrapper(each) for each in said if is_wrapped(each)),
        )
        if is_wrapped(node.assignee):
            performer = performer_of(node.assignee)
            activity = self._named(performer.activity) if performer.activity else ""
            return replace(found, performer=performer, activity=activity)
        return replace(found, users=(*words_in(node.assignee), *found.users))

    def _groups(self, text: str) -> tuple[Named, ...]:
        groups = self._meanings.groups
        words = () if is_wrapped(text) else words_in(text)
        return tuple(Named(each, groups.get(each, each)) for each in words)

    def _named(self, activity: str) -> str:
        """Return what people call an activity; the opening of the case is called ``start``."""
        node = self._nodes.get(activity)
        if activity == START or (node is not None and node.kind is NodeKind.START_EVENT):
            return START
        return _name(node) if node is not None else activity

    # ------------------------------------------------------------------------------ time

    def _note_variables(self, node: Node) -> None:
        for name, _ in node.outputs:
            self._setters.setdefault(name, []).append(_name(node))
        for each in () if node.form is None else node.form.fields:
            self._setters.setdefault(each.id, []).insert(0, each.name)

    def _rule(self, rule: Rule | None) -> RuleView | None:
        return None if rule is None else self._told(rule)

    def _told(self, rule: Rule) -> RuleView:
        names: tuple[str, ...] = ()
        value: SettingValue | None = None
        settings = self._meanings.settings
        if rule.shape == "setting" and rule.name in settings.known:
            names, value = (settings.known[rule.name].zh,), settings.value(rule.name)
        elif rule.shape == "variable":
            names = tuple(dict.fromkeys(self._setters.get(rule.name, ())))
        return RuleView(rule, names, value, tuple(map(self._told, rule.parts)))

    # ------------------------------------------------------------------------------ work

    def _does(self, node: Node) -> DoesView | None:
        if node.kind is NodeKind.BUSINESS_RULE_TASK:
            tables = self._meanings.tables
            return DoesView("decision", (node.decision, tables.get(node.decision, node.decision)))
        if node.kind is NodeKind.CALL_ACTIVITY and node.call is not None:
            return DoesView("call", self._process_named(node.call.process))
        return self._handled(node) if node.handler else None

    def _handled(self, node: Node) -> DoesView:
        said = dict(node.inputs)
        told: dict[str, tuple[str, ...]] = {
            "issue_document": (said.get("template", ""),),
            "open_linked_case": self._process_named(said.get("process", "")),
            "notify": tuple(each.name for each in self._groups(said.get("to", ""))),
        }
        return DoesView(node.handler, told.get(node.handler, ()))

    def _process_named(self, key: str) -> tuple[str, ...]:
        return (key, self._meanings.processes.get(key, key))


def _names(nodes: tuple[Node, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_name(each) for each in nodes if each.name))


def _name(node: Node) -> str:
    return " ".join(node.name.split()) or node.id
