"""The only door to SpiffWorkflow: compiled definitions and running instances of them.

`compile_process` turns a diagram into what runs; `Instance` is one case in memory. Nothing here
knows a database, a clock or a person's rights: the clock, expressions, handlers and tables come in
as `Surroundings`, and what happened goes out as effects (`engine.model.effects`).
"""

from engine.spiff.compiled import Compiled
from engine.spiff.compiling import compile_process
from engine.spiff.instance import Instance

__all__ = ["Compiled", "Instance", "compile_process"]
