"""Approvals (审批): what waits for one's decision, one after another, made for a phone."""

from web.areas.approvals import several
from web.areas.approvals.deciding import APPROVALS

__all__ = ["APPROVALS", "several"]
