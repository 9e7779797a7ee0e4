"""Problem items (问题项): the states one goes through, and what a diagram may say of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum


class ItemStatus(Enum):
    """The states of a problem item; overdue and extended are read off its due date instead."""

    DRAFT = "draft"
    """Listed, but the notice that names it has not been signed."""
    ISSUED = "issued"
    """The notice has been signed and is on its way."""
    DELIVERED = "delivered"
    """The notice has been received; a plan is expected."""
    PLAN_SUBMITTED = "plan_submitted"
    """A plan has been submitted and is being examined."""
    PLAN_RETURNED = "plan_returned"
    """The plan was not accepted; another one is expected."""
    IN_PROGRESS = "in_progress"
    """The plan has been accepted and is carried out; a report is expected."""
    REPORT_SUBMITTED = "report_submitted"
    """A report has been submitted; nobody has verified it yet."""
    VERIFYING = "verifying"
    """Some of those who verify have done so."""
    RETURNED = "returned"
    """Verified as not rectified; to be done again."""
    VERIFIED = "verified"
    """Verified as rectified; waits to be struck off."""
    OPEN = "open"
    """Under way, where the diagram says nothing more exact."""
    CLOSED = "closed"
    """Struck off the list (销号)."""
    CANCELED = "canceled"
    """Ended before its time, with its case or with the notice."""

    @property
    def zh(self) -> str:
        """Return the state in Chinese."""
        return _ZH[self]

    @property
    def is_ended(self) -> bool:
        """Say whether nothing more will happen to the item."""
        return self in (ItemStatus.CLOSED, ItemStatus.CANCELED)

    @property
    def is_met(self) -> bool:
        """Say whether the due date has been met: what it asked for, a report, is there."""
        reported = (ItemStatus.REPORT_SUBMITTED, ItemStatus.VERIFYING, ItemStatus.VERIFIED)
        return self.is_ended or self in reported


_ZH: Mapping[ItemStatus, str] = {
    ItemStatus.DRAFT: "起草中",
    ItemStatus.ISSUED: "已签发待送达",
    ItemStatus.DELIVERED: "已送达待报方案",
    ItemStatus.PLAN_SUBMITTED: "方案待审",
    ItemStatus.PLAN_RETURNED: "方案退回",
    ItemStatus.IN_PROGRESS: "整改中",
    ItemStatus.REPORT_SUBMITTED: "已报待核查",
    ItemStatus.VERIFYING: "核查中",
    ItemStatus.RETURNED: "退回重改",
    ItemStatus.VERIFIED: "待销号",
    ItemStatus.OPEN: "在办",
    ItemStatus.CLOSED: "已销号",
    ItemStatus.CANCELED: "已撤销",
}

STATUS = "item_status"
"""The property of a user task: the state of its item while the task is open."""
TITLE = "item_title"
"""The property that makes the items of a multi-instance problem items."""
COLUMNS = (
    TITLE, "item_kind", "item_severity", "item_demand", "item_source", "item_owner",
    "item_person", "item_due", "item_round", "item_measures", "item_progress", "item_evidence",
    "item_escalation", "item_verifiers",
)  # fmt: skip
"""The properties of a multi-instance, each the text or FEEL of one column."""
