"""What has happened in an office beside the demo, and where the pages are that it brings about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

from dudao import system
from engine import commands
from engine.commands import directory
from engine.identity import Unit
from engine.model.case import Actor
from engine.model.deadlines import local_day
from engine.store import Store
from notifications.contacts.giving import give_contact
from notifications.contacts.setting import set_contact
from notifications.feeds.tokens import make_feed
from tests.ledger.office import DECIDING
from tests.proposals.requests import GOOD
from tests.web.browser.further_office import MAIL, FurtherOffice
from tests.web.browser.launching import password_of
from tests.web.browser.whole import whole_application
from tests.web.test_approvals import WORDING

LONG_AGO = timedelta(days=300)
"""Longer than the period of a warning."""
MARKED = (
    files("bpmn")
    .joinpath("announcement/announcement.bpmn")
    .read_bytes()
    .replace(b'candidateGroups="case_officer"', b'candidateGroups="nobody_known"', 1)
)
"""A process as it is shipped, but for one task that is for a group that is none."""
ENDED, EMPTY = "430600S8", "430600S9"


@dataclass(frozen=True, slots=True)
class Happened:
    """The pages of what has happened by their kind, and more pages that look otherwise by it."""

    pages: Mapping[str, str]
    otherwise: Mapping[str, tuple[str, ...]]
    """By who opens them."""


def let_more_happen(data: Path) -> Happened:
    """Let more happen in the data folder of a demo that nobody serves."""
    store = Store(f"sqlite:///{data / 'dudao.db'}")
    try:
        office = FurtherOffice(store)
        office.deploy(DECIDING, WORDING)
        arguments = [_people(office, data), _cases(office), _directory(office), _proposals(office)]
        arguments.append(_undelivered(office))
    finally:
        store.close()
    adapter = whole_application().url_map.bind("")
    named = {kind: names for each in arguments for kind, names in each.items()}
    pages = {
        f"pages-{kind}": adapter.build(f"pages-{kind}", names) for kind, names in named.items()
    }
    return Happened(pages, _otherwise(pages))


Named = dict[str, dict[str, str]]
"""Kinds of pages, without their first word, and what is named in their addresses."""


def _people(office: FurtherOffice, data: Path) -> Named:
    """Give addresses, one of them confirmed, and begin codes, a token, a calendar, a substitution."""
    today = local_day(system.clock())
    office.give(
        set_contact, "admin", channels=office.channels, person="wang", channel=MAIL,
        address="wang@example.cn",
    )  # fmt: skip
    office.give(give_contact, "li", channels=office.channels, channel=MAIL, address="li@example.cn")
    office.give(make_feed, "li")
    token = office.give(
        commands.issue_token, "li", name="统计程序", scopes=["cases:read"],
        expires_at=system.clock() + timedelta(days=9),
    )  # fmt: skip
    commands.begin_codes(
        office.store, engine=office.engine, clock=system.clock, actor=Actor("li"),
        password=password_of(data),
    )  # fmt: skip
    away = office.give(
        commands.substitute, "li", absent="li", substitute="tan", from_on=today,
        until_on=today + timedelta(days=3), reason="出差",
    )  # fmt: skip
    return {
        "account.confirm": {},
        "account.remove": {},
        "account.revoke": {"token_id": token.token},
        "my-messages.address": {"channel": MAIL},
        "my-messages.again": {"channel": MAIL},
        "my-messages.code": {"channel": MAIL},
        "my-messages.remove": {"channel": MAIL},
        "my-messages.stop": {},
        "people.remove_contact": {"person": "wang", "channel": MAIL},
        "substitutions.end": {"substitution_id": away.substitution},
    }


def _cases(office: FurtherOffice) -> Named:
    """Suspend a case, attach a file, let a step fail, let two wait for one person, record two."""
    office.ask_for_agreement("食堂留样")
    office.ask_for_agreement("校车年检")
    suspended, attached = office.open("wording", "中止的案件"), office.open("wording", "有附件")
    office.give(commands.suspend_case, "li", case_id=suspended, reason="等待鉴定")
    file = {"case_id": attached, "attachment_id": office.attach(attached)}
    failed, incident = office.fail()
    today = local_day(system.clock())
    return {
        "approvals.several": {},
        "cases.attachment": file,
        "cases.remove": file,
        "cases.resolution": {"case_id": failed, "incident_id": incident},
        "cases.resumption": {"case_id": suspended},
        "cases.retry": {"case_id": failed, "incident_id": incident},
        "ledger.correction": {"entry": office.sanction("赵某", today)},
        "ledger.lift": {"entry": office.sanction("李某", today - LONG_AGO)},
    }


def _directory(office: FurtherOffice) -> Named:
    """Add two units, and end one of them."""
    for code, name in ((ENDED, "某撤并小学"), (EMPTY, "某新建小学")):
        office.give(directory.add_unit, "admin", unit=Unit(code, name, "430600", "school"))
    office.give(directory.end_unit, "admin", code=ENDED, reason="撤并", successor=EMPTY)
    return {
        "units.change": {"code": EMPTY},
        "units.end": {"code": EMPTY},
        "units.restore": {"code": ENDED},
    }


def _proposals(office: FurtherOffice) -> Named:
    """Hand in what passes, and what does not: without a drawing, and with a mark in it."""
    good, faulty = office.propose(GOOD), office.propose({"announcement.bpmn": MARKED})
    return {
        "processes.proposal": {"proposal": faulty},
        **{f"processes.{deed}": {"proposal": good} for deed in ("publish", "refuse", "withdraw")},
    }


def _undelivered(office: FurtherOffice) -> Named:
    """Let what is said to the leader not get through."""
    delivery = office.miss()
    return {
        "operations.give_up": {"delivery_id": delivery},
        "operations.resend": {"delivery_id": delivery},
        "operations.resend_all": {"channel": MAIL},
    }


def _otherwise(pages: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """Return pages that the demo has as well, but nothing like this on them."""

    def above(kind: str, steps: int = 1) -> str:
        return pages[f"pages-{kind}"].rsplit("/", steps)[0]

    return {
        "li": (
            above("cases.resumption"),
            above("cases.attachment"),
            above("processes.withdraw"),
            "/account/tokens",
            "/desk",
            "/inbox/settings",
            "/substitutions",
        ),
        "wang": ("/approvals", "/ledger?person=李某", "/desk"),
        "admin": (
            above("cases.retry", 3),
            above("units.restore"),
            "/operations/incidents",
            "/operations/machinery",
            "/operations/undelivered",
            "/people/wang",
            "/processes/proposals",
        ),
    }
