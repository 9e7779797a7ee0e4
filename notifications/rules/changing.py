"""Change the rules: the whole set becomes a new version, with a reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.reasons import expect_reason
from engine.commands.requests import command
from engine.commands.results import Recorded
from engine.definitions.system_chain import lock_system_chain, record_change
from engine.model.case import Actor, Clock
from engine.model.errors import Conflict, InvalidArgument
from engine.model.values import Value
from engine.store.store import Session
from notifications.rules.checking import expect_fit, warnings_of
from notifications.rules.comparing import compare
from notifications.rules.known import CHANNELS, known_here
from notifications.rules.model import Rule
from notifications.rules.records import record_of, rules_from
from notifications.rules.stored import rules_in_force, store_rules

CHANGE = "change_notification_rules"
Record = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class RulesChanged(Recorded):
    """There is a new version of the rules; `remarks` are what to look at."""

    rules_version: int
    remarks: tuple[str, ...]


@command(RulesChanged, worked_out=("channels",))
def change_rules(  # noqa: PLR0913 - one name for each thing a caller says
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    rules: Sequence[Record],
    reason: str,
    expected: str | None = None,
    channels: Collection[str] = tuple(CHANNELS),
    idempotency_key: str | None = None,
) -> RulesChanged:
    """Put these rules in force, all of them, as a new version.

    With `expected` the version in force must still be this one; else Conflict with the code
    ``precondition_failed``. What cannot be kept raises InvalidArgument with its fields: what the
    law wants told may be given other channels, but never silenced. `channels` are those of the
    installation. Open work follows with the next turn of a worker.
    """
    del idempotency_key  # taken by the decorator
    now = clock()
    office = Office(session, engine, now=now)
    engine.permissions.expect(office, actor, CHANGE)
    reason = expect_reason(reason)
    lock_system_chain(session)  # two changes of one version: the second one sees the first
    before = rules_in_force(session, engine.own_reminders)
    if expected is not None and expected != str(before.version):
        raise Conflict(
            "通知规则已被他人修改，请重新读取后再改。",
            en="The notification rules were changed since they were read.",
            code="precondition_failed",
        )
    new, known = rules_from(list(rules)), known_here(session, engine, office, channels)
    expect_fit(new, known, engine.own_reminders)
    differences = compare(before.rules, new)
    if not differences.is_any:
        raise InvalidArgument(
            "规则没有变化。", en="Expected rules that differ.", code="nothing_changed"
        )
    version = before.version + 1
    store_rules(session, new, version=version, made_at=now, made_by=actor.person, reason=reason)
    seq = record_change(
        session,
        "notification_rules_changed",
        new_salt=engine.new_salt,
        at=now,
        actor=actor,
        before={"version": before.version, "rules": _records(differences.before)},
        after={"version": version, "rules": _records(differences.after)},
        data={"reason": reason},
    )
    remarks = tuple(each.zh for each in warnings_of(new, known))
    return RulesChanged("", 0, "", seq, version, remarks)


def with_rule(rules: Sequence[Rule], rule: Rule) -> tuple[Rule, ...]:
    """Return rules with one added, or put in the place of the one with its id."""
    if any(each.id == rule.id for each in rules):
        return tuple(rule if each.id == rule.id else each for each in rules)
    return (*rules, rule)


def without_rule(rules: Sequence[Rule], rule_id: str) -> tuple[Rule, ...]:
    """Return rules without one."""
    return tuple(each for each in rules if each.id != rule_id)


def _records(rules: Sequence[Rule]) -> list[Value]:
    return [record_of(each) for each in rules]


__all__ = ["CHANGE", "RulesChanged", "change_rules", "with_rule", "without_rule"]
