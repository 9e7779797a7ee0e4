"""What a message says to its reader: a title and one plain sentence, in Chinese and in English.

Made from the kind and the body when it is read. The text that a diagram wrote is Chinese; the
English sentence says what such a message is about and quotes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.model.calendar_days import zh_date, zh_weekday
from engine.model.deadlines import local_day
from engine.model.item_numbers import in_brackets
from engine.model.message_kinds import MessageKind
from engine.model.values import Value

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_ENDINGS = ("。", "！", "？", "…")


@dataclass(frozen=True, slots=True)
class MessageWords:
    """A title and one sentence, in both languages."""

    title_zh: str
    title_en: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Said:
    """A message as far as it is put into words; `case` is the title of its case."""

    kind: MessageKind
    body: Mapping[str, Value]
    case: str
    reference: str

    def text(self, name: str) -> str:
        """Return a text of the body; empty where there is none."""
        value = self.body.get(name)
        return value.strip() if isinstance(value, str) else ""

    @property
    def about(self) -> str:
        """Return what the message is about: the task, or the case."""
        name = self.text("name")
        if not name:
            return self.case or self.text("title")
        return name + in_brackets(self._number("item"), self._number("part"))[0]

    def _number(self, name: str) -> int | None:
        value = self.body.get(name)
        return value if isinstance(value, int) else None

    @property
    def due_on(self) -> date | None:
        """Return the last day in time, where the message carries a due date."""
        due = self.body.get("due_at")
        return local_day(due) if isinstance(due, datetime) else None


def words_of(
    kind: MessageKind, key: str, body: Value, *, case: str | None, reference: str | None
) -> MessageWords:
    """Return what a message of a kind says; `key` is the kind as the message names it."""
    found = body if isinstance(body, Mapping) else {}
    said = Said(kind, found, (case or "").strip(), reference or "")
    zh, en = _BY_KIND.get(key, _written)(said)
    about = said.about
    return MessageWords(
        title_zh=f"{kind.zh}：{about}" if about else kind.zh,
        title_en=f"{kind.en}: {about}" if about else kind.en,
        zh=zh,
        en=en,
    )


def _written(said: Said) -> tuple[str, str]:
    """Say what the diagram wrote."""
    text = said.text("text")
    if not text:
        return f"{_case_zh(said)}有一条{said.kind.zh}消息。", f"{said.kind.says}{_case_en(said)}"
    zh = text if text.endswith(_ENDINGS) else f"{text}。"
    return zh, f"{said.kind.says}{_case_en(said)} It reads: “{zh}”"


def _assigned(said: Said) -> tuple[str, str]:
    zh, en = f"请办理“{said.about}”", f"Please do “{said.about}”"
    if (on := said.due_on) is not None:
        zh += f"，最迟{zh_date(on)}（{zh_weekday(on)}）办完"
        en += f", by {_en_date(on)} at the latest"
    return f"{zh}{_of_case_zh(said)}。", f"{en}.{_case_en(said)}"


def _urged(said: Said) -> tuple[str, str]:
    who, text = said.text("person"), said.text("text").rstrip("。")
    zh, en = f"{who}催办“{said.about}”", f"{who} urges you to do “{said.about}”"
    if (on := said.due_on) is not None:
        zh += f"，期限{zh_date(on)}（{zh_weekday(on)}）"
        en += f", due on {_en_date(on)}"
    zh += f"{_of_case_zh(said)}{f'：{text}' if text else ''}。"
    return zh, f"{en}.{_case_en(said)}{f' It says: “{text}”' if text else ''}"


def _canceled(said: Said) -> tuple[str, str]:
    return (
        f"待办“{said.about}”已取消，不必再办{_of_case_zh(said)}。",
        f"The task “{said.about}” is canceled; nothing is left to do.{_case_en(said)}",
    )


def _withdrawn(said: Said) -> tuple[str, str]:
    return (
        f"上一步已被撤回，待办“{said.about}”暂不必办{_of_case_zh(said)}。",
        f"“{said.about}” was taken back; wait until it comes again.{_case_en(said)}",
    )


def _closed(said: Said) -> tuple[str, str]:
    return f"{_case_zh(said)}已经办结。", f"A case that you opened is closed.{_case_en(said)}"


def _case_canceled(said: Said) -> tuple[str, str]:
    return f"{_case_zh(said)}已被撤销。", f"A case that you opened is canceled.{_case_en(said)}"


def _incident(said: Said) -> tuple[str, str]:
    why = said.text("zh").rstrip("。")
    zh = f"{_case_zh(said)}的一个自动环节没有成功{f'（{why}）' if why else ''}，请查看并处理。"
    en = f"An automatic step failed; please look into it.{_case_en(said)}"
    return zh, f"{en} The reason: “{why}”" if why else en


def _outgoing(said: Said) -> tuple[str, str]:
    return f"{_case_zh(said)}向其他系统发出了消息。", f"{said.kind.says}{_case_en(said)}"


def _proposal_awaiting(said: Said) -> tuple[str, str]:
    who, what = said.text("person"), said.text("title")
    return (
        f"{who}提交了流程发布申请“{what}”，请核对后发布或者退回。",
        f"{who} proposed “{what}”; please check it, and publish or refuse it.",
    )


def _proposal_published(said: Said) -> tuple[str, str]:
    who, what = said.text("person"), said.text("title")
    return f"您提交的申请“{what}”已由{who}发布。", f"{who} published what you proposed: “{what}”."


def _proposal_refused(said: Said) -> tuple[str, str]:
    who, what, why = said.text("person"), said.text("title"), said.text("reason").rstrip("。")
    return (
        f"您提交的申请“{what}”被{who}退回，理由：{why}。",
        f"{who} refused what you proposed: “{what}”. The reason: “{why}”",
    )


_BY_KIND: Mapping[str, Callable[[Said], tuple[str, str]]] = {
    "task_assigned": _assigned,
    "urged": _urged,
    "task_canceled": _canceled,
    "task_withdrawn": _withdrawn,
    "case_closed": _closed,
    "case_canceled": _case_canceled,
    "incident": _incident,
    "message": _outgoing,
    "proposal_awaiting": _proposal_awaiting,
    "proposal_published": _proposal_published,
    "proposal_refused": _proposal_refused,
}


def _case_zh(said: Said) -> str:
    case = said.case or said.text("title")
    number = f"（{said.reference}）" if said.reference else ""
    return f"案件“{case}”{number}" if case else "有一个案件"


def _of_case_zh(said: Said) -> str:
    return f"（{said.reference or said.case}）" if said.reference or said.case else ""


def _case_en(said: Said) -> str:
    case = said.case or said.text("title")
    named = " ".join(each for each in (said.reference, f"“{case}”" if case else "") if each)
    return f" Case: {named}." if named else ""


def _en_date(on: date) -> str:
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"
