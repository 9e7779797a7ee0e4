"""Of the tests with a browser or real processes a few that failed are run again, alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "test.py"
BROWSER, OTHER = "tests/web/browser", "tests/engine"
FIRST_TIME_ONLY = """
from pathlib import Path

def test_{number}():
    seen = Path("seen_{number}")
    is_first = not seen.exists()
    seen.touch()
    assert not is_first, "the machine was busy"
"""
ALWAYS = "def test_never():\n    assert not 'broken'\n"


def run(place: Path, folder: str, *texts: str, processes: int = 0) -> tuple[int, str]:
    """Run tests of a folder, given as files, as `make test` does; return how it ended."""
    (place / folder).mkdir(parents=True)
    for number, text in enumerate(texts):
        (place / folder / f"test_{number}.py").write_text(text.format(number=number), "utf-8")
    ran = subprocess.run(
        [sys.executable, "-P", SCRIPT, "-q", "-n", str(processes), folder],
        cwd=place,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return ran.returncode, ran.stdout


def test_what_passes_alone_is_shown_as_it_failed_and_named(tmp_path: Path) -> None:
    well = "def test_well():\n    pass\n"
    ended, said = run(tmp_path, BROWSER, FIRST_TIME_ONLY, well, processes=2)
    assert ended == 0
    assert "the machine was busy" in said
    assert "1 failed, 1 passed" in said
    assert said.endswith(f"passed alone only, to be looked into:\n  {BROWSER}/test_0.py::test_0\n")


def test_what_fails_alone_too_fails_the_run(tmp_path: Path) -> None:
    ended, said = run(tmp_path, BROWSER, FIRST_TIME_ONLY, ALWAYS)
    assert ended == 1
    assert "1 failed, 1 passed" in said
    assert "passed alone" not in said


@pytest.mark.parametrize("folder, count", [(BROWSER, 4), (OTHER, 1)])
def test_many_that_fail_or_any_without_a_browser_get_no_second_try(
    tmp_path: Path, folder: str, count: int
) -> None:
    ended, said = run(tmp_path, folder, *[FIRST_TIME_ONLY] * count)
    assert ended == 1
    assert f"{count} failed" in said
    assert "again" not in said


def test_when_all_pass_nothing_is_run_again(tmp_path: Path) -> None:
    ended, said = run(tmp_path, BROWSER, "def test_well():\n    pass\n")
    assert ended == 0
    assert said.count("passed") == 1
    assert "again" not in said
