"""Interviews (约谈): their settings, and what they tell.

The procedure is drawn in `bpmn/interview/interview.bpmn`; who is interviewed, by whom and with
which measures stands in `interview_level.dmn` beside it. The diagram needs no handler of its own.
"""

from __future__ import annotations

from workflows.interview.messages import MESSAGES
from workflows.interview.rules import RULES
from workflows.interview.settings import SETTINGS

__all__ = ["MESSAGES", "RULES", "SETTINGS"]
