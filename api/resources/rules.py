"""Who is notified of what: the rules, what others would change, and every version of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.area import Area
from api.asking import act, look
from api.case_state import Answer
from api.paging import PlainPageQuery, listed, page_of
from api.preconditions import expected_tag, quoted
from api.schemas import rules as schemas
from api.schemas.derived import answer_of
from notifications.marks.previewing import RulesPreview, preview_rules
from notifications.rules.changing import change_rules
from notifications.rules.reading import (
    RulesComparison,
    RulesVersion,
    RulesView,
    compare_rule_versions,
    list_rule_versions,
    read_rules,
)

RULES = Area("rules", "", "通知规则：什么时候、告知谁、通过什么渠道")
Query = Mapping[str, Any]


@RULES.route("/notification-rules")
@RULES.response(200, answer_of(RulesView))
@RULES.tagged(is_required=True)
def rules() -> Answer:
    """Return the rules in force, each with its sentence.

    现行的通知规则。
    """
    view = look(read_rules)
    return view, 200, quoted(view.version)


@RULES.route("/notification-rules", methods=["PUT"])
@RULES.arguments(schemas.ChangedRules)
@RULES.response(200, answer_of(RulesView))
@RULES.tagged(is_required=True)
def change(body: Query) -> Answer:
    """Put rules in force, all of them, as a new version.

    修改通知规则：提交全部规则，成为新的版本；依法必须告知的不能取消。
    """
    act(change_rules, rules=body["rules"], reason=body["reason"], expected=expected_tag())
    view = look(read_rules)
    return view, 200, quoted(view.version)


@RULES.route("/notification-rules/preview", methods=["POST"])
@RULES.arguments(schemas.TriedRules)
@RULES.response(200, answer_of(RulesPreview))
def preview(body: Query) -> object:
    """Return what rules would change for the cases open now; nothing is written.

    修改之前先看影响：今后多少天内，谁会多收到、少收到哪些提醒。
    """
    return look(preview_rules, rules=body["rules"], days=body["days"])


@RULES.route("/notification-rules/versions")
@RULES.arguments(PlainPageQuery, location="query")
@RULES.response(200, page_of(answer_of(RulesVersion)))
def versions(query: Query) -> object:
    """List the versions of the rules, the newest first.

    通知规则的各个版本：何人何时因何修改。
    """
    return listed(list_rule_versions, query)


@RULES.route("/notification-rules/versions/<int:version>")
@RULES.response(200, answer_of(RulesView))
def version(version: int) -> object:
    """Return the rules of a version.

    某一版本的通知规则。
    """
    return look(read_rules, version=version)


@RULES.route("/notification-rules/comparison")
@RULES.arguments(schemas.TwoVersions, location="query")
@RULES.response(200, answer_of(RulesComparison))
@RULES.alt_response(404, "NOT_FOUND")
def comparison(query: Query) -> object:
    """Return how two versions of the rules differ.

    比较通知规则的两个版本。
    """
    return look(compare_rule_versions, before=query["before"], after=query["after"])
