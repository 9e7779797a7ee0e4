"""Kinds of messages: what each is called, what it says, and whether the law wants it told.

The engine declares those it says itself and those that many case types share; a case type adds its
own. A kind that a diagram names and nobody declares is a notice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.model.errors import InvalidArgument


@dataclass(frozen=True, slots=True)
class Duty:
    """Why a kind of message must be told, so that nobody can mute it; with its source."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A kind of message: its word, what it says in one English sentence, and the duty to tell it.

    The Chinese sentence is that of the message, which the diagram writes.
    """

    key: str
    zh: str
    en: str
    says: str
    duty: Duty | None = None


OTHER = MessageKind("", "通知", "Notice", "There is a notice for you.")
"""What a kind is that nobody declared."""

CONTACT_CODE = "contact_code"
"""The kind of what confirms an address: it goes to that address alone and stands in no inbox."""

_DEADLINE = Duty(
    "这类消息告知责令整改、陈述申辩、申请救济等期限何时起算（《教育督导条例》第二十一条、第二十五条，"
    "《教育督导问责办法》第十四条）。",
    "It tells when a period begins to run: to rectify, to be heard, to apply for a remedy "
    "(Regulations on Education Inspection, articles 21 and 25; Accountability Measures, "
    "article 14).",
)
_SERVED = Duty(
    "送达的文书经由待办签收，报送、申辩也以待办告知；不计入就可能错过送达"
    "（《教育督导条例》第二十一条、第二十五条，《教育督导问责办法》第十四条）。",
    "Documents are served by a task to sign for them, and what is to be handed in is told by "
    "tasks (Regulations on Education Inspection, articles 21 and 25; Accountability Measures, "
    "article 14).",
)
_LATE = Duty(
    "这类消息催办已经到期的法定或责令事项，不整改的将被责令改正、提出处分建议（《教育督导条例》第二十五条）。",
    "It urges what is legally due; not acting leads to an order or a proposed sanction "
    "(Regulations on Education Inspection, article 25).",
)
_MOVED = Duty(
    "这类消息告知责令整改、申辩等期限改到何时（《教育督导条例》第二十一条、第二十五条，"
    "《教育督导问责办法》第十四条）。",
    "It tells to when a period to rectify or to be heard is moved (Regulations on Education "
    "Inspection, articles 21 and 25; Accountability Measures, article 14).",
)

ENGINE_KINDS: tuple[MessageKind, ...] = (
    MessageKind("task_assigned", "新待办", "New task", "There is a task for you.", _SERVED),
    MessageKind("task_canceled", "待办取消", "Task canceled", "A task is no longer needed."),
    MessageKind("task_withdrawn", "待办撤回", "Task withdrawn", "A task was taken back."),
    MessageKind("case_closed", "案件办结", "Case closed", "A case that you opened is closed."),
    MessageKind("urged", "催办", "Urged by hand", "Somebody urges you to act."),
    MessageKind(
        "case_canceled", "案件撤销", "Case canceled", "A case that you opened is canceled."
    ),
    MessageKind(
        "incident", "办理异常", "Incident", "An automatic step failed and needs attention."
    ),
    MessageKind("message", "对外消息", "Outgoing message", "A message went to another system."),
    MessageKind(
        "proposal_awaiting", "待您发布", "Waits for you", "A proposal waits to be published by you."
    ),
    MessageKind(
        "proposal_published", "申请已发布", "Proposal published", "What you proposed is published."
    ),
    MessageKind(
        "proposal_refused", "申请被退回", "Proposal refused", "What you proposed was refused."
    ),
    MessageKind(
        "address_failed", "地址失效", "Address fails", "Nothing arrives at a mail address any more."
    ),
    MessageKind("notice", "通知", "Notice", "There is a notice for you."),
    MessageKind(CONTACT_CODE, "地址确认码", "Confirmation code", "A code confirms an address."),
    MessageKind(
        "clock_started", "期限起算", "Period begins", "A period has begun to run.", _DEADLINE
    ),
    MessageKind("reminder", "到期提醒", "Reminder", "Something is due soon."),
    MessageKind("urge", "逾期催办", "Overdue, act now", "Something is overdue; act now.", _LATE),
    MessageKind("overdue", "逾期报告", "Overdue", "Something in a case is overdue."),
    MessageKind(
        "machinery_alert",
        "运行告警",
        "Machinery",
        "What runs by itself is in trouble, or well again.",
    ),
    MessageKind("alert", "警示", "Alert", "Something needs the attention of those in charge."),
    MessageKind("near_due", "即将到期", "Due soon", "A task of yours is due soon."),
    MessageKind("due", "到期", "Due", "A task of yours is due."),
    MessageKind("overdue_mark", "已经逾期", "Overdue", "A task is overdue.", _LATE),
    MessageKind(
        "case_suspended", "案件中止", "Case suspended", "The clocks of a case stand still."
    ),
    MessageKind("case_resumed", "案件恢复", "Case resumed", "A suspended case goes on."),
    MessageKind(
        "deadline_changed", "期限变更", "Deadline changed", "A task is due at another time.", _MOVED
    ),
    MessageKind("timer_moved", "定时调整", "Timer moved", "A timer of a case is moved.", _MOVED),
    MessageKind("task_reassigned", "待办转出", "Task passed on", "A task went to somebody else."),
)
"""What the engine says, and what many case types say."""


@dataclass(frozen=True, slots=True)
class MessageKinds:
    """All kinds declared here."""

    known: Mapping[str, MessageKind] = field(default_factory=dict)

    @classmethod
    def of(cls, *groups: Iterable[MessageKind]) -> MessageKinds:
        """Return the kinds of several groups; one declared twice raises InvalidArgument."""
        known: dict[str, MessageKind] = {}
        for kind in (each for group in groups for each in group):
            if known.setdefault(kind.key, kind) != kind:
                raise InvalidArgument(
                    f"消息种类“{kind.key}”有两个不同的声明。",
                    en=f"Expected one declaration of the kind of message '{kind.key}'.",
                    code="duplicate_message_kind",
                )
        return cls(known)

    def kind(self, key: str) -> MessageKind:
        """Return what is declared of a kind; a notice where nothing is."""
        return self.known.get(key, OTHER)
