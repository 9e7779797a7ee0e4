"""From a step to a mail in somebody's mailbox: the real program, its settings, a real mail server."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from sqlalchemy import insert

from engine import commands
from engine.store import Store
from engine.store.tables import contact
from tests.acceptance.program import started
from tests.notifications.mail.post_office import Rooms, mail_server
from tests.reading.house import House
from tests.support.clock import HandClock

BASE = "https://dudao.example"


def by_day_and_night(house: House) -> None:
    """The program reads the real clock: let it be polite at another time."""
    always = {
        "notifications.working_days_only": False,
        "notifications.quiet_from": 0,
        "notifications.quiet_until": 0,
    }
    for key, value in always.items():
        house.give(commands.change_setting, "guan", key=key, value=value)


def reach(house: House, person: str) -> None:
    now = house.clock()
    with house.store.begin() as session:
        row = {
            "person": person,
            "channel": "mail",
            "address": f"{person}@example.org",
            "given_at": now,
            "given_by": person,
            "confirmed_at": now,
            "code_tries": 0,
        }
        session.execute(insert(contact), [row])


def work_once(url: str, home: Path, port: int) -> Mapping[str, int]:
    """Let the worker do what is due now, and end; return how much each job did."""
    office = "smtp://127.0.0.1:{}/?from=督导办 <office@example.org>&tls=none"
    ended = started(
        "--json", "worker", "--once", "--data", home / "data", "--database", url, home=home,
        DUDAO_CHANNEL_MAIL=office.format(port), DUDAO_PUBLIC_URL=BASE,
    )  # fmt: skip
    assert ended.status == 0, ended.said
    return cast("Mapping[str, int]", ended.answer["jobs"])


def test_a_task_and_its_marks_arrive_as_mail_once(
    database_url: str, clock: HandClock, tmp_path: Path
) -> None:
    store, rooms = Store(database_url), Rooms()
    house = House(store, clock)
    by_day_and_night(house)
    reach(house, "li")
    case_id = house.rectify()
    work = house.one(case_id, "draft_notice")
    store.close()
    with mail_server(rooms) as port:
        first = work_once(database_url, tmp_path, port)
        arrived = [each.mail for each in rooms.arrived]
        again = work_once(database_url, tmp_path, port)
    assert {each["To"].addresses[0].addr_spec for each in arrived} == {"li@example.org"}
    subjects = sorted(str(each["Subject"]).partition("：")[0] for each in arrived)
    assert subjects == ["已经逾期", "新待办"]  # it was given in March, and nobody did it
    for each in arrived:
        body = each.get_body(("plain",))
        assert body is not None
        text = body.get_content()
        assert work.name in text
        assert f"{BASE}/m/" in text
        assert case_id in str(each["References"])
    assert first["deliver:mail"] == 2
    assert again["deliver:mail"] == 0
    assert len(rooms.arrived) == 2
