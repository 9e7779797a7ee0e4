"""Find the templates that are shipped, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "accountability_decision": ("问责决定书", "Accountability decision"),
        "accountability_material": ("事实材料", "Findings of fact"),
        "accountability_prior_notice": ("问责告知书", "Prior notice of accountability"),
        "announcement": ("公告", "Announcement"),
        "announcement_correction": ("更正公告", "Correction of an announcement"),
        "announcement_withdrawal": ("撤回公告", "Withdrawal of an announcement"),
        "appeal_decision": ("申诉处理决定书", "Decision on an appeal"),
        "circular": ("通报", "Circular"),
        "closing_sheet": ("销号单", "Closing sheet of a problem"),
        "consultation_letter": ("征求意见函", "Letter of consultation"),
        "correction_decision": ("撤销（变更）决定书", "Decision to revoke or change"),
        "disposition_recommendation": ("组织处理（处分）建议书", "Recommendation of discipline"),
        "extension_reply": ("延期批复", "Reply to a request for more time"),
        "filing_report": ("约谈备案报告", "Filing report of an interview"),
        "hearing_record": ("陈述申辩笔录", "Record of a statement in defence"),
        "interview_approval": ("约谈审批表", "Approval sheet of an interview"),
        "interview_minutes": ("约谈纪要", "Minutes of an interview"),
        "interview_notice": ("约谈通知书", "Notice of an interview"),
        "interview_record": ("约谈记录", "Record of an interview"),
        "objection_reply": ("异议答复书", "Reply to an objection"),
        "publicity_notice": ("公示", "Public notice before a decision"),
        "rectification_notice": ("责令限期整改通知书", "Rectification notice"),
        "review_decision": ("复核决定书", "Decision on review"),
        "service_receipt": ("送达回证", "Receipt of service"),
        "supervision_order": ("督办单", "Supervision order"),
        "transfer_letter": ("线索移送函", "Letter of transfer"),
        "verification_opinion": ("核查意见", "Verification opinion"),
    }
)
"""The name of each shipped template by its key, in Chinese and in English."""


def shipped_templates() -> Mapping[str, str]:
    """Return the source of every shipped template by its key, in order of key."""
    folder = files("documents").joinpath("templates")
    found = sorted((each for each in folder.iterdir()), key=lambda each: each.name)
    return {
        each.name.removesuffix(".txt"): each.read_text("utf-8")
        for each in found
        if each.name.endswith(".txt")
    }


def shipped_names() -> Mapping[str, str]:
    """Return the Chinese name of every shipped template by its key."""
    return {key: zh for key, (zh, _) in NAMES.items()}


def shipped_name(key: str, name: str) -> tuple[str, str]:
    """Return what a template is called in Chinese and in English.

    What an office called it stands in both; versions from before templates had names have their
    key for one.
    """
    zh, en = NAMES.get(key, (name, name))
    return (zh, en) if name in (key, zh) else (name, name)
