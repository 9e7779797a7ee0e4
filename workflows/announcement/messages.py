"""What an announcement tells people."""

from __future__ import annotations

from engine.model.message_kinds import Duty, MessageKind

_THIRD_PARTY = Duty(
    "这类消息书面征求第三方意见或者告知公开的决定（《政府信息公开条例》第三十二条）。",
    "It asks a third party in writing or tells it what is decided "
    "(Regulations on Open Government Information, article 32).",
)
_OBJECTION = Duty(
    "这类消息告知异议已经收到，须在期限内核实答复（参照《浙江省教育督导条例》第二十四条）。",
    "It tells of an objection to be checked and answered in time "
    "(after the Zhejiang Regulations on Education Inspection, article 24).",
)

MESSAGES: tuple[MessageKind, ...] = (
    MessageKind(
        "third_party_asked", "征求意见", "Asked for an opinion",
        "You are asked for an opinion before something is published.", _THIRD_PARTY,
    ),
    MessageKind(
        "third_party_silent", "第三方未答复", "Third party silent", "A third party did not answer."
    ),
    MessageKind(
        "third_party_told", "公开决定", "Decision to publish",
        "It is decided whether something that concerns you is published.", _THIRD_PARTY,
    ),
    MessageKind("withheld", "不予公布", "Withheld", "Something is not published."),
    MessageKind("announced", "已公布", "Published", "Something was published."),
    MessageKind(
        "objection_filed", "收到异议", "Objection received", "The public objected.", _OBJECTION
    ),
    MessageKind("period_reported", "公示结束", "Period over", "A period of publicity is over."),
    MessageKind(
        "correction_started", "转入更正", "Correction", "What was published must be corrected."
    ),
    MessageKind(
        "withdrawal_refused", "不予撤回", "Not withdrawn", "What was published is not withdrawn."
    ),
)  # fmt: skip
"""The kinds of messages of the diagram `announcement`."""
