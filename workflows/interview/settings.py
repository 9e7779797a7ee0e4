"""The parameters of an interview that an office may change.

The Opinion of 2020 (《关于深化新时代教育督导体制机制改革的意见》（十五）) asks for a written
record and for filing, and sets no number; neither does a statute. An empty source means
无法定依据，建议值.
"""

from __future__ import annotations

from engine.model.settings import Setting


def _term(key: str, default: str, zh: str, source: str = "") -> Setting:
    return Setting(f"interview.{key}", default, zh, source, "term")


SETTINGS: tuple[Setting, ...] = (
    Setting("interview.number_series", "岳教督约", "约谈通知书文号的机关代字"),
    Setting("interview.circular_series", "岳教督通", "通报文号的机关代字"),
    Setting("interview.minutes_series", "岳教督纪", "约谈纪要文号的机关代字"),
    Setting("interview.filing_series", "岳教督备", "备案报告文号的机关代字"),
    _term("draft_term", "5工作日", "起草约谈审批表的期限"),
    _term("approve_term", "3工作日", "审批约谈、签发通知、决定后续处理的期限"),
    _term("remind_before", "1工作日", "审批、纪要、备案、方案到期前多久提醒"),
    _term("arrange_term", "3工作日", "拟定约谈通知书的期限"),
    _term("notice_lead", "3工作日", "约谈前至少多久送达通知"),
    _term("urgent_notice", "24小时", "紧急安全事项，约谈前至少多久送达通知"),
    _term("deliver_term", "2工作日", "签发后送达的期限"),
    _term("receipt_term", "3工作日", "等待签收的期限，逾期登记留置送达"),
    _term("urgent_receipt_term", "4小时", "紧急安全事项等待签收的期限"),
    _term("serve_term", "3工作日", "登记留置送达、登记未签情况的期限"),
    _term("postponement_term", "1工作日", "审批改期申请的期限"),
    _term("record_term", "1工作日", "约谈后登记到场情况、填写约谈记录的期限"),
    _term("minutes_term", "5工作日", "约谈后签署印发纪要的期限"),
    _term("sign_term", "3工作日", "被约谈人签署纪要的期限，逾期由承办人登记"),
    _term("filing_term", "10工作日", "纪要印发后备案的期限"),
    _term("plan_term", "10工作日", "纪要印发后报送整改方案的期限"),
    _term("order_term", "3工作日", "纪要印发后交办限期整改的期限"),
    _term("review_term", "3工作日", "审核整改方案的期限"),
)
"""Every setting of the case type, in the order of the procedure."""
