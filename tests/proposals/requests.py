"""What people send about proposals, and the files they hand in."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from werkzeug.test import TestResponse

from tests.api.office import Interface
from tests.cases.drawing import diagram, end, path, start, user

PLAIN = diagram(
    "plain",
    start("reason:string!"),
    user("check", groups="leader"),
    end(),
    path("start", "check", "end"),
)
MISDRAWN = PLAIN.replace(b"leader", b"nobody_known")
SCENARIO = """\
scenario: 核对
process: plain
clock: 2026-09-01T09:00:00+08:00
people:
  li: {name: 李某, groups: [case_officer], unit: 430600}
  wang: {name: 王某, groups: [leader], unit: 430600}
steps:
  - open: {as: li, unit: 430621, title: 核对, form: {reason: 有}}
  - complete: {as: wang, task: check, form: {}}
  - expect: {status: closed}
"""
Files = Mapping[str, bytes | str]
GOOD: Files = {"plain.bpmn": PLAIN, "核对.yml": SCENARIO}


def send(
    office: Interface,
    person: str,
    files: Files,
    *,
    note: str = "改由领导核对",
    headers: Mapping[str, str] | None = None,
) -> TestResponse:
    """Hand files in."""
    data: dict[str, Any] = {
        "note": note,
        "files": [
            (io.BytesIO(each.encode() if isinstance(each, str) else each), name)
            for name, each in files.items()
        ],
    }
    return office.send(person, "POST", "/proposals", data=data, headers=headers)


def proposed(office: Interface, files: Files = GOOD, person: str = "li") -> str:
    """Hand files in that pass, and return the id of the proposal."""
    said = expect(send(office, person, files), 201)
    assert said["state"] == "awaiting", said
    return str(said["proposal"])


def publish(office: Interface, person: str, proposal: str, **more: Any) -> TestResponse:  # noqa: ANN401 - passed on
    """Publish a proposal."""
    return office.post(person, f"/proposals/{proposal}/publication", **more)


def refuse(office: Interface, person: str, proposal: str, reason: str) -> TestResponse:
    """Refuse a proposal."""
    return office.post(person, f"/proposals/{proposal}/refusal", {"reason": reason})


def withdraw(office: Interface, person: str, proposal: str) -> TestResponse:
    """Take a proposal back."""
    return office.post(person, f"/proposals/{proposal}/withdrawal")


def read(office: Interface, proposal: str, person: str = "li") -> dict[str, Any]:
    """Read a proposal."""
    return expect(office.get(person, f"/proposals/{proposal}"), 200)


def state(office: Interface, proposal: str) -> str:
    """Return the state of a proposal."""
    return str(read(office, proposal)["proposal"]["state"])


def versions(office: Interface, key: str = "plain") -> list[int]:
    """Return the versions that are published, the newest first."""
    found = office.get("guan", f"/definitions?key={key}").get_json()["items"]
    return sorted((each["version"] for each in found), reverse=True)


def expect(response: TestResponse, status: int) -> dict[str, Any]:
    """Expect a status and return what is said."""
    assert response.status_code == status, response.get_data(as_text=True)
    said: dict[str, Any] = response.get_json()
    return said
