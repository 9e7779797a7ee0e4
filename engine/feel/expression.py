"""Expressions as the rest of the engine uses them: parsed once, cached, evaluated often."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from engine.feel import nodes
from engine.feel.basics import Test
from engine.feel.compiler import compile_node, compile_tests
from engine.feel.errors import FeelLimitError, Undefined
from engine.feel.library import BUILTINS
from engine.feel.limits import DEFAULT_LIMITS, Limits, Message
from engine.feel.names import PROPERTIES, KnownNames, is_plain
from engine.feel.nodes import Node
from engine.feel.parser import parse_tree
from engine.feel.places import syntax_error
from engine.feel.scope import NOTHING, Code, Frame, Run
from engine.feel.values import Function, Value, from_python
from engine.feel.walk import free_names, measure

NO_FUNCTIONS: Mapping[str, Function] = MappingProxyType({})
_CACHED = 4_096
_WRAPPED = re.compile(r"\s*[$#]\{(.*)\}\s*", re.DOTALL)
_SPACED_BUILTINS = frozenset(name for name in BUILTINS if not is_plain(name)) | PROPERTIES


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A parsed expression, or parsed unary tests; immutable and safe to share."""

    text: str
    """The text as given."""
    names: frozenset[str]
    """Variables it reads from outside; of ``a.b`` only ``a``."""
    filter_names: frozenset[str]
    """Names read only inside ``[…]``, which may be variables or entries of the elements."""
    functions: frozenset[str]
    """Functions it calls by name, built-in ones included."""
    tree: Node
    """Its parts, for whoever reasons about it."""
    _code: Code | None
    _test: Test | None

    def evaluate(
        self,
        context: Mapping[str, object],
        *,
        functions: Mapping[str, Function] = NO_FUNCTIONS,
        limits: Limits = DEFAULT_LIMITS,
    ) -> Value:
        """Return the value, null where the standard has no other; raise only FeelLimitError."""
        return self._run(Run(context, functions, limits))

    def evaluate_explained(
        self,
        context: Mapping[str, object],
        *,
        functions: Mapping[str, Function] = NO_FUNCTIONS,
        limits: Limits = DEFAULT_LIMITS,
    ) -> tuple[Value, tuple[Message, ...]]:
        """Return the value and why parts of it became null, the first cause first."""
        run = Run(context, functions, limits)
        value = self._run(run)
        return value, tuple(run.messages)

    def test(
        self,
        value: object,
        context: Mapping[str, object] = NOTHING,
        *,
        functions: Mapping[str, Function] = NO_FUNCTIONS,
        limits: Limits = DEFAULT_LIMITS,
    ) -> bool | None:
        """Return whether the value passes these unary tests; None where they have no answer."""
        return self.test_explained(value, context, functions=functions, limits=limits)[0]

    def test_explained(
        self,
        value: object,
        context: Mapping[str, object] = NOTHING,
        *,
        functions: Mapping[str, Function] = NO_FUNCTIONS,
        limits: Limits = DEFAULT_LIMITS,
    ) -> tuple[bool | None, tuple[Message, ...]]:
        """Return what ``test`` returns, and why there was no answer."""
        if self._test is None:
            raise TypeError("parse the text with parse_unary_tests to test a value")
        run = Run(context, functions, limits)
        try:
            run.subject = from_python(value, run)
            passed = self._test(Frame(NOTHING, None, run), run.subject)
        except Undefined as cause:
            run.note(cause)
            passed = None
        except RecursionError:
            raise _too_deep() from None
        return passed, tuple(run.messages)

    def _run(self, run: Run) -> Value:
        if self._code is None:
            raise TypeError("parse the text with parse to evaluate it")
        try:
            return self._code(Frame(NOTHING, None, run))
        except RecursionError:
            raise _too_deep() from None


def _too_deep() -> FeelLimitError:
    return FeelLimitError("表达式的计算嵌套过深。", "The evaluation is nested too deeply.")


def strip_wrapper(text: str) -> str:
    """Return the FEEL inside a leading ``=`` or a ``${…}`` or ``#{…}`` wrapper."""
    inner = text.strip()
    if inner.startswith("="):
        return inner[1:].strip()
    found = _WRAPPED.fullmatch(inner)
    return found.group(1).strip() if found else inner


@lru_cache(maxsize=_CACHED)
def is_wrapped(text: str) -> bool:
    """Return whether a text stands in a wrapper, and so is FEEL where a literal could stand."""
    return strip_wrapper(text) != text.strip()


def parse(text: str, *, names: Iterable[str] = (), limits: Limits = DEFAULT_LIMITS) -> Expression:
    """Return the expression of a text; ``names`` are those in scope that contain spaces or signs.

    Raises FeelSyntaxError, or FeelLimitError when the text is too long or too deep.
    """
    return _parse(text, frozenset(names), limits, unary_tests=False)


def parse_unary_tests(
    text: str, *, names: Iterable[str] = (), limits: Limits = DEFAULT_LIMITS
) -> Expression:
    """Return the unary tests of a text, such as a cell of a decision table; ``-`` is any value."""
    return _parse(text, frozenset(names), limits, unary_tests=True)


@lru_cache(maxsize=_CACHED)
def _parse(text: str, names: frozenset[str], limits: Limits, *, unary_tests: bool) -> Expression:
    if len(text) > limits.max_length:
        raise FeelLimitError(
            f"表达式超过{limits.max_length}个字符。",
            f"The expression has more than {limits.max_length} characters.",
        )
    source = _blank_wrapper(text) if not unary_tests else text
    tree = _tree(text, source, names, limits, unary_tests=unary_tests)
    measure(tree, max_depth=limits.max_depth)
    found = free_names(tree)
    tests = tree if isinstance(tree, nodes.Tests) else None
    return Expression(
        text,
        frozenset(found.names),
        frozenset(found.filter_names - found.names),
        frozenset(found.functions),
        tree,
        None if tests else compile_node(tree),
        compile_tests(tests) if tests else None,
    )


def _blank_wrapper(text: str) -> str:
    """Return the text with its wrapper turned into spaces, so that positions stay true."""
    inner = strip_wrapper(text)
    start = text.rfind(inner) if text.strip().startswith("=") else text.find(inner)
    return re.sub(r"\S", " ", text[:start]) + inner if inner else ""


def _tree(
    text: str, source: str, names: frozenset[str], limits: Limits, *, unary_tests: bool
) -> Node:
    if unary_tests and source.strip() in {"-", ""}:
        return nodes.Tests(())
    if not source.strip():
        raise syntax_error(text, len(text), found="")
    known = KnownNames(names | _SPACED_BUILTINS)
    return parse_tree(source, known, limits=limits, unary_tests=unary_tests)
