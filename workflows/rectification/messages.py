"""What a rectification tells people."""

from __future__ import annotations

from engine.model.message_kinds import Duty, MessageKind

_ORDER = Duty(
    "这类消息变更责令整改的要求或期限，须告知被督导单位（《教育督导条例》第二十一条、第二十五条）。",
    "It changes what is ordered or until when, and must be told to the unit "
    "(Regulations on Education Inspection, articles 21 and 25).",
)
_OBJECTION = Duty(
    "这类消息是异议的处理结果，须告知提出的单位（参照《浙江省教育督导条例》第二十四条）。",
    "It is the result of an objection, to be told to whoever objected "
    "(after the Zhejiang Regulations on Education Inspection, article 24).",
)

MESSAGES: tuple[MessageKind, ...] = (
    MessageKind(
        "extension_refused", "不予延期", "Extension refused", "An extension is refused.", _ORDER
    ),
    MessageKind(
        "supervise", "督办", "Supervision order", "A supervision order sets a period.", _ORDER
    ),
    MessageKind("escalated", "升级处理", "Escalated", "A problem is escalated.", _ORDER),
    MessageKind("returned", "退回整改", "Sent back", "A problem must be rectified again.", _ORDER),
    MessageKind(
        "interview_ended", "约谈结果", "Interview ended", "The interview about a problem has ended."
    ),
    MessageKind(
        "objection_answered", "异议答复", "Objection answered", "An objection is answered.",
        _OBJECTION,
    ),
    MessageKind("revoked", "撤销通知书", "Notice revoked", "A notice is revoked.", _OBJECTION),
)  # fmt: skip
"""The kinds of messages of the diagram `rectification`."""
