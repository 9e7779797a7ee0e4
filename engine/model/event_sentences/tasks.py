"""Sentences about work: created, held, done, taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from engine.model.deadlines import is_overdue
from engine.model.event_sentences.telling import Said, Told, day_said, listed
from engine.model.values import Value


def created(told: Told) -> Said:
    """Say whom work waits for, and until when."""
    held = told.holder(told.data)
    due_at = told.data.get("due_at")
    due = day_said(due_at, told.at)
    zh_due = f"，{due.zh}到期" if due_at is not None else ""
    en_due = f", due on {due.en}" if due_at is not None else ""
    what = told.what
    if held:
        return Said(f"{what.zh}由{held}办理{zh_due}。", f"{what.en} is for {held} to do{en_due}.")
    able = listed(_able(told))
    return Said(
        f"{what.zh}等待{able.zh or '有关人员'}签收办理{zh_due}。",
        f"{what.en} waits for {able.en or 'somebody'} to take it{en_due}.",
    )


def _able(told: Told) -> Iterator[str]:
    for key, name in (("groups", told.names.group), ("users", told.names.person)):
        yield from (name(each) for each in _texts(told.data.get(key)))


def _texts(value: Value) -> Iterator[str]:
    if isinstance(value, list | tuple):
        yield from (each for each in value if isinstance(each, str))


def claimed(told: Told) -> Said:
    """Say who took work."""
    who, what = told.who, told.what
    return Said(f"{who.zh}签收了{what.zh}。", f"{who.en} took {what.en}.")


def urged(told: Told) -> Said:
    """Say who urged work to be done, for which time, and with which words."""
    who, what, words = told.who, told.what, told.text("words")
    number = told.data.get("number")
    zh_time, en_time = (f"第{number}次", f" (time {number})") if number else ("", "")
    zh_words, en_words = (f"：“{words}”", f": “{words}”") if words else ("", "")
    return Said(
        f"{who.zh}{zh_time}催办{what.zh}{zh_words}。",
        f"{who.en} urged {what.en}{en_time}{en_words}.",
    )


def unclaimed(told: Told) -> Said:
    """Say who gave work back."""
    who, what, why = told.who, told.what, told.why
    owner = told.holder(told.after)
    if owner:
        return Said(
            f"{who.zh}把{what.zh}交还{owner}{why.zh}。",
            f"{who.en} gave {what.en} back to {owner}{why.en}.",
        )
    return Said(
        f"{who.zh}退回了{what.zh}，等待他人签收{why.zh}。",
        f"{who.en} gave {what.en} back for somebody else to take{why.en}.",
    )


def assigned(told: Told) -> Said:
    """Say who gave work to whom, and from whom it was taken."""
    who, what, why = told.who, told.what, told.why
    old, new = told.holder(told.before), told.holder(told.after)
    if old:
        return Said(
            f"{who.zh}把{what.zh}由{old}改派给{new}{why.zh}。",
            f"{who.en} reassigned {what.en} from {old} to {new}{why.en}.",
        )
    return Said(
        f"{who.zh}把{what.zh}指派给{new}{why.zh}。",
        f"{who.en} assigned {what.en} to {new}{why.en}.",
    )


def delegated(told: Told) -> Said:
    """Say who asked whom to do work for them."""
    who, what, why, new = told.who, told.what, told.why, told.holder(told.after)
    return Said(
        f"{who.zh}委托{new}办理{what.zh}{why.zh}。",
        f"{who.en} delegated {what.en} to {new}{why.en}.",
    )


def completed(told: Told) -> Said:
    """Say who did work, with what answer, and whether late."""
    who, what = told.who, told.what
    form = told.data.get("form")
    no_answer = Said("", "")
    said = told.names.answer(told.node or "", form) if isinstance(form, Mapping) else no_answer
    due_at = told.data.get("due_at")
    is_late = isinstance(due_at, datetime) and is_overdue(due_at, told.at)
    answer, answer_en = (f"（{said.zh}）", f" ({said.en})") if said.zh else ("", "")
    late, late_en = ("，已逾期", ", late") if is_late else ("", "")
    return Said(
        f"{who.zh}办结了{what.zh}{answer}{late}。",
        f"{who.en} completed {what.en}{answer_en}{late_en}.",
    )


def canceled(told: Told) -> Said:
    """Say that work need not be done any more."""
    what = told.what
    return Said(f"{what.zh}不再需要办理。", f"{what.en} need not be done any more.")


def withdrawn(told: Told) -> Said:
    """Say who took a completion back."""
    who, what = told.who, told.what
    return Said(
        f"{who.zh}撤回了已办结的{what.zh}，重新办理。",
        f"{who.en} took back the completion of {what.en} to do it again.",
    )
