"""Demo accounts: everybody of the demo has the same password, made once for a data folder.

It is kept in a file that only its owner can read, so that starting the demo again shows the same
one. The file says what was given; somebody who changed their password since knows a better one.
"""

from __future__ import annotations

import os
from pathlib import Path

from dudao.directory.units import PEOPLE
from dudao.failures import Stop
from dudao.groups import GROUPS
from engine.commands import Engine, give_first_password
from engine.commands.accounts.credentials import readable
from engine.model.case import Clock
from engine.store import Store

FILE = "accounts.txt"
_PASSWORD = "密码 "  # noqa: S105 - how the line begins
_MOST_SHOWN = 6
_OWNER_ONLY = 0o600


def give_demo_accounts(store: Store, *, engine: Engine, clock: Clock, data: Path) -> list[str]:
    """Give every demo person without an account the password of this folder; say what was done.

    The file is written first: a password that nobody knows would help nobody.
    """
    file = data / FILE
    password = _read(file) if file.exists() else _write(file, readable(engine))
    made = engine.passwords.hash(password)
    with store.begin() as session:
        given = give_first_password(
            session,
            engine=engine,
            clock=clock,
            people=[each.id for each in PEOPLE],
            password_hash=made,
        )
    return [f"已为{len(given)}名示范人员设置密码，见 {file}。"] if given else []


def demo_account_lines(data: Path) -> list[str]:
    """Return the demo password of a data folder and who has it by role; nothing without one.

    For the demo and for whatever starts the web pages of a demonstration.
    """
    file = data / FILE
    return _lines(_read(file)) if file.exists() else []


def _lines(password: str) -> list[str]:
    lines = [
        "示范账户（虚构人员，密码都相同；只供演示，不得用于正式环境）",
        f"{_PASSWORD}{password}",
    ]
    for group, name in GROUPS.items():
        people = [each.id for each in PEOPLE if group in each.groups]
        rest = f" 等{len(people)}人" if len(people) > _MOST_SHOWN else ""
        if people:
            lines.append(f"{name} {'、'.join(people[:_MOST_SHOWN])}{rest}")
    return lines


def _read(file: Path) -> str:
    for line in file.read_text("utf-8").splitlines():
        if line.startswith(_PASSWORD):
            return line.removeprefix(_PASSWORD).strip()
    raise Stop(
        f"{file} 里没有以“密码”开头的一行；请删除该文件后重新运行 dudao demo。",
        en=f"Expected a line with the demo password in {file}.",
        code="no_demo_password",
    )


def _write(file: Path, password: str) -> str:
    """Write the file whole or not at all, readable by its owner alone from the first byte."""
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as written:
        written.write("\n".join(_lines(password)) + "\n")
    draft.replace(file)
    return password
