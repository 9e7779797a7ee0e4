"""Run the tests; of those with a browser or real processes a few that fail are run again, alone.

Everything that failed is printed as it was, and what only passed when nothing ran beside it is
named at the end: it is to be looked at, not to be lived with (docs/adr/0021). Arguments go to pytest.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Collection, Sequence

import pytest

REAL = (
    "tests/acceptance/",
    "tests/notifications/clockwork/",
    "tests/serving/",
    "tests/web/browser/",
)
"""Where real processes race with the real clock, so that a busy machine may make a test fail."""
MOST = 3
"""So many may fail by chance; more are no chance."""


class Failed:
    """Notes the ids of tests that fail, in whichever process."""

    def __init__(self) -> None:
        self.ids: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take what pytest, or a process of pytest-xdist, says of one test."""
        if report.failed:
            self.ids.add(report.nodeid)


def worth_another_try(failed: Collection[str]) -> bool:
    """Say whether tests, by their ids, may have failed because others ran beside them."""
    return 0 < len(failed) <= MOST and all(each.startswith(REAL) for each in failed)


def main(arguments: Sequence[str]) -> int:
    """Run pytest; return 0 if every test passed in the end."""
    failed = Failed()
    ended = pytest.main([*arguments], plugins=[failed])
    if ended != pytest.ExitCode.TESTS_FAILED or not worth_another_try(failed.ids):
        return ended
    again = sorted(failed.ids)
    _say(f"\nrun again alone, after failing beside others: {len(again)}")
    alone = [sys.executable, "-m", "pytest", "-q", "-n", "0", *again]
    if status := subprocess.run(alone, check=False).returncode:  # noqa: S603 - our own tests
        return status
    _say("\n  ".join(["passed alone only, to be looked into:", *again]))
    return 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()  # before what another process writes


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
