"""Sentences about the case as a whole, its items, its linked cases."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.event_sentences.telling import (
    Said,
    Told,
    bare,
    brackets,
    day_said,
    in_words,
    listed,
)


def opened(told: Told) -> Said:
    """Say who opened the case, about whom."""
    who, title = told.who, told.text("title")
    unit = told.names.unit(told.text("unit"))
    parent = told.text("parent_reference")
    about, about_en = (f"，涉及{unit}", f", about {unit}") if unit else ("", "")
    if told.text("parent"):
        by, by_en = (parent or "关联案件"), (parent or "a linked case")
        return Said(
            f"由{by}立案“{title}”{about}。", f"“{title}” was opened from {by_en}{about_en}."
        )
    return Said(f"{who.zh}立案“{title}”{about}。", f"{who.en} opened the case “{title}”{about_en}.")


def closed(told: Told) -> Said:
    """Say with what the case ended."""
    end = told.names.activity(told.node or "")
    said = brackets(Said(f"结果：{bare(end)}", f"result: {bare(end)}"))
    return Said(f"案件办结{said.zh}。", f"The case was closed{said.en}.")


def canceled(told: Told) -> Said:
    """Say who ended the case before its time."""
    who, why = told.who, told.why
    return Said(f"{who.zh}撤销了案件{why.zh}。", f"{who.en} canceled the case{why.en}.")


def suspended(told: Told) -> Said:
    """Say who let the clocks stand still."""
    who, why = told.who, told.why
    return Said(
        f"{who.zh}中止了案件，期限暂停计算{why.zh}。",
        f"{who.en} suspended the case; its clocks stand still{why.en}.",
    )


def resumed(told: Told) -> Said:
    """Say who let them run on, and since when they had stood still."""
    who, why = told.who, told.why
    since = day_said(told.data.get("suspended_at"), told.at)
    return Said(
        f"{who.zh}恢复了案件，自{since.zh}起的中止结束，期限继续计算{why.zh}。",
        f"{who.en} resumed the case, suspended since {since.en}; its clocks run on{why.en}.",
    )


def linked_opened(told: Told) -> Said:
    """Say which case was opened from this one."""
    title, reference = told.text("title"), told.text("reference")
    said = brackets(Said(f"案号：{reference}", reference))
    return Said(
        f"另立关联案件“{title}”{said.zh}。", f"The linked case “{title}” was opened{said.en}."
    )


def linked_ended(told: Told) -> Said:
    """Say what became of a case that this one opened."""
    reference, result = told.text("reference"), bare(in_words(told.data.get("result")))
    said = brackets(Said(f"结果：{result}", f"result: {result}"))
    how, how_en = (
        ("已撤销", "was canceled") if told.text("status") == "canceled" else ("已办结", "has ended")
    )
    name = f"The linked case {reference}".rstrip()
    return Said(f"关联案件{reference}{how}{said.zh}。", f"{name} {how_en}{said.en}.")


def item_opened(told: Told) -> Said:
    """Say which problem item is dealt with from now on."""
    item, title = told.number("item"), _title(told)
    if title and told.number("part") is None:
        return Said(f"开始办理第{item}项“{title}”。", f"Work on item {item}, “{title}”, began.")
    return Said(f"{told.what.zh}开始。", f"{told.what.en} began.", is_detail=True)


def _title(told: Told) -> str:
    variables = told.data.get("variables")
    for value in variables.values() if isinstance(variables, Mapping) else ():
        if isinstance(value, Mapping) and isinstance(value.get("title"), str):
            return bare(str(value["title"]))
    return ""


def item_ended(told: Told) -> Said:
    """Say that an item is over, done or not."""
    what = told.what
    if told.text("how") == "completed":
        return Said(f"{what.zh}办结。", f"{what.en} is done.", is_detail=True)
    return Said(f"{what.zh}终止。", f"{what.en} was ended early.", is_detail=True)


def notified(told: Told) -> Said:
    """Say who was told, and on what occasion."""
    audience = told.data.get("audience")
    to = listed(_audience(told)) if isinstance(audience, Mapping) else Said("", "")
    what = told.what
    return Said(
        f"{what.zh}：已通知{to.zh or '有关人员'}。",
        f"{what.en}: {to.en or 'those concerned'} got a notice.",
    )


def _audience(told: Told) -> list[str]:
    audience = told.data.get("audience")
    found: list[str] = []
    if isinstance(audience, Mapping):
        for key, name in (("groups", told.names.group), ("people", told.names.person)):
            some = audience.get(key)
            found += [name(str(each)) for each in some] if isinstance(some, list | tuple) else []
    return found
