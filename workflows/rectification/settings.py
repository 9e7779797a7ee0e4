"""The parameters of a rectification that an office may change.

No national statute sets a number for them. Where a default follows a provincial statute or a
practice, its source says so; an empty source means 无法定依据，建议值.
"""

from __future__ import annotations

from engine.model.settings import Setting


def _term(key: str, default: str, zh: str, source: str = "") -> Setting:
    return Setting(f"rectification.{key}", default, zh, source, "term")


SETTINGS: tuple[Setting, ...] = (
    Setting("rectification.number_series", "岳教督整", "整改通知书的文号（亦为案号）所用机关代字"),
    Setting("rectification.supervision_series", "岳教督督", "督办单文号的机关代字"),
    Setting("rectification.reply_series", "岳教督复", "延期批复文号的机关代字"),
    Setting("rectification.circular_series", "岳教督通", "通报文号的机关代字"),
    _term("draft_term", "5工作日", "起草通知书的期限"),
    _term("approve_term", "3工作日", "领导审批（签发、延期、升级）的期限"),
    _term("deliver_term", "3工作日", "签发后送达的期限"),
    _term("receipt_term", "3工作日", "等待签收的期限，逾期登记留置送达"),
    _term("serve_term", "3工作日", "登记留置送达的期限"),
    _term("plan_term", "10工作日", "报送整改方案的期限（决定表未另定时）"),
    _term("plan_remind", "1工作日", "整改方案到期前多久提醒"),
    _term("review_term", "3工作日", "审核整改方案的期限"),
    _term(
        "remind_before", "3日", "整改期限届满前多久提醒", "西安市电子政务督查系统：剩余3日亮黄灯"
    ),
    _term("extension_notice", "3工作日", "最迟于届满前多久申请延期"),
    _term("urge_term", "3工作日", "催办后多久发督办单"),
    _term("supervise_term", "5工作日", "督办单发出后多久转入提请升级"),
    _term("propose_term", "3工作日", "承办人提出升级建议的期限"),
    _term("verify_term", "10工作日", "收到整改报告后核查的期限"),
    Setting("rectification.verifiers", 2, "现场核查的人数", "", "integer"),
    _term("close_term", "3工作日", "核查通过后销号的期限"),
    _term("look_back_term", "6个月", "全部销号后多久回头看（3至6个月）"),
    _term("look_back_check_term", "10工作日", "回头看核查的期限"),
    _term("objection_term", "30日", "复核异议的期限", "参照《浙江省教育督导条例》第二十四条"),
)
"""Every setting of the case type, in the order of the procedure."""
