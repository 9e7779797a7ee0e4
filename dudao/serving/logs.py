"""One log on standard error, one line for each thing said; whoever starts us keeps it.

systemd's journal, a container's log or a file take it from there, with the times and the bounds
that are usual in that place.
"""

from __future__ import annotations

import logging
import sys
import time

LINE = "%(asctime)s %(levelname)s %(name)s[%(process)d] %(message)s"


def log_to_stderr() -> None:
    """Let every logger of this process write lines with an instant in UTC."""
    formatter = logging.Formatter(LINE, "%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)
