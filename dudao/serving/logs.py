"""One log on standard error, one line for each thing said; whoever starts us keeps it.

systemd's journal, a container's log or a file take it from there, with the times and the bounds
that are usual in that place.
"""

from __future__ import annotations

import logging
import sys
import time

LINE = "%(asctime)s %(levelname)s %(name)s[%(process)d] %(message)s"


class OneEntry(logging.Formatter):
    """Write an entry so that nothing in it can be taken for another one.

    Only the first line of an entry begins at the margin, and no character moves the cursor.
    """

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        """Write one entry."""
        first, *rest = super().format(record).splitlines() or [""]
        return "\n    ".join(_shown(line) for line in (first, *rest))


def _shown(line: str) -> str:
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in line
    )


def log_to_stderr() -> None:
    """Let every logger of this process write lines with an instant in UTC."""
    formatter = OneEntry(LINE, "%Y-%m-%dT%H:%M:%SZ")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)
