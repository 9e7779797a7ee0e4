"""What an interview tells people."""

from __future__ import annotations

from engine.model.message_kinds import Duty, MessageKind

_CALLED = Duty(
    "这类消息告知应否到场、何时到场，无正当理由不到场的将被通报批评并责令改正（《教育督导条例》第二十五条）。",
    "It says whether and when to appear; absence without reason leads to public criticism and an "
    "order (Regulations on Education Inspection, article 25).",
)

MESSAGES: tuple[MessageKind, ...] = (
    MessageKind("not_held", "不予约谈", "No interview", "An interview is not approved."),
    MessageKind(
        "postponement_refused", "不予改期", "Not postponed", "The interview is not postponed.",
        _CALLED,
    ),
    MessageKind("absent", "缺席告知", "Absence", "Somebody did not come to an interview.", _CALLED),
    MessageKind("interview_closed", "约谈办结", "Interview closed", "An interview is closed."),
)  # fmt: skip
"""The kinds of messages of the diagram `interview`."""
