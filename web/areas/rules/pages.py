"""The rules in force as sentences, the versions before them, and how two differ."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.commands.registers import Listed, every_page
from engine.model.errors import NotFound
from engine.model.registers import Page
from notifications.rules.changing import CHANGE
from notifications.rules.model import OF_DUE_DATES
from notifications.rules.reading import (
    NotificationRule,
    RulesVersion,
    compare_rule_versions,
    list_rule_versions,
    read_rules,
)
from web.areas.rules.area import RULES
from web.asking import look, may


@RULES.page("")
def rules() -> ResponseReturnValue:
    """Show the rules in force, by what they are about, and who changed them when and why."""
    found = look(read_rules)
    return render_template(
        "rules/rules.html",
        found=found,
        places=places(found.rules),
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
        places=places(found.rules),
        difference=look(compare_rule_versions, before=int(other), after=number),
        versions=tuple(every_page(_page_of_versions)),
    )


def places(
    rules: Iterable[NotificationRule],
) -> list[tuple[NotificationRule, list[NotificationRule]]]:
    """Return rules by process and activity, those for all first, due dates before messages."""
    ordered = sorted(rules, key=_place)
    groups = groupby(ordered, key=lambda rule: (rule.process, rule.node))
    found = [list(group) for _, group in groups]
    return [(group[0], group) for group in found]


def _place(rule: NotificationRule) -> tuple[str, str, int, str]:
    last = len(OF_DUE_DATES)
    order = OF_DUE_DATES.index(rule.event) if rule.event in OF_DUE_DATES else last
    return rule.process or "", rule.node or "", order + (rule.event == "*"), ""


def _page_of_versions(page: Page) -> Listed[RulesVersion]:
    return look(list_rule_versions, page=page)
