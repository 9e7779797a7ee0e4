"""The recipe for a new case type works when followed literally, in a copy of the checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECIPE = ROOT / "docs" / "adding-a-case-type.md"
PACKAGES = ("api", "bpmn", "dudao", "engine", "notifications", "registers", "workflows")
_FILE = re.compile(r"File `([^`]+)`:\n\n```\w+\n(.*?)```", re.DOTALL)
_COMMANDS = re.compile(r"```sh\n(.*?)```", re.DOTALL)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    checkout = tmp_path / "督导 checkout"
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, checkout / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name, text in _FILE.findall(RECIPE.read_text("utf-8")):
        target = checkout / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return checkout


def follow(checkout: Path, command: str) -> subprocess.CompletedProcess[str]:
    program, *arguments = command.split()
    assert program == "dudao"
    return subprocess.run(
        [sys.executable, "-m", "dudao", "--data", str(checkout / "data"), *arguments],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_recipe_works_as_written(copy: Path) -> None:
    blocks = _COMMANDS.findall(RECIPE.read_text("utf-8"))
    commands = [line for block in blocks for line in block.splitlines() if line]
    assert len(commands) == 3
    said = []
    for command in commands:
        done = follow(copy, command)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        said.append(done.stdout)
    assert "100%" in said[1]
    assert "reply" in said[2]
