"""The case state as bytes: one array per scope and token, nothing of the definition in it.

Layout, version 1 (the first byte is the version as an ASCII digit, then JSON):

    [next number, end event, [scope…], [token…]]
    scope: [number, host token or 0, scope of the diagram, item or 0, flags, variables, performers]
    token: [number, scope, node, state, extra or 0]

Scopes and nodes of the diagram are numbered by `Compiled`. JSON, not pickle: an auditor can read
it, and reading it can run nothing.
"""

from __future__ import annotations

import orjson

from engine.model.errors import InvalidState
from engine.model.values import from_json, to_json
from engine.spiff.compiled import Compiled
from engine.spiff.parts import Running, ScopeRun, Token

VERSION = b"1"
_LOCAL, _ISOLATED = 1, 2


def dump(run: Running, compiled: Compiled) -> bytes:
    """Write the state of a case."""
    scopes = []
    tokens: list[tuple[int, int, int, int, object]] = []
    for scope in run.scopes.values():
        scopes.append(
            [
                scope.number,
                scope.host.id if scope.host is not None else 0,
                compiled.scope_numbers[scope.spec.key],
                scope.item or 0,
                (_LOCAL if scope.is_local else 0) | (_ISOLATED if scope.is_isolated else 0),
                to_json(scope.data),
                scope.performers,
            ]
        )
        tokens.extend(
            (token.id, scope.number, token.spec.index, token.state, token.internal_data or 0)
            for token in scope.tasks.values()
        )
    tokens.sort(key=lambda each: each[0])
    return VERSION + orjson.dumps([run.next_number, run.end, scopes, tokens])


def may_mention(state: bytes, text: str) -> bool:
    """Say whether a text may be anywhere in a state; a person who is not performed nothing."""
    return state[:1] != VERSION or orjson.dumps(text) in state


def load(run: Running, compiled: Compiled, state: bytes) -> None:
    """Fill an empty instance from the state; raise InvalidState for another layout."""
    if state[:1] != VERSION:
        raise InvalidState(
            f"案件状态的版本“{state[:1].decode(errors='replace')}”不是本程序能读的版本“1”。",
            en="Expected case state of version 1.",
            code="state_version",
        )
    next_number, end, scopes, tokens = orjson.loads(state[1:])
    run.next_number = next_number
    run.end = end
    by_number = {}
    hosts = {}
    for number, host, scope_number, item, flags, variables, performers in scopes:
        spec = compiled.scopes[scope_number]
        scope = ScopeRun(
            run,
            spec,
            number,
            None,
            item=item or None,
            is_local=bool(flags & _LOCAL),
            is_isolated=bool(flags & _ISOLATED),
        )
        data = from_json(variables)
        assert isinstance(data, dict)  # noqa: S101 - we wrote it
        scope.data = data
        scope.performers = {name: (times, people) for name, (times, people) in performers.items()}
        by_number[number] = scope
        hosts[number] = host
    everyone = {}
    for number, scope_number, node, status, extra in tokens:
        scope = by_number[scope_number]
        token = Token(scope, compiled.nodes[node], number)
        token.set_loaded(status, extra or {})
        everyone[number] = token
    for number, scope in by_number.items():
        if hosts[number]:
            scope.host = everyone[hosts[number]]
        scope.live = sum(1 for token in scope.tasks.values() if token.is_live)
    run.scopes = by_number
