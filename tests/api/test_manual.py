"""The manual of the interface is true: its examples run, and its table has every code."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from engine import commands
from engine.model.case import Actor
from engine.model.deadlines import local_day
from tests.api.office import Interface
from tests.api.test_definitions import PLAIN, SCENARIO

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "docs" / "api.md").read_text("utf-8")
_BLOCKS = re.compile(r"```sh\n(.*?)```", re.DOTALL)
_CODE = re.compile(
    r'(?:\bcode(?:: str)?|^(?:TASK_OVER|PRECONDITION_FAILED)) ?= ?"([a-z_]+)"', re.MULTILINE
)
_OF_STATUS = re.compile(r'\d{3}: \("([a-z_]+)"')
_AREAS = (
    "api",
    "engine/commands",
    "engine/definitions",
    "engine/identity",
    "engine/model",
    "engine/store",
    "registers",
    "notifications/choices",
    "notifications/contacts",
    "notifications/feeds",
    "notifications/marks",
    "notifications/rules",
)
FILES: Mapping[str, bytes] = {
    "plain.bpmn": PLAIN,
    "plain.yml": SCENARIO.encode(),
    "people.csv": "编号,姓名,单位代码\nnew,新某,430621\n".encode(),
}


def examples() -> Iterator[str]:
    for block in _BLOCKS.findall(MANUAL):
        yield from block.strip().splitlines()


@dataclass
class _Curl:
    """One line of curl, as far as the manual uses it."""

    method: str = "GET"
    address: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    form: list[tuple[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, line: str, known: Mapping[str, str]) -> _Curl:
        found = cls()
        words = iter(shlex.split(re.sub(r"\$([A-Z]+)", lambda each: known[each[1]], line)))
        assert next(words) == "curl"
        for word in words:
            match word:
                case "-X":
                    found.method = next(words)
                case "-H":
                    name, _, value = next(words).partition(": ")
                    found.headers[name] = value
                case "-d":
                    found.body = next(words)
                case "-F":
                    name, _, value = next(words).partition("=")
                    file = value.removeprefix("@")
                    found.form.append(
                        (name, value if file == value else (io.BytesIO(FILES[file]), file))
                    )
                case _:
                    assert word.startswith("/"), word
                    found.address = word
        return found

    def send(self, office: Interface) -> TestResponse:
        client = office.app.test_client(use_cookies=False)
        data = MultiDict(self.form) if self.form else self.body
        return client.open(self.address, method=self.method, headers=self.headers, data=data)


def test_every_example_of_the_manual_runs(office: Interface) -> None:
    desk = office.desk
    desk.deploy(PLAIN)
    today = local_day(desk.clock())
    desk.give(
        commands.substitute, "chen", absent="chen", substitute="li", from_on=today,
        until_on=today + timedelta(days=3), reason="出差",
    )  # fmt: skip
    commands.set_password(
        desk.store, engine=desk.engine, clock=desk.clock, actor=Actor("guan"), person="wang",
        password="初次使用的密码 须修改",
    )  # fmt: skip
    commands.change_password(
        desk.store, engine=desk.engine, clock=desk.clock, actor=Actor("wang"),
        old="初次使用的密码 须修改", new="督导办案用的好密码一二",
    )  # fmt: skip
    known = {"DUDAO": "", "TOKEN": office.sign_in("li"), "ADMIN": office.sign_in("guan")}
    lines = list(examples())
    assert len(lines) > 10
    for line in lines:
        answer = _Curl.of(line, known).send(office)
        assert answer.status_code < 300, f"{line}\n{answer.get_data(as_text=True)}"
        if line.split()[3].endswith('/proposals"'):
            known["PROPOSAL"] = answer.get_json()["proposal"]
        if "ETag" in answer.headers:
            known["ETAG"] = answer.headers["ETag"].replace('"', '\\"')
        if "Set-Cookie" in answer.headers:
            known["SESSION"] = answer.headers["Set-Cookie"].partition("=")[2].partition(";")[0]
            known["CSRF"] = answer.get_json()["csrf"]


def test_the_table_has_every_code_and_no_other() -> None:
    files = [file for area in _AREAS for file in (ROOT / area).rglob("*.py")]
    files += [
        ROOT / "dudao" / f"{each}.py" for each in ("deployer", "deploying", "judging", "sent")
    ]
    problems = (ROOT / "api" / "problems.py").read_text("utf-8")
    raised = {"http_error", *_OF_STATUS.findall(problems)}
    for file in files:
        raised.update(_CODE.findall(file.read_text("utf-8")))
    told = re.findall(r"^\| `([a-z_]+)` \|", MANUAL, re.MULTILINE)
    assert told == sorted(raised)
