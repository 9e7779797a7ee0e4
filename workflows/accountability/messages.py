"""What an accountability procedure tells people."""

from __future__ import annotations

from engine.model.message_kinds import Duty, MessageKind

_HEARING = Duty(
    "这类消息关系陈述申辩（《教育督导问责办法》第十四条）。",
    "It concerns the right to be heard (Accountability Measures, article 14).",
)
_DECISION = Duty(
    "这类消息告知问责决定及其落实，须告知有关单位（《教育督导问责办法》第十六条、第十七条）。",
    "It tells a decision on accountability or how it is carried out "
    "(Accountability Measures, articles 16 and 17).",
)
_REMEDY = Duty(
    "这类消息告知复核、申诉的结果或者申请期限（《教育督导问责办法》关于复核、申诉的规定）。",
    "It tells the result of a review or appeal, or the period to apply "
    "(Accountability Measures, on reviews and appeals).",
)

MESSAGES: tuple[MessageKind, ...] = (
    MessageKind("not_started", "不予启动", "Not started", "No procedure is started."),
    MessageKind(
        "hearing_lapsed", "逾期未申辩", "Not heard in time", "The period to be heard has passed.",
        _HEARING,
    ),
    MessageKind("new_facts", "补充调查", "New facts", "New facts are investigated.", _HEARING),
    MessageKind("no_reply", "未回复", "No reply", "A unit that was asked did not reply."),
    MessageKind("dropped", "不予问责", "Dropped", "Nobody is held accountable.", _DECISION),
    MessageKind(
        "recommended", "处理建议", "Recommendation", "A measure is recommended to you.", _DECISION
    ),
    MessageKind("circular", "内部通报", "Circular", "There is an internal circular.", _DECISION),
    MessageKind(
        "remedy_lapsed", "申请期满", "No more remedy", "The period to apply has passed.", _REMEDY
    ),
    MessageKind("upheld", "维持决定", "Upheld", "A decision is upheld.", _REMEDY),
    MessageKind("correct", "限期纠正", "Correct", "A decision must be corrected in time.", _REMEDY),
    MessageKind(
        "corrected", "决定纠正", "Corrected", "A decision no longer holds; stop carrying it out.",
        _REMEDY,
    ),
)  # fmt: skip
"""The kinds of messages of the diagram `accountability`."""
