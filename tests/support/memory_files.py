"""Files of tests in memory: nothing has to survive a power cut, so nobody waits for a disk.

SQLite syncs its file at every commit, in tests as for real; on a disk half of a test may be that.
"""

from __future__ import annotations

import os
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - where Linux keeps files in memory
ROOM = 3 * 1024**3
"""Bytes that must be free: a container may have a few only."""
ROOT = "PYTEST_DEBUG_TEMPROOT"
"""The variable by which pytest is told where its folders for tests are."""


def use_memory() -> None:
    """Let pytest make its folders in memory, unless somebody says where or there is no room."""
    if ROOT not in os.environ and has_room(MEMORY, ROOM):
        os.environ[ROOT] = str(MEMORY)


def has_room(folder: Path, room: int) -> bool:
    """Say whether files can be written to a folder, and programs among them started."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return False
    is_barred = bool(found.f_flag & (os.ST_NOEXEC | os.ST_RDONLY))
    return not is_barred and found.f_bavail * found.f_frsize >= room
