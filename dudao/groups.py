"""The groups that people are put into here, and what each may do beside the work in diagrams."""

from __future__ import annotations

from collections.abc import Mapping

from engine.identity import SERVICE

GROUPS: Mapping[str, str] = {
    "case_officer": "承办人",
    "leader": "分管领导",
    "director": "督导委员会办公室主任",
    "respondent": "被督导单位",
    "inspector": "督学",
    "secrecy_officer": "保密审查员",
    "editor": "信息编辑",
    "section_head": "科室负责人",
    "member_unit": "成员单位",
    "appeal_officer": "上级教育督导机构",
    "auditor": "审计",
    "organisation": "组织部门",
    "discipline": "纪检监察",
    "administrator": "系统管理员",
    SERVICE: "系统对接（机器账号）",
}
"""The groups by name; a diagram may name them without further ado."""

ROLES: Mapping[str, tuple[str, frozenset[str]]] = {
    "official": (
        "办案人员",
        frozenset(
            {
                "case_officer",
                "inspector",
                "secrecy_officer",
                "editor",
                "section_head",
                "appeal_officer",
            }
        ),
    ),
    "leader": ("领导", frozenset({"leader", "director"})),
    "respondent": ("被督导方", frozenset({"respondent", "member_unit"})),
    "auditor": ("监督", frozenset({"auditor", "discipline"})),
    "organisation": ("组织部门", frozenset({"organisation"})),
    "administrator": ("系统管理员", frozenset({"administrator"})),
    "service": ("机器账号", frozenset({"service"})),
}
"""What kinds of users there are, each with the groups it stands for; every group is in one."""

_OFFICE = frozenset({"case_officer", "leader", "director", "administrator"})
_LEADERS = frozenset({"leader", "director"})
_HANDLERS = _LEADERS | {"case_officer"}
_OPERATORS = frozenset({"administrator"})
_AUDITORS = frozenset({"auditor", "discipline"})
_RECORD_KEEPERS = frozenset({"organisation", "auditor"})

MAY: Mapping[str, frozenset[str]] = {
    "open_case": _HANDLERS | {"inspector"},
    "render_document": _OFFICE,
    "assign": _OFFICE,
    "urge_work": _HANDLERS,
    "send_message": _HANDLERS,
    "cancel_case": _HANDLERS,
    "suspend_case": _HANDLERS,
    "resume_case": _HANDLERS,
    "extend_deadline": _HANDLERS,
    "approve_extension": _LEADERS,
    "move_timer": _LEADERS | _OPERATORS,
    "retry_incident": _OPERATORS | _OFFICE,
    "resolve_incident": _OPERATORS,
    "change_setting": _OPERATORS | _LEADERS,
    "change_notification_rules": _OPERATORS | _LEADERS,
    "manage_accounts": _OPERATORS,
    "manage_directory": _OPERATORS,
    "import_calendar": _OPERATORS | _LEADERS,
    "publish_template": _OPERATORS | _LEADERS,
    "propose_definition": _OFFICE,
    "deploy": _OPERATORS | _LEADERS,
    "read_templates": _OFFICE | _AUDITORS | {"editor", "section_head"},
    "read_number_register": _OFFICE | _AUDITORS,
    "read_objections": _OFFICE | _AUDITORS,
    "void_document": _HANDLERS,
    "attach": _HANDLERS | {"inspector", "respondent"},
    "remove_attachment": _HANDLERS,
    "see_internal": _OFFICE | {"inspector", "auditor", "discipline"},
    "see_served": frozenset({"respondent"}),
    "read_unit_record": _LEADERS | _RECORD_KEEPERS | {"case_officer", "inspector"},
    "read_person_record": _LEADERS | _RECORD_KEEPERS,
    "lift_outcome": _LEADERS | {"organisation"},
    "correct_outcome": _LEADERS,
    "list_below": _OFFICE | {"inspector", "auditor", "organisation", "discipline"},
    "list_own": frozenset({"respondent"}),
    "see_case": _OFFICE | _AUDITORS | {"inspector", "organisation", "respondent"},
    "read_history": _OFFICE | _AUDITORS | {"inspector"},
    "read_access": _LEADERS | _AUDITORS,
    "record_every_read": _AUDITORS,
    "read_directory": _OFFICE | _AUDITORS | {"inspector", "organisation", "respondent"},
    "resend_message": _OPERATORS,
    "see_operations": _OFFICE | _AUDITORS,
    "read_configuration": _OFFICE | _AUDITORS | {"inspector"},
    "manage_substitutions": _OPERATORS,
}
"""Which groups may give each command that no diagram assigns."""
