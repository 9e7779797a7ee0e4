"""The machine and the versions that figures depend on."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

import psutil
import psycopg

PACKAGES = ("SpiffWorkflow", "SQLAlchemy", "psycopg", "orjson")


def machine() -> str:
    """Name cores, processor, memory and load."""
    memory = psutil.virtual_memory().total / 2**30
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return f"{os.cpu_count()} cores, {_processor()}, {memory:.0f} GiB; load {load}"


def versions() -> str:
    """Name Python, SQLite and the packages that do the work."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}"


def postgres_version(server: str) -> str:
    with psycopg.connect(server) as connection:
        return f"PostgreSQL {connection.info.server_version // 10000}"


def filesystem(folder: Path) -> str:
    """Name the file system a folder lies on; in memory a commit would cost nothing."""
    mounts = {Path(each.mountpoint): each.fstype for each in psutil.disk_partitions(all=True)}
    for place in (folder, *folder.parents):
        if place in mounts:
            kind = mounts[place]
            return f"{kind}: IN MEMORY, these figures prove nothing" if kind == "tmpfs" else kind
    return "unknown"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()
