"""The rules in force as sentences, the versions before them, and how two differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.commands.registers import Listed, every_page
from engine.model.errors import NotFound
from engine.model.registers import Page
from notifications.rules.changing import CHANGE
from notifications.rules.model import ANY, OF_DUE_DATES
from notifications.rules.reading import (
    NotificationRule,
    RulesVersion,
    compare_rule_versions,
    list_rule_versions,
    read_rules,
)
from web.areas.rules.area import RULES
from web.asking import look, may
from web.language import either


@RULES.page("")
def rules() -> ResponseReturnValue:
    """Show the rules in force, by what they are about, and who changed them when and why."""
    found = look(read_rules)
    return render_template(
        "rules/rules.html",
        found=found,
        parts=parts_of(found.rules),
        versions=tuple(every_page(_page_of_versions)),
        may_change=may(CHANGE),
    )


@RULES.page("/versions/<int:number>")
def version(number: int) -> ResponseReturnValue:
    """Show a version of the rules, and how it differs from another: the one before it."""
    found = look(read_rules, version=number)
    other = request.args.get("with", str(max(number - 1, 0)))
    if not (other.isascii() and other.isdecimal() and len(other) <= len(str(2**31))):
        raise NotFound(en="Expected the number of a version.")
    return render_template(
        "rules/version.html",
        found=found,
        parts=parts_of(found.rules),
        difference=look(compare_rule_versions, before=int(other), after=number),
        versions=tuple(every_page(_page_of_versions)),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """The rules for one event of a process or an activity, which apply together."""

    first: NotificationRule
    rules: tuple[NotificationRule, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What holds for one process, or with no process for all."""

    process: str | None
    name: str
    told: tuple[Told, ...]


def parts_of(rules: Iterable[NotificationRule]) -> list[Part]:
    """Return rules by process, those for all first; activities and events in order."""
    ordered = sorted(rules, key=_place)
    return [_part(process, list(group)) for process, group in groupby(ordered, _process)]


def _part(process: str | None, rules: list[NotificationRule]) -> Part:
    told = [tuple(group) for _, group in groupby(rules, lambda each: (each.node, each.event))]
    name = either(rules[0].process_zh, rules[0].process_en)
    return Part(process, name, tuple(Told(group[0], group) for group in told))


def _process(rule: NotificationRule) -> str | None:
    return rule.process


def _place(rule: NotificationRule) -> tuple[str, str, int]:
    last = len(OF_DUE_DATES)
    order = OF_DUE_DATES.index(rule.event) if rule.event in OF_DUE_DATES else last
    return rule.process or "", rule.node or "", order + (rule.event == ANY)


def _page_of_versions(page: Page) -> Listed[RulesVersion]:
    return look(list_rule_versions, page=page)
