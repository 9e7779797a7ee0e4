"""Text to nodes: lark's LALR(1) tables over the terminals of our lexer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation, Overflow
from functools import lru_cache
from typing import cast

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedToken
from lark.lexer import Lexer as LarkLexer

from engine.feel import nodes
from engine.feel.errors import FeelSyntaxError
from engine.feel.grammar import GRAMMAR, OPERAND, SHOWN
from engine.feel.lexer import Lexer
from engine.feel.limits import Limits, numbers_within, too_large
from engine.feel.names import KnownNames, is_plain
from engine.feel.nodes import Node
from engine.feel.places import hint, syntax_error
from engine.feel.temporal import at_literal
from engine.feel.types import TypeRef

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}
_MAX_EXPECTED = 12
_LAST_CODE_POINT = 0x10FFFF


def unescape(quoted: str) -> str:
    """Return the text of a string literal; an escape that FEEL does not know stays as it is."""
    return _ESCAPE.sub(_one_character, quoted[1:-1])


def _one_character(found: re.Match[str]) -> str:
    if code := found.group(1) or found.group(2):
        point = int(code, 16)
        return chr(point) if point <= _LAST_CODE_POINT else found.group()
    return _ESCAPED.get(found.group(3), found.group())


class _NoLexer(LarkLexer):
    """Stand in for lark's own lexer: tokens are fed one by one."""

    def __init__(self, _conf: object) -> None:
        """Ignore the terminals; ours are read by ``engine.feel.lexer``."""

    def lex(self, *_args: object) -> Iterator[Token]:
        """Refuse: lark demands the method, but tokens come from ``engine.feel.lexer``."""
        msg = "ours are lexed before"
        raise AssertionError(msg)


def _parts(children: tuple[object, ...]) -> tuple[Node, ...]:
    return tuple(cast("Node", child) for child in children if not isinstance(child, Token))


def _rest(children: tuple[object, ...]) -> tuple[tuple[str, Node], ...]:
    pairs = zip(children[::2], children[1::2], strict=True)
    return tuple((str(op), cast("Node", operand)) for op, operand in pairs)


