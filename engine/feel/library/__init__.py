"""The built-in functions of FEEL (DMN 1.5, clause 10.3.4), one module per group."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.feel.library import (
    contexts,
    conversions,
    dates,
    lists,
    numbers,
    range_text,
    ranges,
    statistics,
    strings,
)
from engine.feel.library.signature import Builtin

BUILTINS: Mapping[str, Builtin] = MappingProxyType(
    {
        function.name: function
        for group in (
            conversions.FUNCTIONS,
            strings.FUNCTIONS,
            lists.FUNCTIONS,
            statistics.FUNCTIONS,
            numbers.FUNCTIONS,
            dates.FUNCTIONS,
            ranges.FUNCTIONS,
            range_text.FUNCTIONS,
            contexts.FUNCTIONS,
        )
        for function in group
    }
)
"""Every built-in by name; ``sort`` and the like call the functions given to them."""

__all__ = ["BUILTINS", "Builtin"]
