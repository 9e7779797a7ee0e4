"""Sentences about documents, attachments, publications and outcomes."""

from __future__ import annotations

from engine.model.event_sentences.telling import (
    Said,
    Told,
    Values,
    bare,
    brackets,
    day_said,
    in_words,
    listed,
)

_ENDS = {
    "ended": Said("公示期满", "reached the end of its period"),
    "corrected": Said("已更正", "was corrected"),
    "superseded": Said("已被替代", "was superseded"),
    "withdrawn": Said("已撤回", "was withdrawn"),
}
_REMEDIES = {
    "复核中": "under review",
    "复核维持": "upheld on review",
    "申诉中": "under appeal",
    "申诉维持": "upheld on appeal",
    "撤销": "revoked",
    "变更": "changed",
}


def document_issued(told: Told) -> Said:
    """Say which document was issued."""
    paper = _titled(told)
    return Said(f"签发了{paper.zh}。", f"{paper.en} was issued.")


def document_voided(told: Told) -> Said:
    """Say which document no longer counts; who did it and why only where that may be told."""
    paper, who, why = _titled(told), told.who, told.why
    if not who.zh:
        return Said(f"{paper.zh}已作废{why.zh}。", f"{paper.en} was voided{why.en}.")
    return Said(f"{who.zh}作废了{paper.zh}{why.zh}。", f"{who.en} voided {paper.en}{why.en}.")


def _titled(told: Told) -> Said:
    number = told.text("number")
    said = brackets(Said(number or "：", number))
    title = told.text("title")
    return Said(f"《{title}》{said.zh}", f"“{title}”{said.en}")


def document_rendered(told: Told) -> Said:
    """Say that the file of a document was made."""
    title = told.names.paper(told.text("document"))
    of, of_en = (f"《{title}》", f" of “{title}”") if title else ("公文", "")
    return Said(f"生成了{of}的文件。", f"The file{of_en} was made.", is_detail=True)


def document_downloaded(told: Told) -> Said:
    """Say who took a copy of a document."""
    title, who = told.names.paper(told.text("document")), told.who
    of, of_en = (f"《{title}》", f"“{title}”") if title else ("公文", "a document")
    return Said(f"{who.zh}下载了{of}。", f"{who.en} downloaded {of_en}.", is_detail=True)


def attachment_added(told: Told) -> Said:
    """Say who attached what."""
    who, name = told.who, told.text("name")
    return Said(f"{who.zh}上传了附件“{name}”。", f"{who.en} attached “{name}”.")


def attachment_removed(told: Told) -> Said:
    """Say who removed which attachment, and why."""
    who, name, why = told.who, told.text("name"), told.why
    return Said(
        f"{who.zh}移除了附件“{name}”{why.zh}。",
        f"{who.en} removed the attachment “{name}”{why.en}.",
    )


def attachment_downloaded(told: Told) -> Said:
    """Say who took a copy of an attachment."""
    who, name = told.who, told.names.paper(told.text("attachment"))
    of, of_en = (f"“{name}”", f"“{name}”") if name else ("", "an attachment")
    return Said(f"{who.zh}下载了附件{of}。", f"{who.en} downloaded {of_en}.", is_detail=True)


def outcome_recorded(told: Told) -> Said:
    """Say what was entered into the ledger about whom."""
    about, decision = _about(told, told.data), told.text("decision")
    said = brackets(Said(f"文书：{decision}", f"by {decision}"))
    result = _outcome(told, told.data)
    return Said(
        f"登记{about.zh}的结果：{result.zh}{said.zh}。",
        f"The outcome for {about.en} was recorded: {result.en}{said.en}.",
    )


