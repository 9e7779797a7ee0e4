"""A home folder outside the repository, with a space and Chinese characters in its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.samples import write_outside


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return an empty home."""
    folder = tmp_path / "外 部"
    folder.mkdir()
    return folder


@pytest.fixture
def outside(home: Path) -> Path:
    """Return a folder with a diagram, its table and a scenario."""
    return write_outside(home / "流程 图")
