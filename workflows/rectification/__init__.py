"""Rectification with a deadline (责令限期整改): its settings, what it tells and what its diagram calls.

The procedure itself is drawn in `bpmn/rectification/rectification.bpmn`; terms by kind of problem
stand in `rectification_due.dmn` beside it. Here is only what neither can say.
"""

from __future__ import annotations

from workflows.rectification.handlers import HANDLERS
from workflows.rectification.messages import MESSAGES
from workflows.rectification.rules import RULES
from workflows.rectification.settings import SETTINGS

__all__ = ["HANDLERS", "MESSAGES", "RULES", "SETTINGS"]
