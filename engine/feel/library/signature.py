"""How a built-in declares its parameters, and how a call's arguments are laid out for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.feel.errors import Undefined
from engine.feel.limits import Budget
from engine.feel.values import Value


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a built-in: its parameters, how many must be given, whether the last repeats.

    Written ``"string, start position, length?"``; ``"items*"`` repeats.
    """

    parameters: tuple[str, ...]
    required: int
    repeats: bool

    def accepts(self, count: int) -> bool:
        """Return whether so many arguments by position fit."""
        if self.repeats:
            return count >= max(self.required, 1)
        return self.required <= count <= len(self.parameters)

    def arrange(self, named: dict[str, Value]) -> tuple[Value, ...] | None:
        """Return named arguments by position, None if they do not fit."""
        if not set(named) <= set(self.parameters):
            return None
        if not set(self.parameters[: self.required]) <= set(named):
            return None
        last = max((self.parameters.index(name) for name in named), default=-1)
        if self.repeats and last == len(self.parameters) - 1:
            final = named[self.parameters[-1]]
            head = tuple(named.get(name) for name in self.parameters[:-1])
            return (*head, *(final if isinstance(final, list) else [final]))
        return tuple(named.get(name) for name in self.parameters[: last + 1])


@dataclass(frozen=True, slots=True)
class Builtin:
    """A built-in function: its name, the ways to call it, and its implementation."""

    name: str
    signatures: tuple[Signature, ...]
    implementation: Callable[..., Value]
    """What computes it: takes the account first, then the arguments by position."""

    def call(self, budget: Budget, args: tuple[Value, ...]) -> Value:
        """Return the result for arguments by position; raise Undefined where it is null."""
        if not any(signature.accepts(len(args)) for signature in self.signatures):
            raise self._refused()
        return self.implementation(budget, *args)

    def call_named(self, budget: Budget, named: dict[str, Value]) -> Value:
        """Return the result for named arguments; raise Undefined where it is null."""
        for signature in self.signatures:
            args = signature.arrange(named)
            if args is not None:
                return self.implementation(budget, *args)
        raise self._refused()

    def _refused(self) -> Undefined:
        usages = "；".join(f"{self.name}({', '.join(s.parameters)})" for s in self.signatures)
        return Undefined(
            f"参数不符，用法：{usages}。",
            f"The arguments do not fit: {usages.replace('；', '; ')}.",
        )


def builtin(name: str, implementation: Callable[..., Value], *signatures: str) -> Builtin:
    """Return the built-in with these signatures."""
    return Builtin(name, tuple(_signature(text) for text in signatures), implementation)


def _signature(text: str) -> Signature:
    words = [word.strip() for word in text.split(",") if word.strip()]
    repeats = bool(words) and words[-1].endswith("*")
    required = sum(not word.endswith(("?", "*")) for word in words)
    return Signature(tuple(word.rstrip("?*") for word in words), required, repeats)
