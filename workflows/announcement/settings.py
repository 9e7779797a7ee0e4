"""The parameters of an announcement that an office may change.

An empty source means 无法定依据，建议值.
"""

from __future__ import annotations

from engine.model.settings import Setting


def _term(key: str, default: str, zh: str, source: str = "") -> Setting:
    return Setting(f"announcement.{key}", default, zh, source, "term")


SETTINGS: tuple[Setting, ...] = (
    Setting("announcement.publicity_series", "岳教督示", "公示文号的机关代字"),
    Setting("announcement.announcement_series", "岳教督公", "公告（含撤回公告）文号的机关代字"),
    Setting("announcement.reply_series", "岳教督复", "异议答复文号的机关代字"),
    _term(
        "publish_term",
        "20工作日",
        "自信息形成或者变更之日起主动公开的期限",
        "《政府信息公开条例》第二十六条",
    ),
    _term("remind_before", "5工作日", "公开期限届满前多久提醒"),
    _term("explain_term", "2工作日", "公开逾期后说明原因的期限"),
    _term("draft_term", "3工作日", "拟制并脱敏的期限"),
    _term(
        "third_party_term",
        "15工作日",
        "第三方提出意见的期限",
        "《政府信息公开条例》第三十二条",
    ),
    _term("weigh_term", "3工作日", "第三方不同意或逾期未答复后决定是否公开的期限"),
    _term("secrecy_term", "2工作日", "保密审查的期限"),
    _term("proof_term", "1工作日", "三审三校每一审的期限"),
    _term(
        "objection_period",
        "5工作日",
        "公示期，即接受异议的期限",
        "参照随州市示范幼儿园公示（2017年，5个工作日）",
    ),
    Setting("announcement.objection_office", "教育督导委员会办公室", "公示中写明的受理异议的部门"),
    Setting("announcement.objection_phone", "以本机关公布的电话为准", "公示中写明的受理电话"),
    _term("verify_term", "3工作日", "核实一件异议的期限"),
    _term("decide_term", "2工作日", "审定一件异议答复的期限"),
    _term("answer_term", "10工作日", "一件异议自收到至答复的期限，逾期催办"),
    _term("withdraw_term", "1工作日", "审批撤回的期限"),
)
"""Every setting of the case type, in the order of the procedure."""
