"""What a message says to its reader: a title and one plain sentence, in Chinese and in English.

Made from the kind and the body when it is read. The text that a diagram wrote is Chinese; the
English sentence says what such a message is about and quotes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.model.calendar_days import zh_date, zh_weekday
from engine.model.counts import counted
from engine.model.deadlines import local_day
from engine.model.item_numbers import in_brackets
from engine.model.jobs import cause_words, job_words
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
        return name + in_brackets(self.number("item"), self.number("part"))[0]

    @property
    def subjects(self) -> tuple[str, str]:
        """Return what a title names, in both languages; jobs of the worker have English names."""
        if job := self.text("job"):
            words = job_words(job)
            return words.zh, words.en
        return self.about, self.about

    def number(self, name: str) -> int | None:
        """Return a number of the body."""
        value = self.body.get(name)
        return value if isinstance(value, int) else None

    @property
    def days(self) -> int:
        """Return the working days that are left, or have passed; zero where none are named."""
        return self.number("days") or 0

    @property
    def due_on(self) -> date | None:
        """Return the last day in time, where the message carries a due date."""
        return self.instant("due_at")

    def instant(self, name: str) -> date | None:
        """Return the local day of an instant of the body; None where there is none."""
        at = self.body.get(name)
        return local_day(at) if isinstance(at, datetime) else None


def words_of(
    kind: MessageKind, key: str, body: Value, *, case: str | None, reference: str | None
) -> MessageWords:
    """Return what a message of a kind says; `key` is the kind as the message names it."""
    found = body if isinstance(body, Mapping) else {}
    said = Said(kind, found, (case or "").strip(), reference or "")
    zh, en = _BY_KIND.get(key, _written)(said)
    about_zh, about_en = said.subjects
    return MessageWords(
        title_zh=f"{kind.zh}：{about_zh}" if about_zh else kind.zh,
        title_en=f"{kind.en}: {about_en}" if about_en else kind.en,
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


def _near_due(said: Said) -> tuple[str, str]:
    zh, en = f"“{said.about}”{_due_zh(said)}到期", f"“{said.about}” is due{_due_en(said)}"
    if (days := said.days) > 0:
        zh += f"，还有{days}个工作日"
        en += f", {counted(days, 'working day')} from now"
    return f"{zh}，请按期办完{_of_case_zh(said)}。", f"{en}; please do it in time.{_case_en(said)}"


def _due(said: Said) -> tuple[str, str]:
    return (
        f"“{said.about}”{_due_zh(said)}到期，请在期限内办完{_of_case_zh(said)}。",
        f"“{said.about}” is due{_due_en(said)}; please do it in time.{_case_en(said)}",
    )


def _overdue_mark(said: Said) -> tuple[str, str]:
    days = f"，已逾期{said.days}个工作日" if said.days > 0 else "，已经逾期"
    days_en = f"; it is {counted(said.days, 'working day')} overdue" if said.days > 0 else ""
    return (
        f"“{said.about}”应{_due_zh(said)}前办完{days}，尚未办完{_of_case_zh(said)}。",
        f"“{said.about}” was due{_due_en(said)} and is not done{days_en}.{_case_en(said)}",
    )


def _suspended(said: Said) -> tuple[str, str]:
    why = said.text("reason").rstrip("。")
    zh = f"{_case_zh(said)}已中止，各项期限停止计算，恢复前不必办理。"
    en = "A case is suspended: its periods stand still, and nothing is to be done until it goes on."
    return zh + _reason_zh(why), f"{en}{_case_en(said)}{_reason_en(why)}"


def _resumed(said: Said) -> tuple[str, str]:
    return (
        f"{_case_zh(said)}已恢复办理，各项期限相应顺延，请按新的期限办理。",
        (
            f"A case goes on; its periods are moved by the time it stood still, so please heed the "
            f"new due dates.{_case_en(said)}"
        ),
    )


def _deadline_changed(said: Said) -> tuple[str, str]:
    why = said.text("reason").rstrip("。")
    if said.due_on is None:
        to_zh, to_en = "不再有期限", "has no due date any more"
    else:
        to_zh, to_en = f"改为{_day_zh(said.due_on)}", f"is due{_due_en(said)} now"
    before = said.instant("before")
    was_zh = f"（原为{zh_date(before)}）" if before else ""
    was_en = f", instead of {_en_date(before)}" if before else ""
    return (
        f"“{said.about}”的期限{to_zh}{was_zh}{_of_case_zh(said)}。" + _reason_zh(why),
        f"“{said.about}” {to_en}{was_en}.{_case_en(said)}" + _reason_en(why),
    )


def _timer_moved(said: Said) -> tuple[str, str]:
    why, name = said.text("reason").rstrip("。"), said.text("timer")
    until = said.instant("until")
    to_zh, to_en = (_day_zh(until), _en_date(until)) if until else ("另一时间", "another time")
    return (
        f"{_case_zh(said)}的定时“{name}”改到{to_zh}。" + _reason_zh(why),
        f"The timer “{name}” is moved to {to_en}.{_case_en(said)}" + _reason_en(why),
    )


def _reassigned(said: Said) -> tuple[str, str]:
    to = said.text("to")
    return (
        f"待办“{said.about}”已交由{to}办理，您不必再办{_of_case_zh(said)}。",
        f"“{said.about}” went to {to}; nothing is left for you to do.{_case_en(said)}",
    )


def _machinery(said: Said) -> tuple[str, str]:
    words, cause = job_words(said.text("job")), cause_words(said.text("cause"))
    minutes = max(1, (said.number("lag_seconds") or 0) // 60)
    match said.text("trouble"):
        case "over":
            return f"“{words.zh}”已恢复正常。", f"“{words.en}” works again."
        case "late":
            zh, en = f"已落后{minutes}分钟", f"is {counted(minutes, 'minute')} late"
        case "silent":
            zh, en = (
                "没有在运行，到期的提醒、催办不会发出",
                "does not run: nothing that is due is said",
            )
        case _:
            zh, en = f"连续失败，原因：{cause[0]}", f"fails again and again: {cause[1]}"
    return f"“{words.zh}”{zh}。{words.remedy_zh}", f"“{words.en}” {en}. {words.remedy_en}"


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
    "near_due": _near_due,
    "due": _due,
    "overdue_mark": _overdue_mark,
    "case_suspended": _suspended,
    "case_resumed": _resumed,
    "deadline_changed": _deadline_changed,
    "timer_moved": _timer_moved,
    "task_reassigned": _reassigned,
    "machinery_alert": _machinery,
}


def _reason_zh(why: str) -> str:
    return f"理由：{why}。" if why else ""


def _reason_en(why: str) -> str:
    return f" The reason: “{why}”" if why else ""


def _day_zh(on: date) -> str:
    return f"{zh_date(on)}（{zh_weekday(on)}）"


def _due_zh(said: Said) -> str:
    on = said.due_on
    return f"于{_day_zh(on)}" if on else ""


def _due_en(said: Said) -> str:
    on = said.due_on
    return f" on {_en_date(on)}" if on else ""


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
