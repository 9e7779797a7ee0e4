"""The parameters of accountability proceedings that an office may change.

"日" in 《教育督导问责办法》 means calendar days: it does not say 工作日. An empty source means
无法定依据，建议值.
"""

from __future__ import annotations

from engine.model.settings import Setting

_REMEDIES = "《教育督导问责办法》复核申诉规定（学习问答25问之四）"


def _term(key: str, default: str, zh: str, source: str = "") -> Setting:
    return Setting(f"accountability.{key}", default, zh, source, "term")


def _count(key: str, default: int, zh: str, source: str = "") -> Setting:
    return Setting(f"accountability.{key}", default, zh, source, "integer")


SETTINGS: tuple[Setting, ...] = (
    Setting("accountability.number_series", "岳教督问", "告知书、决定书、复核决定书文号的机关代字"),
    Setting(
        "accountability.letter_series", "岳教督函", "征求意见函、建议书、移送函、通报文号的代字"
    ),
    Setting("accountability.appeal_series", "湘教督诉", "申诉处理决定书文号的机关代字"),
    Setting("accountability.appeal_unit", "430000", "受理申诉的上一级单位代码"),
    Setting(
        "accountability.appeal_body",
        "湖南省人民政府教育督导委员会办公室",
        "文书中写明的申诉机关",
    ),
    Setting("accountability.contact", "督导委员会办公室", "文书中写明的联系人"),
    Setting("accountability.contact_phone", "以本机关公布的电话为准", "文书中写明的联系电话"),
    Setting("accountability.contact_address", "以本机关公布的地址为准", "文书中写明的联系地址"),
    _term("lead_term", "5工作日", "补齐问责线索的期限"),
    _term(
        "investigation_term",
        "60日",
        "督导结束后成立工作组、形成事实材料并决定是否启动的期限",
        "《教育督导问责办法》第十三条",
    ),
    _term("remind_before", "7日", "调查认定期限届满前多久提醒"),
    _term("overdue_repeat", "5工作日", "调查认定逾期后每隔多久再报告主任"),
    _term("group_term", "10工作日", "组建调查认定工作组的期限"),
    _count("investigators", 2, "调查认定工作组的最少人数"),
    _term("verify_term", "20工作日", "调查核实的期限"),
    _term("supplement_term", "15工作日", "补充调查的期限"),
    _term("repeat_term", "12个月", "从重情形回溯多久", "《教育督导问责办法》从重情形第（四）项"),
    _term("draft_term", "5工作日", "拟定或形成问责意见的期限"),
    _term("approve_term", "3工作日", "审签告知书的期限"),
    _term("deliver_term", "3工作日", "签发后送达的期限"),
    _term("receipt_term", "3工作日", "等待签收的期限，逾期登记留置送达"),
    _term("serve_term", "3工作日", "登记留置送达的期限"),
    _term("hearing_term", "10工作日", "陈述申辩的期限（第十四条未定期限）"),
    _term("answer_term", "5工作日", "制作笔录、答复申辩、确定征求意见单位的期限"),
    _term("consult_term", "5工作日", "成员单位回复的期限，逾期记为未回复"),
    _term("decide_term", "5工作日", "主任审定的期限"),
    _term("implement_term", "30日", "落实问责措施的期限"),
    _term("result_term", "90日", "等待有权机关处理结果的期限"),
    _term("result_remind", "30日", "每隔多久催问处理结果"),
    _term(
        "publish_term",
        "20工作日",
        "起草公告的期限",
        "《政府信息公开条例》第二十六条：自形成之日起20个工作日内公开",
    ),
    _term("review_apply_term", "30日", "申请复核的期限，自收到决定之次日起算", _REMEDIES),
    _term("review_term", "30日", "作出复核决定的期限", _REMEDIES),
    _term("appeal_apply_term", "15日", "申诉的期限，自收到决定或复核决定之次日起算", _REMEDIES),
    _term("appeal_term", "60日", "作出申诉处理决定的期限", _REMEDIES),
    _term("correction_term", "15日", "纠正被撤销或变更的决定的期限", _REMEDIES),
    _count("reviews", 1, "可以申请复核几次", "参照青岛市教育督导问责工作规程：一次"),
    _count("appeals", 1, "可以申诉几次", "参照青岛市教育督导问责工作规程：一次"),
    _term("restore_term", "15日", "恢复名誉的期限"),
    _term("filing_term", "30日", "提请将问责材料归入人事档案的期限"),
    _term("archive_term", "10工作日", "立卷归档的期限"),
)
"""Every setting of the case type, in the order of the procedure."""
