"""Add, change or remove one rule: typed, looked at ahead, and then put in force with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.model.errors import NotFound, NotPermitted
from engine.model.values import Value
from notifications.marks.counting import Counted
from notifications.marks.previewing import CountedRules, count_rules
from notifications.rules.changing import CHANGE, change_rules, with_rule, without_rule
from notifications.rules.model import NEAR_DUE, TOLD, Rule, Rules
from notifications.rules.reading import read_known, rules_now
from notifications.rules.records import record_of
from web.areas.rules.area import RULES
from web.areas.rules.filled import form_of, new_id, offered, rule_of
from web.asking import act, look, may
from web.counting import brought, carried, is_part, portion
from web.filling import Filled
from web.language import text
from web.pages import goto
from web.saying import say

_NEW = Rule("", NEAR_DUE, (TOLD,), ("mail",), days=3)


@RULES.form("/add")
def add() -> ResponseReturnValue:
    """Add a rule."""
    now = _rules_now()
    return _edit(
        now, Rule(new_id(now.rules), _NEW.event, _NEW.to, _NEW.channels, days=3), is_new=True
    )


@RULES.form("/rules/<path:rule_id>")
def change(rule_id: str) -> ResponseReturnValue:
    """Change a rule."""
    now = _rules_now()
    return _edit(now, _known(now, rule_id), is_new=False)


@RULES.form("/removal/<path:rule_id>")
def remove(rule_id: str) -> ResponseReturnValue:
    """Remove a rule: what that changes is shown before it is done."""
    now = _rules_now()
    rule = _known(now, rule_id)
    form = Filled.of_request()
    left = without_rule(now.rules, rule_id)
    is_look = form.get("step") == "look"
    if form.is_sent and not is_look and _put(form, now, left, text("规则已删除。")):
        return goto("pages-rules.rules")
    found = None
    with form.trying():
        found = _preview(left)
        if is_part():
            return _part(found)
    shown = render_template(
        "rules/remove.html", form=form, rule=rule, tag=now.version, here=request.path, **_of(found)
    )
    return shown, form.status


def _edit(now: Rules, rule: Rule, *, is_new: bool) -> ResponseReturnValue:
    form, found, typed, known = form_of(rule), None, None, look(read_known)
    if form.is_sent:
        typed = rule_of(form, rule.id, known)
        rules = now.rules if typed is None else with_rule(now.rules, typed)
        is_last = form.get("step") == "apply"
        if typed is not None and is_last and _put(form, now, rules, text("规则已生效。")):
            return goto("pages-rules.rules")
        if typed is not None and (not form.summary or "reason" in form.errors):
            with form.trying():
                found = _preview(rules)
    if found is not None and is_part():
        return _part(found)
    shown = render_template(
        "rules/rule.html",
        form=form,
        rule=rule,
        is_new=is_new,
        tag=now.version,
        offered=offered(known, rule, typed or rule),
        here=request.path,
        **_of(found),
    )
    return shown, form.status


def _put(form: Filled, now: Rules, rules: Sequence[Rule], done: str) -> bool:
    """Put rules in force; say False when that was refused, which the form then says."""
    if not form.get("reason"):
        form.wrong("reason", text("请写明为什么修改。"))
        return False
    with form.trying():
        act(
            change_rules,
            rules=_records(rules),
            reason=form.get("reason"),
            expected=form.get("tag") or str(now.version),
        )
    if form.summary:
        return False
    say(done)
    return True


def _preview(rules: Sequence[Rule]) -> CountedRules:
    found: CountedRules = look(
        count_rules, rules=_records(rules), so_far=brought(Counted), portion=portion()
    )
    return found


def _part(found: CountedRules) -> str:
    return render_template("rules/effect.html", here=request.path, **_of(found))


def _of(found: CountedRules | None) -> dict[str, object]:
    if found is None:
        return {"found": None, "so_far": ""}
    return {"found": found.preview, "so_far": carried(found.so_far)}


def _records(rules: Sequence[Rule]) -> list[dict[str, Value]]:
    return [record_of(each) for each in rules]


def _rules_now() -> Rules:
    if not may(CHANGE):
        raise NotPermitted
    return look(rules_now)


def _known(now: Rules, rule_id: str) -> Rule:
    found = next((each for each in now.rules if each.id == rule_id), None)
    if found is None:
        raise NotFound(
            "没有这条规则，可能已被删除。", en="Expected a rule, but there is none (any more)."
        )
    return found
