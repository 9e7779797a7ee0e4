"""Every word of the permissions is asked, documented and given to somebody; others are nobody's."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from dudao.groups import GROUPS, MAY
from engine.commands.office import Office
from engine.commands.policy.permissions import Permissions
from engine.commands.policy.words import WORDS
from engine.model.case import Actor
from engine.model.errors import NotPermitted
from tests.cases.desk import PEOPLE, Desk
from tests.duties.office import put

ROOT = Path(__file__).parents[2]
ASKING = {"expect", "allows", "units"}
FOLDERS = ("engine", "api", "registers", "documents", "notifications", "dudao")


def texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def asked(tree: ast.AST) -> Iterator[str]:
    """Yield the words written out where permissions are asked."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr in ASKING and "permissions" in ast.unparse(node.func.value):
            for argument in node.args[2:3]:
                yield from texts(argument)


def sources() -> list[ast.AST]:
    files = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    known = {ROOT / "dudao/groups.py", ROOT / "engine/commands/policy/words.py"}
    return [ast.parse(path.read_text("utf-8")) for path in files if path not in known]


def test_every_word_is_asked_documented_and_given_to_known_groups() -> None:
    said = {text for tree in sources() for text in texts(tree)}
    assert set(MAY) == set(WORDS)
    assert set(WORDS) - said == set()
    assert {group for groups in MAY.values() for group in groups} - set(GROUPS) == set()
    assert all(groups for groups in MAY.values())


def test_no_word_is_asked_that_is_not_known() -> None:
    found = {word for tree in sources() for word in asked(tree)}
    assert found - set(WORDS) == set()
    assert {"suspend_case", "see_internal", "list_below"} <= found


def refuses(desk: Desk, actor: Actor, word: str, permissions: Permissions) -> bool:
    with desk.store.read() as session:
        office = Office(session, desk.engine, now=desk.clock())
        assert not permissions.allows(office, actor, word, unit="430621")
        assert permissions.units(office, actor, word) == ()
        with pytest.raises(NotPermitted):
            permissions.expect(office, actor, word)
    return True


def test_what_no_rule_allows_is_denied(desk: Desk) -> None:
    put(desk, "gone", "430600", is_active=False)
    put(desk, "idle", "430600")
    for word in MAY:
        for person in ("nobody", "gone", "idle", ""):
            assert refuses(desk, Actor(person), word, Permissions(MAY))
    everybody = frozenset(GROUPS)
    for person in PEOPLE:
        assert refuses(desk, Actor(person), "launch", Permissions(MAY))
        assert refuses(desk, Actor(person), "launch", Permissions({"launch": everybody}))
        assert refuses(desk, Actor(person), "suspend_case", Permissions())
