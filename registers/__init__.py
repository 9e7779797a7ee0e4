"""Registers (台账) as workbooks: rows in, bytes out; workbooks in, checked rows out.

Nothing here reads a store or a clock. Texts from people are always written as text, never as
formulas, and workbooks from people are measured before they are opened.
"""

from __future__ import annotations
