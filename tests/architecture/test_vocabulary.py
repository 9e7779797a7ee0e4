"""Enums and errors explain themselves."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from enum import Enum

from engine.model.errors import EngineError
from tests.architecture.test_packages import PACKAGES, ROOT

RUN_ON_IMPORT = (".migrations.", ".__main__")


def import_everything() -> None:
    for package in PACKAGES:
        folders = [str(ROOT / package)]
        for module in pkgutil.walk_packages(folders, f"{package}."):
            if not any(part in f"{module.name}." for part in RUN_ON_IMPORT):
                importlib.import_module(module.name)


def subclasses(base: type[EngineError]) -> set[type[EngineError]]:
    return {base}.union(*(subclasses(child) for child in base.__subclasses__()))


def test_every_error_class_has_a_stable_code_of_its_own() -> None:
    import_everything()
    by_code: dict[str, list[str]] = {}
    for error in subclasses(EngineError):
        by_code.setdefault(error.code, []).append(error.__name__)
    assert {code: names for code, names in by_code.items() if len(names) > 1} == {}
    assert [code for code in by_code if not code.isascii() or code != code.lower()] == []


def test_every_error_class_has_a_title_in_both_languages() -> None:
    import_everything()
    for error in subclasses(EngineError):
        assert error.__doc__, error.__name__
        assert error.title_zh.endswith("。"), error.__name__


def enum_classes(tree: ast.Module) -> list[ast.ClassDef]:
    names = {
        name for name, value in vars(importlib.import_module("enum")).items() if is_enum(value)
    }
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(base).removeprefix("enum.") in names for base in node.bases)
    ]


def is_enum(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, Enum)


def unexplained_members(node: ast.ClassDef, lines: list[str]) -> list[str]:
    """Name the members without a sentence: a string below, or a comment above or beside."""
    found = []
    for position, statement in enumerate(node.body):
        if not isinstance(statement, ast.Assign):
            continue
        target = statement.targets[0]
        if not isinstance(target, ast.Name) or target.id.startswith("_"):
            continue
        below = node.body[position + 1] if position + 1 < len(node.body) else None
        has_string = (
            isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
            and isinstance(below.value.value, str)
        )
        above = lines[statement.lineno - 2].strip()
        beside = "#" in lines[(statement.end_lineno or statement.lineno) - 1]
        if not (has_string or above.startswith("#") or beside):
            found.append(f"{node.name}.{target.id}")
    return found


def test_every_member_of_an_enum_of_the_model_has_a_sentence() -> None:
    found = []
    for path in sorted((ROOT / "engine" / "model").rglob("*.py")):
        text = path.read_text("utf-8")
        for node in enum_classes(ast.parse(text)):
            found += [f"{path.name}: {m}" for m in unexplained_members(node, text.splitlines())]
    assert found == []


def test_a_member_without_a_sentence_would_be_found() -> None:
    text = 'class Light(Enum):\n    RED = "red"\n    """Overdue."""\n    GREY = "grey"\n'
    (node,) = enum_classes(ast.parse(text))
    assert unexplained_members(node, text.splitlines()) == ["Light.GREY"]
