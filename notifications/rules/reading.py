"""Read the rules: those in force, every version before them, and how two differ."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from engine.commands.engine import Engine
from engine.commands.reading.configuration import READ
from engine.commands.reading.names import Named, Names
from engine.commands.reading.paging import paged
from engine.commands.reading.standing import Looking
from engine.commands.registers import FIRST_PAGE, Listed
from engine.model.case import Actor, Clock
from engine.model.registers import Page
from engine.store.store import Session
from notifications.rules.checking import duty_of, warnings_of
from notifications.rules.comparing import compare
from notifications.rules.defaults import NOTES_EN
from notifications.rules.known import CHANNELS, Known, known_here
from notifications.rules.model import Rule, Rules
from notifications.rules.sentences import Sentences
from notifications.rules.stored import (
    made_versions,
    newest_version,
    rules_in_force,
    rules_of_version,
    stored_version,
)

_LAST = 10**9


@dataclass(frozen=True, slots=True)
class NotificationRule:
    """A rule with its sentence, and why it must be told where something demands it."""

    id: str
    event: str
    process: str | None
    node: str | None
    to: tuple[str, ...]
    channels: tuple[str, ...]
    days: int
    every: int
    is_urgent: bool
    note: str
    note_en: str
    event_zh: str
    event_en: str
    place_zh: str
    place_en: str
    process_zh: str
    process_en: str
    node_name: str
    zh: str
    en: str
    duty_zh: str
    duty_en: str


@dataclass(frozen=True, slots=True)
class RulesView:
    """A version of the rules; of version 0, which comes with the product, nobody is the maker."""

    version: int
    is_in_force: bool
    made_at: datetime | None
    made_by: Named | None
    reason: str
    rules: tuple[NotificationRule, ...]
    remarks: tuple[str, ...]
    remarks_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RulesVersion:
    """A version without its rules."""

    version: int
    made_at: datetime | None
    made_by: Named | None
    reason: str
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class ChangedNotificationRule:
    """A rule before and after."""

    before: NotificationRule
    after: NotificationRule


@dataclass(frozen=True, slots=True)
class RulesComparison:
    """How one version of the rules differs from another."""

    before: int
    after: int
    added: tuple[NotificationRule, ...]
    removed: tuple[NotificationRule, ...]
    changed: tuple[ChangedNotificationRule, ...]


def read_rules(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    version: int | None = None,
    channels: Collection[str] = tuple(CHANNELS),
) -> RulesView:
    """Return the rules in force, or those of a version; `channels` are the installation's."""
    looking = _expect(session, engine, clock, actor)
    newest = newest_version(session)
    wanted = newest if version is None else version
    rules = rules_of_version(session, wanted, engine.own_reminders)
    row = None if wanted == 0 else stored_version(session, wanted)
    known = known_here(session, engine, looking.turn.office, channels)
    remarks = tuple(warnings_of(rules.rules, known))
    return RulesView(
        version=wanted,
        is_in_force=wanted == newest,
        made_at=row.made_at if row else None,
        made_by=Names(looking.turn).person(row.made_by) if row else None,
        reason=row.reason if row else "",
        rules=tuple(views(rules.rules, known)),
        remarks=tuple(each.zh for each in remarks),
        remarks_en=tuple(each.en for each in remarks),
    )


def list_rule_versions(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, page: Page = FIRST_PAGE
) -> Listed[RulesVersion]:
    """Return the versions of the rules, the newest first; version 0 came with the product."""
    looking = _expect(session, engine, clock, actor)
    names, newest = Names(looking.turn), newest_version(session)
    made = [
        RulesVersion(
            each.version,
            each.made_at,
            names.person(each.made_by),
            each.reason,
            each.version == newest,
        )
        for each in made_versions(session)
    ]
    every = [*made, RulesVersion(0, None, None, "", newest == 0)]
    return paged(every, page, name="rules", key=lambda each: f"{_LAST - each.version:010}")


def compare_rule_versions(
    session: Session, *, engine: Engine, clock: Clock, actor: Actor, before: int, after: int
) -> RulesComparison:
    """Return how a version differs from another; NotFound where there is none of them."""
    looking = _expect(session, engine, clock, actor)
    own = engine.own_reminders
    old, new = (rules_of_version(session, each, own) for each in (before, after))
    known = known_here(session, engine, looking.turn.office, CHANNELS)
    return comparison_view(old, new, known)


def comparison_view(old: Rules, new: Rules, known: Known) -> RulesComparison:
    """Return in words how rules differ."""
    found = compare(old.rules, new.rules)
    before = views((each for each, _ in found.changed), known)
    after = views((each for _, each in found.changed), known)
    return RulesComparison(
        before=old.version,
        after=new.version,
        added=tuple(views(found.added, known)),
        removed=tuple(views(found.removed, known)),
        changed=tuple(ChangedNotificationRule(*each) for each in zip(before, after, strict=True)),
    )


def views(rules: Iterable[Rule], known: Known) -> list[NotificationRule]:
    """Return rules in words."""
    words = Sentences(known)
    return [_view(rule, words, known) for rule in rules]


def read_known(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    channels: Collection[str] = tuple(CHANNELS),
) -> Known:
    """Return what rules may name here, for whoever fills in a form."""
    looking = _expect(session, engine, clock, actor)
    return known_here(session, engine, looking.turn.office, channels)


def rules_now(session: Session, *, engine: Engine, clock: Clock, actor: Actor) -> Rules:
    """Return the rules in force as they are, for whoever changes one of them."""
    _expect(session, engine, clock, actor)
    return rules_in_force(session, engine.own_reminders)


def _view(rule: Rule, words: Sentences, known: Known) -> NotificationRule:
    (zh, en), event = words.rule(rule), words.event(rule.event)
    process = words.place(rule.process, None)
    place, duty = words.place(rule.process, rule.node), duty_of(rule.event, known)
    return NotificationRule(
        id=rule.id,
        event=rule.event,
        process=rule.process,
        node=rule.node,
        to=rule.to,
        channels=rule.channels,
        days=rule.days,
        every=rule.every,
        is_urgent=rule.is_urgent,
        note=rule.note,
        note_en=NOTES_EN.get(rule.note, rule.note),
        event_zh=event[0],
        event_en=event[1],
        place_zh=place[0],
        place_en=place[1],
        process_zh=process[0],
        process_en=process[1],
        node_name=words.node(rule),
        zh=zh,
        en=en,
        duty_zh=duty.zh if duty else "",
        duty_en=duty.en if duty else "",
    )


def _expect(session: Session, engine: Engine, clock: Clock, actor: Actor) -> Looking:
    looking = Looking(session, engine=engine, clock=clock, actor=actor)
    looking.expect(READ)
    return looking
