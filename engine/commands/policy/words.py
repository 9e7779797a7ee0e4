"""The words of `Permissions`: every command that no diagram assigns, said in one place.

Whoever substitutes for an absent person (代理) may give those marked so: what keeps cases moving,
and reading what that needs. Not marked is what can wait for the absent person, or is theirs alone:
the settings, the calendar, the diagrams and the templates of the whole office; its units, people
and posts; looking into the record of a person, which the law lets named offices do and which would
show a substitute the record of a colleague or their own; and substitutions themselves, so that
none leads to another. One's own account, password and tokens need no word; those of others need
`manage_accounts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """What a word allows, in Chinese and English, and whether a substitute may use it."""

    zh: str
    en: str
    by_substitute: bool = False
    of_all: bool = False
    """Where no unit is named, whether it is about all units and asks for a post over all."""


WORDS: Mapping[str, Word] = {
    "open_case": Word(
        "立案（流程图没有写明由谁发起时）",
        "Open cases (where the diagram does not say who opens them)",
        by_substitute=True,
    ),
    "assign": Word("指派待办", "Assign open work", by_substitute=True),
    "urge_work": Word("催办", "Urge open work", by_substitute=True),
    "send_message": Word("向案件发送消息", "Send messages to cases", by_substitute=True),
    "cancel_case": Word("撤销案件", "Cancel cases", by_substitute=True),
    "suspend_case": Word("中止案件", "Suspend cases", by_substitute=True),
    "resume_case": Word("恢复案件", "Resume cases", by_substitute=True),
    "extend_deadline": Word("申请延期", "Extend deadlines", by_substitute=True),
    "approve_extension": Word("批准延期", "Approve extensions", by_substitute=True),
    "move_timer": Word("改定时器", "Move timers", by_substitute=True),
    "retry_incident": Word("重试异常", "Retry incidents", by_substitute=True),
    "resolve_incident": Word("处置异常", "Resolve incidents", by_substitute=True),
    "change_setting": Word("修改参数", "Change settings", of_all=True),
    "change_notification_rules": Word(
        "修改通知规则", "Change who is notified of what", of_all=True
    ),
    "manage_directory": Word("维护单位、人员和职务", "Keep units, people and posts"),
    "import_calendar": Word("导入日历", "Import calendars", of_all=True),
    "publish_template": Word("发布公文模板", "Publish document templates", of_all=True),
    "propose_definition": Word(
        "提交流程图和决策表的发布申请", "Propose diagrams and decision tables", of_all=True
    ),
    "deploy": Word("发布流程图和决策表", "Publish diagrams and decision tables", of_all=True),
    "render_document": Word("生成公文文件", "Make document files", by_substitute=True),
    "void_document": Word("作废公文", "Void documents", by_substitute=True),
    "attach": Word("上传附件", "Attach files", by_substitute=True),
    "remove_attachment": Word(
        "移除他人上传的附件", "Remove files that others attached", by_substitute=True
    ),
    "see_internal": Word("查看案件的内部材料", "See the inner file of cases", by_substitute=True),
    "see_served": Word(
        "查看送达本单位的材料", "See what was served on the own unit", by_substitute=True
    ),
    "read_unit_record": Word("查阅单位台账", "Read the record of a unit", by_substitute=True),
    "read_person_record": Word("查阅人员台账", "Read the record of a person", of_all=True),
    "lift_outcome": Word("书面解除处分", "Lift sanctions in writing", by_substitute=True),
    "correct_outcome": Word("更正结果", "Correct outcomes", by_substitute=True),
    "list_below": Word(
        "查看本单位及下级单位的台账",
        "See the registers of the own unit and those below",
        by_substitute=True,
    ),
    "list_own": Word("查看本单位的台账", "See the registers of the own unit", by_substitute=True),
    "see_case": Word("查看案件", "See cases", by_substitute=True),
    "read_history": Word(
        "查看案件的全部历史", "Read the whole history of cases", by_substitute=True
    ),
    "read_access": Word("查看何人查阅过案件", "See who read a case", by_substitute=True),
    "record_every_read": Word(
        "每次查阅都单独记录", "Have every reading recorded by itself", by_substitute=True
    ),
    "read_directory": Word("查看人员", "See people", by_substitute=True),
    "see_operations": Word("查看异常与定时", "See incidents and timers", by_substitute=True),
    "resend_message": Word(
        "重新外发或放弃消息", "Send messages again or give them up", of_all=True
    ),
    "read_configuration": Word(
        "查看流程、参数和日历", "See processes, settings and calendars", by_substitute=True
    ),
    "read_templates": Word("查看公文模板", "See document templates", by_substitute=True),
    "read_number_register": Word(
        "查看发文登记簿", "See the registers of document numbers", by_substitute=True, of_all=True
    ),
    "read_objections": Word("查看公众异议", "See objections of the public", by_substitute=True),
    "manage_accounts": Word("管理账户", "Manage accounts"),
    "manage_substitutions": Word("为他人设立、终止代理", "Set up and end substitutions for others"),
}
"""Every word that may be asked about; `dudao.groups.MAY` says which groups have it."""
