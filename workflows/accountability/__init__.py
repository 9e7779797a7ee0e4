"""Accountability (问责): its settings, what it tells and what its diagram calls.

The procedure itself is drawn in `bpmn/accountability/accountability.bpmn`; who may impose what, what
aggravates and what is published stand in the tables beside it. Here is only what neither can say.
"""

from __future__ import annotations

from workflows.accountability.handlers import HANDLERS
from workflows.accountability.messages import MESSAGES
from workflows.accountability.rules import RULES
from workflows.accountability.settings import SETTINGS

__all__ = ["HANDLERS", "MESSAGES", "RULES", "SETTINGS"]
