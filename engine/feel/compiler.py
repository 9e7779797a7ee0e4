"""Nodes to closures: the table that says which function compiles which kind of node."""

from __future__ import annotations

from typing import assert_never

from engine.feel import basics, calls, loops, nodes
from engine.feel.basics import Test
from engine.feel.nodes import Node
from engine.feel.scope import Code, Scope, read_name


def compile_node(node: Node, scope: Scope | None = None) -> Code:  # noqa: C901, PLR0911, PLR0912
    """Return the closure that evaluates a node; each is made once and called many times."""
    make = compile_node
    match node:
        case nodes.Literal():
            return basics.literal(node)
        case nodes.BadLiteral():
            return basics.bad_literal(node)
        case nodes.Name(name):
            return read_name(name, scope)
        case nodes.Negate():
            return basics.negation(node, scope, make)
        case nodes.Arithmetic():
            return basics.arithmetic(node, scope, make)
        case nodes.AllOf(items):
            return basics.conjunction(tuple(make(item, scope) for item in items), deciding=False)
        case nodes.AnyOf(items):
            return basics.conjunction(tuple(make(item, scope) for item in items), deciding=True)
        case nodes.Compare():
            return basics.comparison(node, scope, make)
        case nodes.Between():
            return basics.between(node, scope, make)
        case nodes.Inside():
            return basics.inside(node, scope, make)
        case nodes.InstanceOf():
            return basics.instance_of(node, scope, make)
        case nodes.OpTest():
            return basics.half_range(node, scope, make)
        case nodes.RangeOf():
            return basics.range_of(node, scope, make)
        case nodes.ListOf():
            return basics.list_of(node, scope, make)
        case nodes.ContextOf():
            return basics.context_of(node, scope, make)
        case nodes.Path():
            return basics.path(node, scope, make)
        case nodes.If():
            return basics.if_then_else(node, scope, make)
        case nodes.Filter():
            return loops.filtered(node, scope, make)
        case nodes.For():
            return loops.for_return(node, scope, make)
        case nodes.Quantified():
            return loops.quantified(node, scope, make)
        case nodes.Call():
            return calls.call(node, scope, make)
        case nodes.Define():
            return calls.define(node, scope, make)
        case nodes.Tests():
            raise TypeError("unary tests stand alone; compile them with compile_tests")
        case _:
            assert_never(node)


def compile_tests(node: nodes.Tests) -> Test:
    """Return the closure that decides whether a value passes unary tests."""
    return basics.unary_tests(node, compile_node)
