"""The demo can be filled in on whatever day: its cases are counted back over holidays as well."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dudao.actions.demonstrate import fill
from dudao.demo.cases import demo_cases
from dudao.screen import Screen
from dudao.settings import find_place

DAYS = ["2026-10-01", "2026-11-20", "2026-11-28", "2027-02-10", "2027-05-05"]
"""In holidays, and so that a holiday lies within the deadlines of a case that was escalated."""


@pytest.mark.parametrize("day", DAYS)
def test_the_demo_is_filled_in_on_any_day(
    day: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.fromisoformat(f"{day}T02:00:00").replace(tzinfo=UTC)
    monkeypatch.setattr("dudao.system.clock", lambda: now)
    did = fill(find_place(data=str(tmp_path / "data")), Screen.open())
    assert did[-1] == f"已办理{len([*demo_cases()])}个示范案件。"
