"""The bounds of one expression, and the account kept while it is evaluated.

Every loop, call and produced character is charged to one budget. Work that is not charged is
bounded by the length of the text, so the budget bounds time and memory of the whole evaluation.
"""

from __future__ import annotations

import decimal
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from engine.feel.errors import FeelLimitError, Undefined

CHARACTERS_PER_STEP = 16
"""Produced text costs memory too; one step pays for this many characters."""
_STEPS_PER_LOOK_AT_THE_CLOCK = 256
_MESSAGES_KEPT = 20
_PRECISION = 34  # decimal digits, clause 10.3.2.2 (IEEE 754-2008 decimal128)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bound one expression: characters of text, nesting, steps, seconds, and sizes of results."""

    max_length: int = 2_000
    """Characters of one expression."""
    max_depth: int = 80
    """Nesting of the expression, and of values taken from the context."""
    max_calls: int = 40
    """Function calls open inside one another (recursion)."""
    max_steps: int = 200_000
    """Loop turns, calls, list elements and ``CHARACTERS_PER_STEP`` characters produced."""
    max_seconds: float = 1.0
    """Wall time of one evaluation."""
    max_list: int = 10_000
    """Elements of one produced list."""
    max_string: int = 100_000
    """Characters of one produced string."""
    max_exponent: int = 500
    """Largest power of ten of a number; decimal128 itself would allow 6144."""
    max_regex_seconds: float = 0.1
    """Wall time of one regular expression match."""
    stopwatch: Callable[[], float] = time.monotonic
    """Measures elapsed seconds only; it says nothing about the date."""


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Message:
    """Say why a part of an evaluation became null."""

    zh: str
    en: str


class Budget:
    """Keep the account of one evaluation: steps, time, open calls, and causes of nulls."""

    __slots__ = ("_deadline", "_look", "calls", "limits", "messages", "numbers", "steps")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.numbers = numbers_within(limits.max_exponent)
        self.steps = 0
        self.calls = 0
        self.messages: list[Message] = []
        self._look = _STEPS_PER_LOOK_AT_THE_CLOCK
        self._deadline: float | None = None

    def spend(self, steps: int) -> None:
        """Charge steps; raise FeelLimitError when steps or time are used up."""
        self.steps += steps
        if self.steps >= self._look:
            self._look_at_limits()

    def _look_at_limits(self) -> None:
        limits = self.limits
        if self.steps > limits.max_steps:
            raise FeelLimitError(
                f"表达式的计算步数超过上限（{limits.max_steps}）。",
                f"The expression needs more than {limits.max_steps} steps.",
            )
        now = limits.stopwatch()
        if self._deadline is None:
            self._deadline = now + limits.max_seconds
        elif now > self._deadline:
            raise FeelLimitError(
                f"表达式的计算时间超过上限（{limits.max_seconds}秒）。",
                f"The expression takes longer than {limits.max_seconds} seconds.",
            )
        self._look = self.steps + _STEPS_PER_LOOK_AT_THE_CLOCK

    def list_of(self, length: int) -> None:
        """Charge a list of this many elements before it is made."""
        if length > self.limits.max_list:
            raise FeelLimitError(
                f"列表长度超过上限（{self.limits.max_list}）。",
                f"A list would have more than {self.limits.max_list} elements.",
            )
        self.spend(length)

    def string_of(self, length: int) -> None:
        """Charge a string of this many characters before it is made."""
        if length > self.limits.max_string:
            raise FeelLimitError(
                f"字符串长度超过上限（{self.limits.max_string}）。",
                f"A string would have more than {self.limits.max_string} characters.",
            )
        self.spend(length // CHARACTERS_PER_STEP)

    def enter(self) -> None:
        """Open a call of a function defined in FEEL; ``leave`` closes it."""
        self.calls += 1
        if self.calls > self.limits.max_calls:
            raise FeelLimitError(
                f"函数调用嵌套超过上限（{self.limits.max_calls}层）。",
                f"Function calls are nested more than {self.limits.max_calls} deep.",
            )

    def leave(self) -> None:
        """Close the innermost open call."""
        self.calls -= 1

    def note(self, cause: Undefined) -> None:
        """Record why a value became null; the first causes are kept, later ones dropped."""
        if len(self.messages) < _MESSAGES_KEPT:
            self.messages.append(Message(cause.zh, cause.en))


def too_large(limits: Limits) -> FeelLimitError:
    """Return the error for a number whose exponent is beyond the limit."""
    return FeelLimitError(
        f"数值超过上限（10的{limits.max_exponent}次方）。",
        f"A number would exceed 10**{limits.max_exponent}.",
    )


@lru_cache(maxsize=16)
def numbers_within(max_exponent: int) -> decimal.Context:
    """Return the arithmetic of FEEL numbers: 34 digits, half-even, overflow is an error."""
    return decimal.Context(
        prec=_PRECISION,
        rounding=decimal.ROUND_HALF_EVEN,
        Emin=-max_exponent,
        Emax=max_exponent,
        capitals=1,
        clamp=0,
        flags=[],
        traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
    )