def outcome_corrected(told: Told) -> Said:
    """Say who corrected an entry, from what to what."""
    who, why, about = told.who, told.why, _about(told, told.data)
    old, new = _outcome(told, told.before), _outcome(told, told.data)
    if old.zh == new.zh:
        return Said(
            f"{who.zh}更正了{about.zh}的结果“{new.zh}”的登记内容{why.zh}。",
            f"{who.en} corrected the entry “{new.en}” for {about.en}{why.en}.",
        )
    return Said(
        f"{who.zh}把{about.zh}的结果由“{old.zh}”更正为“{new.zh}”{why.zh}。",
        f"{who.en} corrected the outcome for {about.en} from “{old.en}” to “{new.en}”{why.en}.",
    )


def outcome_lifted(told: Told) -> Said:
    """Say whose sanction was lifted in writing."""
    who, about, result = told.who, _about(told, told.data), _outcome(told, told.data)
    return Said(
        f"{who.zh}书面解除了{about.zh}的处分：{result.zh}。",
        f"{who.en} lifted the sanction of {about.en} in writing: {result.en}.",
    )


def outcomes_reversed(told: Told) -> Said:
    """Say how many entries were cancelled and what was taken back from the public."""
    entries, withdrawn = told.data.get("entries"), told.data.get("withdrawn")
    count = len(entries) if isinstance(entries, list | tuple) else 0
    numbers = listed(map(str, withdrawn)) if isinstance(withdrawn, list | tuple) else Said("", "")
    also, also_en = (
        (f"，撤回已公布的{numbers.zh}", f", and {numbers.en} was withdrawn from the public")
        if numbers.zh
        else ("", "")
    )
    why = told.why
    return Said(
        f"冲销已登记的结果{count}项{also}{why.zh}。",
        f"Recorded outcomes were reversed: {count}{also_en}{why.en}.",
    )


def _about(told: Told, values: Values) -> Said:
    person, unit = values.get("person"), values.get("unit")
    if isinstance(person, str):
        name = told.names.person(person)
        return Said(name, name)
    name = told.names.unit(unit) if isinstance(unit, str) else ""
    return Said(name or "本案", name or "this case")


def _outcome(told: Told, values: Values) -> Said:
    """Name an outcome: its form, or the end of its code, or the activity that recorded it."""
    code = str(values.get("code") or "").rpartition(":")[2]
    found = in_words(values.get("form")) or in_words(code)
    name = found or bare(told.names.activity(told.node or ""))
    return Said(name or "已登记", name or "recorded")


def remedy_noted(told: Told) -> Said:
    """Say where review and appeal stand."""
    state, decision = told.text("state"), told.text("decision")
    said = brackets(Said(f"文书：{decision}", f"by {decision}"))
    return Said(
        f"救济情况：{state}{said.zh}。",
        f"Review and appeal: {_REMEDIES.get(state, state)}{said.en}.",
    )


def published(told: Told) -> Said:
    """Say what was made public, and until when objections are taken."""
    number, title = told.text("number"), told.text("title")
    until = told.data.get("objection_until")
    day = day_said(until, told.at)
    more = f"，异议期至{day.zh}" if until is not None else ""
    more_en = f"; objections are taken until {day.en}" if until is not None else ""
    return Said(
        f"公布了《{title}》（{number}）{more}。",
        f"“{title}” ({number}) was published{more_en}.",
    )


def publication_closed(told: Told) -> Said:
    """Say what became of a publication."""
    how = _ENDS.get(str(told.after.get("state")), Said("已终结", "was closed"))
    number, reason = told.text("number"), bare(told.text("reason"))
    why = brackets(Said(reason or "：", reason))
    return Said(f"{number}{how.zh}{why.zh}。", f"{number} {how.en}{why.en}.")


def objection_filed(told: Told) -> Said:
    """Say that somebody objected to a publication."""
    number, who = told.text("publication"), told.who
    return Said(f"{who.zh}对{number}提出异议。", f"{who.en} objected to {number}.")


def objection_answered(told: Told) -> Said:
    """Say whether an objection was found right."""
    is_upheld = told.data.get("upheld") is True
    how, how_en = ("成立", "it was upheld") if is_upheld else ("不成立", "it was not upheld")
    return Said(f"答复了异议：异议{how}。", f"The objection was answered: {how_en}.")
