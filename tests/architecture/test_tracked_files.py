"""What the repository must not contain."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# A letter in brackets is that letter: so this file does not contain what it looks for.
REGISTRIES = re.compile(
    r"files\.python[h]osted\.org"
    r"|\b(test\.)?py[p]i\.(org|python\.org|douban\.com|tuna\.)"
    r"|\bregistry\.(npm[j]s\.org|npm[m]irror\.com|yarn[p]kg\.com)"
    r"|\bmirrors?\.[\w.]*([a]liyun|[t]encent|[h]uawei|[u]stc|[t]una)[\w.]*\.(com|cn)"
    r"|--(extra-)?[i]ndex-url\b|\b[i]ndex-url\s*=",
    re.IGNORECASE,
)


def tracked_files() -> list[Path]:
    """List what git tracks; without git (an unpacked archive) there is nothing to check."""
    try:
        listing = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout, so nothing is tracked")
    return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def hits(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    return [
        f"{file.relative_to(ROOT)}: {match[0]}"
        for file in files
        if (match := pattern.search(file.read_text("utf-8", "replace")))
    ]


def test_no_file_names_an_address_to_download_packages_from() -> None:
    assert hits(REGISTRIES, tracked_files()) == []


@pytest.mark.parametrize(
    "line",
    [
        "https://py" + "pi.org/simple",
        "https://files.python" + "hosted.org/packages/aa",
        '"resolved": "https://registry.npm' + 'js.org/htmx"',
        "--index-" + "url https://packages.example/simple",
        "https://mirrors.aliyun" + ".com/packages/simple",
    ],
)
def test_such_an_address_would_be_found(line: str) -> None:
    assert REGISTRIES.search(f"tool = 1\n{line}\n")


def test_every_pin_in_the_lock_files_carries_a_hash() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        pins = re.split(r"\n(?=\S)", lock.read_text("utf-8").strip())
        assert len(pins) > 30, lock.name
        assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_the_tests_run_on_the_versions_that_people_run() -> None:
    def pins(name: str) -> dict[str, str]:
        text = (ROOT / "requirements" / name).read_text("utf-8")
        return dict(re.findall(r"^(\S+)==(\S+)", text, re.MULTILINE))

    development = pins("dev.txt")
    assert {k: v for k, v in pins("runtime.txt").items() if development.get(k) != v} == {}


def test_every_file_of_text_ends_its_lines_the_same_way() -> None:
    texts = [f for f in tracked_files() if f.suffix in {".py", ".toml", ".md", ".txt", ".json"}]
    assert [str(f.relative_to(ROOT)) for f in texts if b"\r\n" in f.read_bytes()] == []
