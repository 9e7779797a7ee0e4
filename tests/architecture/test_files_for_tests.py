"""Files of tests are in memory where there is room for them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support import memory_files
from tests.support.memory_files import ROOT, has_room, use_memory


def test_there_is_room_where_so_much_is_free(tmp_path: Path) -> None:
    assert has_room(tmp_path, room=1)
    assert not has_room(tmp_path, room=2**60)
    assert not has_room(tmp_path / "nowhere", room=1)


def test_who_says_where_is_heeded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(memory_files, "MEMORY", tmp_path)
    monkeypatch.setattr(memory_files, "ROOM", 1)
    monkeypatch.setenv(ROOT, "elsewhere")
    use_memory()
    assert os.environ[ROOT] == "elsewhere"
    monkeypatch.delenv(ROOT)
    use_memory()
    assert os.environ[ROOT] == str(tmp_path)
