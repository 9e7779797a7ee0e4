"""Review separation of duties (职责分离) in a case by its history: who did what, and what that ruled out.

An activity may be closed to whoever performed others (`separate_from`). Here each time it was
performed is set beside all who had performed those before: in the same problem item (or part of
a case without problem items), or where either of the two belongs to none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.model.history import SealedEvent

START = "start"
"""What `separate_from` calls the opening of the case."""


@dataclass(frozen=True, slots=True)
class Act:
    """One time an activity was performed; `people` all count as having done it."""

    seq: int
    at: datetime
    activity: str
    item: int | None
    part: int | None
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ruled:
    """One time an activity with a rule was performed, and the acts that closed it to others.

    `clashes` are those of `before` that somebody did who now did this as well.
    """

    act: Act
    before: tuple[Act, ...]
    clashes: tuple[Act, ...]


@dataclass(slots=True)
class _Course:
    """Who performed what, as events are read."""

    acts: dict[int | None, Act] = field(default_factory=dict)
    owners: dict[int, list[str]] = field(default_factory=dict)

    def take(self, event: SealedEvent) -> None:
        data = event.members().get("data")
        about: Mapping[str, object] = data if isinstance(data, Mapping) else {}
        aid = about.get("aid")
        number = aid if isinstance(aid, int) else None
        match event.type:
            case "case_opened":
                self.acts[None] = _act(event, START, about, ())
            case "task_delegated" if number is not None:
                self.owners.setdefault(number, []).extend(_people(event))
            case "task_completed" if number is not None:
                behind = self.owners.get(number, ())
                self.acts[number] = _act(event, event.node or "", about, behind)
            case "task_withdrawn" if number is not None:
                self.acts.pop(number, None)  # taken back: as if it had not been done


def acts_of(events: Iterable[SealedEvent]) -> tuple[Act, ...]:
    """Return every performance of an activity, in order; what was taken back is left out."""
    course = _Course()
    for event in events:
        course.take(event)
    return tuple(sorted(course.acts.values(), key=lambda act: act.seq))


def review(acts: Collection[Act], rules: Mapping[str, Collection[str]]) -> tuple[Ruled, ...]:
    """Return every act under a rule with what had ruled people out before it.

    `rules` says for an activity from which others it is separated.
    """
    return tuple(_ruled(act, acts, rules[act.activity]) for act in acts if act.activity in rules)


def _ruled(act: Act, acts: Iterable[Act], separated: Collection[str]) -> Ruled:
    before = tuple(
        each
        for each in acts
        if each.seq < act.seq and each.activity in separated and _meets(each, act)
    )
    clashes = tuple(each for each in before if not set(each.people).isdisjoint(act.people))
    return Ruled(act, before, clashes)


def _meets(one: Act, other: Act) -> bool:
    """Say whether two acts belong together; parts are set apart only outside of problem items."""
    if one.item is not None and other.item is not None:
        return one.item == other.item
    if one.item is not None or other.item is not None:
        return True
    return one.part is None or other.part is None or one.part == other.part


def _act(
    event: SealedEvent, activity: str, about: Mapping[str, object], more: Iterable[str]
) -> Act:
    item, part = (_number(about.get(name)) for name in ("item", "part"))
    people = tuple(dict.fromkeys((*_people(event), *more)))
    return Act(event.seq, event.at, activity, item, part, people)


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _people(event: SealedEvent) -> Iterator[str]:
    yield from (each for each in (event.person, event.on_behalf_of) if each is not None)
