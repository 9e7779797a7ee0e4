"""Where names are found: while compiling (``Scope``) and while evaluating (``Frame``, ``Run``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from engine.feel.errors import Undefined
from engine.feel.library import BUILTINS, Builtin
from engine.feel.limits import Budget, Limits
from engine.feel.values import Function, Lambda, Value, from_python

NOTHING: Mapping[str, Value] = MappingProxyType({})


class Run(Budget):
    """One evaluation: the account, the caller's context and functions, and the tested value."""

    __slots__ = ("_context", "_functions", "_read", "subject")

    def __init__(
        self,
        context: Mapping[str, object],
        functions: Mapping[str, Function],
        limits: Limits,
        subject: Value = None,
    ) -> None:
        super().__init__(limits)
        self._context = context
        self._functions = functions
        self._read: dict[str, Value] = {}
        self.subject = subject

    def read(self, name: str) -> Value:
        """Return a variable, or the function of that name; converted once, missing ones null."""
        if name in self._read:
            return self._read[name]
        try:
            value = self._find(name)
        except Undefined as cause:
            self.note(cause)
            value = None
        self._read[name] = value
        return value

    def _find(self, name: str) -> Value:
        if name in self._context:
            return from_python(self._context[name], self)
        if name == "?":
            return self.subject
        if function := self._functions.get(name):
            return function
        if builtin := BUILTINS.get(name):
            return Lambda((), lambda args: builtin.call(self, args))
        raise Undefined(f"没有名为“{name}”的变量。", f"There is no variable '{name}'.")

    def function(self, name: str) -> Function | Lambda | Builtin:
        """Return what a call by this name means; raise Undefined if there is none."""
        if name in self._context:
            value = self.read(name)
            if isinstance(value, Function | Lambda):
                return value
        found = self._functions.get(name) or BUILTINS.get(name)
        if found is None:
            raise Undefined(f"没有名为“{name}”的函数。", f"There is no function '{name}'.")
        return found


class Frame:
    """Names bound inside the expression, innermost first; a filter's frame has an ``item``."""

    __slots__ = ("is_filter", "item", "names", "outer", "run")

    def __init__(self, names: Mapping[str, Value], outer: Frame | None, run: Run) -> None:
        self.names = names
        self.outer = outer
        self.run = run
        self.item: Value = None
        self.is_filter = False

    def of_item(self, item: Value) -> Frame:
        """Return the scope of a filter over this element: its entries, then ``item``."""
        frame = Frame(item if isinstance(item, dict) else NOTHING, self, self.run)
        frame.item = item
        frame.is_filter = True
        return frame


Code: TypeAlias = Callable[[Frame], Value]


@dataclass(frozen=True, slots=True)
class Scope:
    """What the compiler knows of a frame: the names it binds; None if only the data will tell."""

    names: set[str] | None
    outer: Scope | None


def read_name(name: str, scope: Scope | None) -> Code:
    """Return what reads a name, as directly as the scope allows."""
    hops = 0
    while scope is not None:
        if scope.names is None:
            return lambda frame: _search(name, frame)
        if name in scope.names:
            return _local(name, hops)
        hops += 1
        scope = scope.outer
    return lambda frame: frame.run.read(name)


def _local(name: str, hops: int) -> Code:
    def read(frame: Frame) -> Value:
        found: Frame | None = frame
        for _ in range(hops):
            found = found.outer if found else None
        return found.names.get(name) if found else None

    return read


def _search(name: str, frame: Frame) -> Value:
    found: Frame | None = frame
    while found is not None:
        if name in found.names:
            return found.names[name]
        if found.is_filter and name == "item":
            return found.item
        found = found.outer
    return frame.run.read(name)


def is_bound(name: str, scope: Scope | None) -> bool:
    """Return whether a name may mean something inside the expression itself."""
    while scope is not None:
        if scope.names is None or name in scope.names:
            return True
        scope = scope.outer
    return False
