"""The flat layout has one owner: every list of packages agrees, and ours are the ones imported."""

from __future__ import annotations

import importlib
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
TOOLS = SETTINGS["tool"]
PACKAGES: list[str] = TOOLS["hatch"]["build"]["targets"]["wheel"]["packages"]
NOT_SHIPPED = {"bench", "tests"}


def folders_with_code() -> set[str]:
    return {path.parent.name for path in ROOT.glob("*/__init__.py")}


def test_every_folder_with_code_is_shipped_and_nothing_else() -> None:
    assert sorted(folders_with_code() - NOT_SHIPPED) == PACKAGES


@pytest.mark.parametrize(
    "listed",
    [
        pytest.param(TOOLS["importlinter"]["root_packages"], id="import-linter"),
        pytest.param(TOOLS["importlinter"]["contracts"][-1]["ancestors"], id="cycles"),
        pytest.param(TOOLS["deptry"]["known_first_party"], id="deptry"),
        pytest.param(TOOLS["coverage"]["run"]["source"], id="coverage"),
    ],
)
def test_every_tool_reads_the_same_packages(listed: list[str]) -> None:
    assert listed == PACKAGES


@pytest.mark.parametrize("tool", ["mypy", "vulture"])
def test_types_and_unused_code_are_checked_in_tests_and_benchmarks_too(tool: str) -> None:
    listed = TOOLS[tool]["files" if tool == "mypy" else "paths"]
    assert listed == PACKAGES + sorted(folders_with_code() & NOT_SHIPPED, reverse=True)


@pytest.mark.parametrize("name", PACKAGES)
def test_the_package_of_this_checkout_is_the_one_imported(name: str) -> None:
    file = importlib.import_module(name).__file__
    assert file is not None
    assert Path(file).resolve().is_relative_to(ROOT.resolve())


@pytest.mark.parametrize("name", PACKAGES)
def test_no_other_distribution_brings_a_package_of_the_same_name(name: str) -> None:
    assert set(packages_distributions().get(name, ["dudao"])) == {"dudao"}


@pytest.mark.parametrize("name", PACKAGES)
def test_the_package_tells_type_checkers_that_it_is_typed(name: str) -> None:
    assert (ROOT / name / "py.typed").is_file()


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    missing = [str(f.relative_to(ROOT)) for f in folders if not (f / "__init__.py").exists()]
    assert missing == []


def test_a_word_that_says_nothing_is_no_module_name() -> None:
    empty_words = {
        "utils",
        "util",
        "helpers",
        "helper",
        "common",
        "manager",
        "data",
        "info",
        "misc",
    }
    modules = [path for name in PACKAGES for path in (ROOT / name).rglob("*.py")]
    assert [str(path) for path in modules if empty_words & {path.stem, path.parent.name}] == []
