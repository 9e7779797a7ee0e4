"""Sentences about deadlines and timers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.model.event_sentences.telling import Said, Told, Values, bare, brackets, term_said


def deadline_set(told: Told) -> Said:
    """Say which period began and when it ends."""
    record = _record(told)
    term, due = term_said(record.get("term")), told.due(told.after)
    if not term.zh:
        return Said(f"确定一项期限，{due.zh}届满。", f"A period was fixed that ends on {due.en}.")
    return Said(
        f"确定一项{term.zh}的期限，{due.zh}届满。",
        f"A period of {term.en} was fixed; it ends on {due.en}.",
    )


def deadline_changed(told: Told) -> Said:
    """Say from which day to which a deadline moved, and why."""
    old, new, why = told.due(told.before), told.due(told.after), told.why
    name = told.what if told.text("name") else Said("", "")
    of, of_en = (f"{name.zh}的", f" of {name.en}") if name.zh else ("", "")
    was_suspended = _was_suspended(told)
    cause, cause_en = ("因案件中止，", " because of the suspension") if was_suspended else ("", "")
    if old.zh == new.zh:
        return Said(
            f"{cause}{of}期限重新计算，仍为{new.zh}{why.zh}。",
            f"The deadline{of_en} was computed again{cause_en} and is still {new.en}{why.en}.",
        )
    return Said(
        f"{cause}{of}期限由{old.zh}改为{new.zh}{why.zh}。",
        f"The deadline{of_en} moved from {old.en} to {new.en}{cause_en}{why.en}.",
    )


def _was_suspended(told: Told) -> bool:
    changes = _record(told).get("adjustments")
    last = changes[-1] if isinstance(changes, list | tuple) and changes else None
    return isinstance(last, Mapping) and "suspended_at" in last


def deadline_extended(told: Told) -> Said:
    """Say by how much a deadline was extended, why, and who approved."""
    old, new, term = told.due(told.before), told.due(told.after), term_said(told.data.get("term"))
    name = told.text("name") or told.names.activity(told.node or "")
    of, of_en = (f"“{name}”的", f" of “{name}”") if name else ("", "")
    more, more_en = [f"延长{term.zh}"], [f"by {term.en}"]
    reason, approver = bare(told.text("reason")), told.holder(told.data, "approver")
    if reason:
        more.append(f"原因：{reason}")
        more_en.append(f"reason: {reason}")
    if approver:
        more.append(f"批准人：{approver}")
        more_en.append(f"approved by {approver}")
    said = brackets(Said("，".join(more), ", ".join(more_en)))
    return Said(
        f"{of}期限由{old.zh}延至{new.zh}{said.zh}。",
        f"The deadline{of_en} was extended from {old.en} to {new.en}{said.en}.",
    )


def _record(told: Told) -> Values:
    record = told.data.get("deadline")
    return record if isinstance(record, Mapping) else {}


def timer_set(told: Told) -> Said:
    """Say when a timer will be due."""
    what, due = told.what, told.due(told.data)
    return Said(
        f"{what.zh}将于{due.zh}自动进行。",
        f"{what.en} will follow by itself on {due.en}.",
        is_detail=True,
    )


def timer_moved(told: Told) -> Said:
    """Say from when to when a timer moved; somebody's own doing comes with a reason."""
    what, old, new, why = told.what, told.due(told.before), told.due(told.after), told.why
    if old.zh == new.zh:
        said = Said(
            f"{what.zh}的时间重新计算，仍为{new.zh}{why.zh}。",
            f"The time of {what.en} was computed again and is still {new.en}{why.en}.",
        )
    elif why.zh:
        who = told.who
        said = Said(
            f"{who.zh}把{what.zh}的时间由{old.zh}改为{new.zh}{why.zh}。",
            f"{who.en} moved {what.en} from {old.en} to {new.en}{why.en}.",
        )
    else:
        said = Said(
            f"{what.zh}的时间由{old.zh}改为{new.zh}。",
            f"{what.en} moved from {old.en} to {new.en}.",
        )
    return replace(said, is_detail=not why.zh)


def timer_fired(told: Told) -> Said:
    """Say that a time was reached."""
    what = told.what
    return Said(f"时间已到：{what.zh}。", f"The time was reached for {what.en}.")


def timer_canceled(told: Told) -> Said:
    """Say that a time no longer matters."""
    what = told.what
    return Said(
        f"{what.zh}的定时取消，不再进行。", f"The timer of {what.en} was canceled.", is_detail=True
    )
