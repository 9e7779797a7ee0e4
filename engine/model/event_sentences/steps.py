"""Sentences about what the diagram did by itself; most are details."""

from __future__ import annotations

from engine.model.event_sentences.telling import Said, Told, bare, brackets, in_words, listed


def passed(told: Told) -> Said:
    """Say that a step without work was passed."""
    what = told.what
    return Said(f"经过{what.zh}。", f"{what.en} was passed.", is_detail=True)


def handled(told: Told) -> Said:
    """Say that a step was carried out by the system."""
    what = told.what
    return Said(
        f"系统自动办理了{what.zh}。",
        f"The system carried out {what.en}.",
        is_detail=True,
    )


def decided(told: Told) -> Said:
    """Say by which table something was decided, by which of its rows, and how."""
    what, table = told.what, told.names.table(told.text("decision"))
    rules = told.data.get("rules")
    rows = listed(str(each) for each in rules) if isinstance(rules, list | tuple) else Said("", "")
    result = bare(in_words(told.data.get("result")))
    by, by_en = (f"决策表“{table}”", f"the table “{table}”") if table else ("决策表", "a table")
    zh = [f"第{rows.zh}行"] if rows.zh else []
    en = [f"row {rows.en}"] if rows.zh else []
    if result:
        zh.append(f"结论：{result}")
        en.append(f"result: {result}")
    said = brackets(Said("，".join(zh), ", ".join(en))) if zh else Said("", "")
    return Said(
        f"{what.zh}按{by}判定{said.zh}。",
        f"{what.en} was decided by {by_en}{said.en}.",
        is_detail=True,
    )


def message_received(told: Told) -> Said:
    """Say that what a step waited for came."""
    what = told.what
    return Said(
        f"{what.zh}等到了所需的消息。",
        f"What {what.en} had waited for came.",
        is_detail=True,
    )


def message_sent(told: Told) -> Said:
    """Say that a step sent something out of the case."""
    what = told.what
    return Said(f"{what.zh}发出了消息。", f"{what.en} sent a message.", is_detail=True)


def raised(told: Told) -> Said:
    """Say to what a turn of events led."""
    what, then = told.what, told.names.activity(told.text("caught_by"))
    if then:
        return Said(f"{what.zh}，转入“{then}”。", f"{what.en} led on to “{then}”.", is_detail=True)
    return Said(f"出现{what.zh}的情形。", f"{what.en} came about.", is_detail=True)


def incident_raised(told: Told) -> Said:
    """Say that a step could not be carried out, and who sees to it."""
    what, again = told.what, told.data.get("retry_at") is not None
    then = "系统将自动重试" if again else "等待系统管理员处理"
    then_en = "the system will try again" if again else "it waits for an administrator to see to it"
    return Said(
        f"{what.zh}自动办理未成功，{then}。", f"{what.en} could not be carried out; {then_en}."
    )


def incident_retried(told: Told) -> Said:
    """Say that a step that failed was tried once more."""
    what, who, times = told.what, told.who, told.number("attempt")
    nth, nth_en = (f"（第{times}次）", f" (attempt {times})") if times is not None else ("", "")
    return Said(
        f"{who.zh}重试{what.zh}{nth}。", f"{who.en} tried {what.en} again{nth_en}.", is_detail=True
    )


def incident_resolved(told: Told) -> Said:
    """Say how a failure ended."""
    what, who = told.what, told.who
    if told.text("resolution") == "canceled":
        return Said(
            f"{what.zh}不再需要办理，异常随之消除。",
            f"{what.en} need not be carried out any more, and its failure is over.",
        )
    return Said(
        f"{who.zh}处理了{what.zh}的异常，继续办理。",
        f"{who.en} resolved the failure of {what.en}, and the case goes on.",
    )


def number_allocated(told: Told) -> Said:
    """Say which number was taken."""
    number = told.text("number")
    return Said(f"编发文号{number}。", f"The number {number} was allocated.", is_detail=True)