class _Builder(Transformer[Token, Node]):
    """Make a node of every rule; the methods are named after the rules."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self._limits = limits

    @v_args(inline=True)
    def tests(self, *children: object) -> nodes.Tests:
        return nodes.Tests(_parts(children))

    @v_args(inline=True)
    def negated_tests(self, *children: object) -> nodes.Tests:
        (tests,) = _parts(children)
        return nodes.Tests(cast("nodes.Tests", tests).items, negated=True)

    @v_args(inline=True)
    def op_test(self, op: Token, operand: Node) -> Node:
        return nodes.OpTest(str(op), operand)

    @v_args(inline=True)
    def any_of(self, *children: object) -> Node:
        return nodes.AnyOf(_parts(children))

    @v_args(inline=True)
    def all_of(self, *children: object) -> Node:
        return nodes.AllOf(_parts(children))

    @v_args(inline=True)
    def compare(self, left: Node, op: Token, right: Node) -> Node:
        return nodes.Compare(str(op), left, right)

    @v_args(inline=True)
    def between(self, *children: object) -> Node:
        value, low, high = _parts(children)
        return nodes.Between(value, low, high)

    @v_args(inline=True)
    def inside(self, value: Node, _in: Token, test: Node) -> Node:
        return nodes.Inside(value, (test,))

    @v_args(inline=True)
    def inside_tests(self, *children: object) -> Node:
        value, tests = _parts(children)
        return nodes.Inside(value, cast("nodes.Tests", tests).items)

    @v_args(inline=True)
    def instance_of(self, value: Node, _of: Token, ref: TypeRef) -> Node:
        return nodes.InstanceOf(value, ref)

    @v_args(inline=True)
    def additive(self, first: Node, *rest: object) -> Node:
        return nodes.Arithmetic(first, _rest(rest))

    @v_args(inline=True)
    def negate(self, _minus: Token, operand: Node) -> Node:
        return nodes.Negate(operand)

    @v_args(inline=True)
    def path(self, target: Node, _dot: Token, name: Token) -> Node:
        return nodes.Path(target, str(name))

    @v_args(inline=True)
    def filter(self, *children: object) -> Node:
        target, predicate = _parts(children)
        return nodes.Filter(target, predicate)

    @v_args(inline=True)
    def positional(self, *children: object) -> tuple[Node, ...]:
        return _parts(children)

    @v_args(inline=True)
    def named(self, *children: object) -> tuple[tuple[str, Node], ...]:
        names = [str(c) for c in children if isinstance(c, Token) and c.type == "ARGUMENT"]
        return tuple(zip(names, _parts(children), strict=True))

    @v_args(inline=True)
    def call(self, target: Node, _open: Token, *rest: object) -> Node:
        args = rest[0] if rest and isinstance(rest[0], tuple) else ()
        return nodes.Call(target, cast("tuple[Node, ...]", args))

    @v_args(inline=True)
    def call_named(
        self, target: Node, _open: Token, named: tuple[tuple[str, Node], ...], _close: Token
    ) -> Node:
        return nodes.Call(target, tuple(n for _, n in named), tuple(name for name, _ in named))

    @v_args(inline=True)
    def number(self, token: Token) -> Node:
        try:
            value = numbers_within(self._limits.max_exponent).plus(Decimal(str(token)))
        except (Overflow, InvalidOperation):
            raise too_large(self._limits) from None
        return nodes.Literal(value)

    @v_args(inline=True)
    def string(self, token: Token) -> Node:
        return nodes.Literal(unescape(str(token)))

    @v_args(inline=True)
    def at_literal(self, token: Token) -> Node:
        text = unescape(str(token)[1:])
        value = at_literal(text)
        return nodes.BadLiteral(text) if value is None else nodes.Literal(value)

    @v_args(inline=True)
    def true(self, _token: Token) -> Node:
        return nodes.Literal(value=True)

    @v_args(inline=True)
    def false(self, _token: Token) -> Node:
        return nodes.Literal(value=False)

    @v_args(inline=True)
    def null(self, _token: Token) -> Node:
        return nodes.Literal(None)

    @v_args(inline=True)
    def name(self, token: Token) -> Node:
        return nodes.Name(str(token))

    @v_args(inline=True)
    def group(self, _open: Token, inner: Node, _close: Token) -> Node:
        return inner

    @v_args(inline=True)
    def list_items(self, *children: object) -> tuple[Node, ...]:
        return _parts(children)

    @v_args(inline=True)
    def list(self, *children: object) -> Node:
        items = next((child for child in children if not isinstance(child, Token)), ())
        return nodes.ListOf(cast("tuple[Node, ...]", items))

    @v_args(inline=True)
    def range(self, *children: object) -> Node:
        low, high = _parts(children)
        kinds = {child.type for child in children if isinstance(child, Token)}
        return nodes.RangeOf(low, high, "LSQB" in kinds, "RSQB" in kinds)

    @v_args(inline=True)
    def entry(self, key: Token, _colon: Token, value: Node) -> tuple[str, Node]:
        text = str(key)
        return (unescape(text) if text.startswith('"') else text), value

    @v_args(inline=True)
    def context(self, *children: object) -> Node:
        entries = tuple(child for child in children if isinstance(child, tuple))
        return nodes.ContextOf(entries)

    @v_args(inline=True)
    def if_then_else(self, *children: object) -> Node:
        condition, yes, no = _parts(children)
        return nodes.If(condition, yes, no)

    @v_args(inline=True)
    def iteration(self, name: Token, _in: Token, domain: Node, *end: object) -> nodes.Iteration:
        return nodes.Iteration(str(name), domain, next(iter(_parts(end)), None))

    @v_args(inline=True)
    def iterations(self, *children: object) -> tuple[nodes.Iteration, ...]:
        return tuple(child for child in children if isinstance(child, nodes.Iteration))

    @v_args(inline=True)
    def for_return(
        self, _for: Token, iterations: tuple[nodes.Iteration, ...], _return: Token, body: Node
    ) -> Node:
        return nodes.For(iterations, body)

    @v_args(inline=True)
    def some(
        self, _some: Token, iterations: tuple[nodes.Iteration, ...], _satisfies: Token, body: Node
    ) -> Node:
        return nodes.Quantified(every=False, iterations=iterations, body=body)

    @v_args(inline=True)
    def every(
        self, _every: Token, iterations: tuple[nodes.Iteration, ...], _satisfies: Token, body: Node
    ) -> Node:
        return nodes.Quantified(every=True, iterations=iterations, body=body)

    @v_args(inline=True)
    def parameter(self, name: Token, *rest: object) -> tuple[str, TypeRef | None]:
        return str(name), next((ref for ref in rest if isinstance(ref, TypeRef)), None)

    @v_args(inline=True)
    def parameters(self, *children: object) -> tuple[tuple[str, TypeRef | None], ...]:
        return tuple(child for child in children if isinstance(child, tuple))

    @v_args(inline=True)
    def define(self, *children: object) -> Node:
        parts = [child for child in children if not isinstance(child, Token)]
        parameters = cast("tuple[tuple[str, TypeRef | None], ...]", parts[0] if parts[1:] else ())
        return nodes.Define(parameters, cast("Node", parts[-1]))

    @v_args(inline=True)
    def type(self, token: Token) -> TypeRef:
        return TypeRef(str(token))

    @v_args(inline=True)
    def field(self, key: Token, _colon: Token, ref: TypeRef) -> tuple[str, TypeRef]:
        return str(key), ref

    @v_args(inline=True)
    def generic_type(self, name: Token, *children: object) -> TypeRef:
        return TypeRef(str(name), tuple(c for c in children if isinstance(c, TypeRef)))

    @v_args(inline=True)
    def context_type(self, name: Token, *children: object) -> TypeRef:
        return TypeRef(str(name), fields=tuple(c for c in children if isinstance(c, tuple)))


@lru_cache(maxsize=8)
def _tables(limits: Limits) -> Lark:
    return Lark(
        GRAMMAR,
        parser="lalr",
        lexer=_NoLexer,
        start=["whole", "whole_tests"],
        transformer=_Builder(limits),
        maybe_placeholders=False,
    )


def parse_tree(text: str, known: KnownNames, *, limits: Limits, unary_tests: bool = False) -> Node:
    """Return the node of a text; raise FeelSyntaxError or FeelLimitError."""
    parser = _tables(limits).parse_interactive(start="whole_tests" if unary_tests else "whole")
    last = Token("$START", "", start_pos=0, end_pos=0)
    lexer = Lexer(text, known, max_depth=limits.max_depth)
    try:
        for token in lexer.tokens(negatable=unary_tests):
            parser.feed_token(token)
            last = token
        end = Token("$END", "", start_pos=len(text), end_pos=len(text))
        return cast("Node", parser.feed_token(end))
    except UnexpectedToken as refused:
        raise _explain(text, refused, last) from None


def _explain(text: str, refused: UnexpectedToken, last: Token) -> FeelSyntaxError:
    token = refused.token
    if token.type == "$END":
        return syntax_error(text, len(text), _shown(refused), found="")
    at = token.start_pos or 0
    if token.type == "NAME" and last.type == "NAME" and not hint(text, at):
        return _unknown_spaced_name(text, last, token)
    start = _start_of_hint(text, at)
    return syntax_error(text, start, _shown(refused), found=str(token))


def _start_of_hint(text: str, at: int) -> int:
    """Return one position earlier when a two-character mistake such as ``==`` began there."""
    return at - 1 if at and text[at - 1 : at + 1] in {"==", "<>", "/*"} else at


def _unknown_spaced_name(text: str, first: Token, second: Token) -> FeelSyntaxError:
    spaced = text[first.start_pos : second.end_pos]
    error = syntax_error(text, first.start_pos or 0, found=str(second))
    return FeelSyntaxError(
        f"没有名为“{spaced}”的变量，“{first}”与“{second}”之间缺少运算符。",
        f"There is no variable '{spaced}', and no operator between '{first}' and '{second}'.",
        line=error.line,
        column=error.column,
        found=spaced,
    )


def _shown(refused: UnexpectedToken) -> tuple[tuple[str, str], ...]:
    """Return what could have stood there, in Chinese and English."""
    terminals = set(refused.accepts or refused.expected)
    shown: set[tuple[str, str]] = set()
    if {"NUMBER", "STRING"} <= terminals:
        shown.add(("一个值", "a value"))
        terminals -= OPERAND
    shown |= {SHOWN.get(name, (name.lower(), name.lower())) for name in terminals}
    return tuple(sorted(shown, key=lambda pair: (is_plain(pair[1]), pair[1]))[:_MAX_EXPECTED])
