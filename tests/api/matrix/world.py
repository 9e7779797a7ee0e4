"""An office with everything twice: once inside the scope of those who ask, once outside of it.

One person of every role has a post in the county 430621; things of that county are inside. The
same things are there for the county 430623, made by people with posts there; they are outside.
All of it is built once and kept as an image, which is put back before each request.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from sqlite3 import Connection
from typing import cast

import pyotp
from flask import Flask
from sqlalchemy import func, select

from api.authentication import COOKIE, CSRF
from api.deploying import SentFile
from api.service import Service
from dudao.composition import case_types, check_template, compose
from dudao.deployer import SentFiles
from dudao.groups import GROUPS
from engine import commands
from engine.commands import SCOPES, SignedIn
from engine.definitions import Handlers
from engine.identity import (
    Directory,
    HashCost,
    Membership,
    Passwords,
    PersonEntry,
    Unit,
    upsert_people,
    upsert_units,
)
from engine.model.case import Actor
from engine.model.deadlines import local_day
from engine.model.documents import Visibility
from engine.model.settings import Settings
from engine.model.values import Value
from engine.store import Store
from engine.store.calendar_uploads import calendar_cache
from engine.store.case_reads import entries_of_case
from engine.store.contacts import Contact, put_contact
from engine.store.deliveries import DeliveryRow, add_deliveries
from engine.store.documents import documents_of_case
from engine.store.settings import settings_cache
from engine.store.tables import history_event
from notifications.contacts.settings import SETTINGS as CONTACT_SETTINGS
from tests.accounts.office import code_at
from tests.api.matrix.drawings import FAILING, PLAIN, SCENARIO, TODO, TWICE, WORKERS
from tests.api.office import Secrets, let_one_publish
from tests.ledger.office import DECIDING
from tests.notifications.reach.channels import WAYS
from tests.publications.office import NOTICE
from tests.publications.office import file as file_objection
from tests.registers.office import Office
from tests.support.applications import UNLIMITED, application
from tests.support.clock import HandClock
from workflows.rectification import HANDLERS

ROLES: Mapping[str, str] = {
    "official": "case_officer",
    "leader": "leader",
    "respondent": "respondent",
    "auditor": "auditor",
    "organisation": "organisation",
    "administrator": "administrator",
    "service": "service",
}
"""The roles, each by the group of it that the matrix is about."""
_SECOND = {f"second_{role}": ROLES[role] for role in ("official", "leader", "respondent")}
"""Colleagues, to whom work can be given."""
WHOLE = "whole"
"""The side of those who have a post over all units; what concerns all is asked by them, too."""
NOBODY = "nobody"
PROPOSERS = ("official", "leader", "administrator", "second_official")
COLUMNS = (NOBODY, *ROLES)
UNITS = {"inside": "430621", "outside": "430623"}
CONTACT_CODE = "271828"
"""The code that was sent to everybody's address."""
PASSWORD = "竹杖芒鞋轻胜马 穿林"
_CHEAP = Passwords(HashCost(rounds=1, memory=8, lanes=1))
_DAY = timedelta(days=1)


def person_of(side: str, role: str) -> str:
    """Return who has a role in the county of a side."""
    return f"{side}_{role}"


@dataclass(frozen=True, slots=True)
class Place:
    """What there is of one county."""

    side: str
    unit: str
    rectification: str
    """A case whose notice was delivered; its problem items are open."""
    todo: str
    """A case with work that nobody holds, by role in `free`, and a timer and a message."""
    free: Mapping[str, str]
    held: Mapping[str, str]
    """Work that the person of each role holds."""
    undoable: Mapping[str, str]
    """Work that the person of each role completed, and may withdraw."""
    suspended: str
    incident: str
    timer: int
    delivery: str
    """One about the rectification that did not get through."""
    message: str
    """What the respondents and the officials of the rectification were told."""
    document: str
    internal_file: str
    served_file: str
    publication: str
    receipt: str
    entry: str
    sessions: Mapping[str, str]
    tokens: Mapping[str, str]
    substitution: str
    """The leader's, by a colleague."""
    proposal: str
    """A colleague's, who has a post over all units."""
    proposals: Mapping[str, str]
    """Those of the people of each role who have a post over all units."""
    codes: Mapping[str, str]
    """What the authenticator of each person shows, who began to use one."""

    def person(self, role: str) -> str:
        """Return who has a role here."""
        return person_of(self.side, role)

    def made_up(self) -> Place:
        """Return the same with names of nothing, made like those of something."""
        case = "00000000-0000-4000-8000-ffffffffffff"
        work = dict.fromkeys(self.free, f"{case}.7")
        return replace(
            self,
            side="nowhere",
            rectification=case,
            todo=case,
            suspended=case,
            free=work,
            held=work,
            undoable=work,
            incident=case,
            message=case,
            delivery=case,
            document=case,
            internal_file=case,
            served_file=case,
            publication="某示〔2026〕9号",
            entry=case,
            substitution=case,
            proposal=case,
            proposals=dict.fromkeys(self.proposals, case),
            sessions=dict.fromkeys(self.sessions, case),
            tokens=dict.fromkeys(self.tokens, case),
        )

    def of(self, works: Mapping[str, str], role: str) -> str:
        """Return work of a role; of the official where the role has none."""
        return works.get(role, works["official"])


@dataclass(slots=True)
class World:
    """Places, the people who ask, and the image to begin each request with."""

    office: Office
    places: dict[str, Place] = field(default_factory=dict)
    sessions: dict[str, SignedIn] = field(default_factory=dict)
    over_all: dict[str, dict[str, str]] = field(default_factory=lambda: {NOBODY: {}})
    """What somebody sends who has a post over all units, by role."""
    token: str = ""
    app: Flask = field(init=False)
    image: bytes = b""

    def __post_init__(self) -> None:
        self.app = application(self.service())

    def service(self) -> Service:
        """Return what the interface stands on, with nothing remembered of another state."""
        engine = replace(
            self.office.engine,
            directory=Directory(),
            calendar=calendar_cache(),
            stored_settings=settings_cache(),
        )
        store, clock = self.office.store, self.office.clock
        deployer = SentFiles(store, engine, clock, types=case_types(), elapsed=lambda: 0.0)
        return Service(store, engine, clock, deployer=deployer, limits=UNLIMITED, channels=WAYS)

    def keep(self) -> None:
        """Keep the present state as the one to begin with."""
        self.image = self._connection().serialize()

    def restore(self) -> None:
        """Go back to the state that was kept; on a server, stay where we are."""
        if self.image:
            self._connection().deserialize(self.image)
        self.app.extensions["dudao"] = self.service()

    def renew(self, role: str) -> None:
        """Sign somebody in again, whose session may have been ended on a server."""
        if not self.image and role not in (NOBODY, "service"):
            self.sessions[role] = _sign_in(self.office, person_of("inside", role))
        elif not self.image and role == "service":
            self.token = _token(self.office, person_of("inside", role), SCOPES)[1]

    def sign_in(self, role: str) -> dict[str, str]:
        """Sign a person of the inside in once more and return what they then send."""
        return _headers(_sign_in(self.office, person_of("inside", role)))

    def issue(self, role: str, scopes: Collection[str]) -> dict[str, str]:
        """Issue a token to a person of the inside and return what is then sent."""
        secret = _token(self.office, person_of("inside", role), scopes)[1]
        return {"Authorization": f"Bearer {secret}"}

    def events(self) -> int:
        """Count all events of all histories."""
        with self.office.store.read() as session:
            (counted,) = session.execute(select(func.count()).select_from(history_event)).one()
            return cast("int", counted)

    def credentials(self, role: str) -> dict[str, dict[str, str]]:
        """Return the same as headers and cookies apart."""
        headers = self.headers(role)
        name, _, secret = headers.pop("Cookie", "").partition("=")
        return {"headers": headers, "cookies": {name: secret} if name else {}}

    def headers(self, role: str) -> dict[str, str]:
        """Return by what headers a role is known: a session, for machines a token."""
        if role == NOBODY:
            return {}
        if role == "service":
            return {"Authorization": f"Bearer {self.token}"}
        return _headers(self.sessions[role])

    def _connection(self) -> Connection:
        with self.office.store.read() as session:
            return cast("Connection", session.driver)


def build(store: Store, clock: HandClock) -> World:
    """Make the world."""
    office = Office(store, clock)
    office.engine = replace(
        office.engine,
        groups=GROUPS,
        passwords=_CHEAP,
        new_secret=Secrets(),
        handlers=Handlers.of(HANDLERS, {"fetch": _fail}),
        settings=Settings.of(office.engine.settings.known.values(), CONTACT_SETTINGS),
        compose=compose,
        check_template=check_template,
        renderers={"pdf": _file, "docx": _file},
    )
    office.deploy(TODO, TWICE, FAILING, DECIDING, NOTICE)
    _hire(office)
    world = World(office)
    begun = {side: _half(office, side) for side in UNITS}
    clock.advance(200 * _DAY)  # the sanctions are over and may be lifted
    proposals = {role: _proposal(world, role) for role in PROPOSERS}
    for side in UNITS:
        world.places[side] = _whole(office, side, begun[side], proposals)
    _give_addresses(office)
    for role in ROLES:
        if role != "service":
            world.sessions[role] = _sign_in(office, person_of("inside", role))
            world.over_all[role] = _headers(_sign_in(office, person_of(WHOLE, role)))
    world.token = _token(office, person_of("inside", "service"), SCOPES)[1]
    secret = _token(office, person_of(WHOLE, "service"), SCOPES)[1]
    world.over_all["service"] = {"Authorization": f"Bearer {secret}"}
    if store.kind == "sqlite":
        world.keep()
    return world


def _give_addresses(office: Office) -> None:
    """Give everybody an address to which a code was sent."""
    now, hashed = office.clock(), hashlib.sha256(f"salt\n{CONTACT_CODE}".encode()).hexdigest()
    with office.store.begin() as session:
        for side in (*UNITS, WHOLE):
            for role in (*ROLES, *_SECOND):
                person = person_of(side, role)
                put_contact(
                    session,
                    Contact(
                        person=person,
                        channel="mail",
                        address=f"{person}@example.cn",
                        given_at=now,
                        given_by=person,
                        confirmed_at=None,
                        code_hash=f"salt:{hashed}",
                        code_until=now + _DAY,
                        code_tries=0,
                        failed_at=None,
                        failure=None,
                    ),
                )


def _headers(signed_in: SignedIn) -> dict[str, str]:
    return {"Cookie": f"{COOKIE}={signed_in.secret}", CSRF: signed_in.csrf}


def _fail(_call: object) -> Mapping[str, Value]:
    raise OSError("没有应答")


def _file(record: Mapping[str, object]) -> bytes:
    return b"%PDF-1.7 " + str(record).encode()


def _hire(office: Office) -> None:
    entries = [
        PersonEntry(person_of(side, role), f"{GROUPS[group]}某", unit, (Membership(group),))
        for side, unit in (*UNITS.items(), (WHOLE, "430000"))
        for role, group in {**ROLES, **_SECOND}.items()
    ]
    schools = [Unit(f"{unit}-1", f"{unit}第一中学", unit, "school") for unit in UNITS.values()]
    schools += [
        Unit(f"{unit}-2", f"{unit}第二中学", unit, "school", ended_on=date(2026, 1, 5))
        for unit in UNITS.values()
    ]
    with office.store.begin() as session:
        let_one_publish(session, at=office.clock())
        upsert_units(session, schools)
        upsert_people(session, entries)
        commands.give_first_password(
            session,
            engine=office.engine,
            clock=office.clock,
            people=[each.id for each in entries],
            password_hash=_CHEAP.hash("初次使用的密码 须修改"),
        )
    for each in entries:
        if "service" not in each.id:
            commands.change_password(
                office.store,
                engine=office.engine,
                clock=office.clock,
                actor=Actor(each.id),
                old="初次使用的密码 须修改",
                new=PASSWORD,
            )


def _half(office: Office, side: str) -> str:
    """Decide a sanction, whose period takes time to run out; return its entry."""
    unit = UNITS[side]
    case_id = office.open(
        "account",
        {
            "code": "accountability:警告",
            "person": f"{unit}李某",
            "person_unit": unit,
            "identity": "事业",
            "form": "警告",
        },
        person=person_of(side, "official"),
        unit=unit,
    ).case_id
    (entry,) = office.read(lambda session: entries_of_case(session, case_id))
    return entry.id


def _whole(office: Office, side: str, entry: str, proposals: Mapping[str, str]) -> Place:
    unit, case_of = UNITS[side], _Opening(office, side)
    rectification = case_of.rectification()
    todo, held_case = case_of("todo"), case_of("todo")
    free, held = _works(office, todo), _works(office, held_case)
    for role, work_id in held.items():
        office.claim(person_of(side, role), work_id)
    suspended, failed = case_of("todo"), case_of("failing")
    office.give(
        commands.suspend_case, case_of.person("leader"), case_id=suspended, reason="自然灾害"
    )
    internal, served = (case_of.attach(rectification, each) for each in Visibility)
    number = f"某示〔2026〕{unit}号"
    case_of("notice", number=number, days="60日")
    return Place(
        side=side,
        unit=unit,
        rectification=rectification,
        todo=todo,
        free=free,
        held=held,
        undoable={role: case_of.undoable(role) for role in held},
        suspended=suspended,
        incident=office.incidents(failed)[0].id,
        timer=office.timers(todo)[0].aid,
        message=_message(office, rectification),
        delivery=_delivery(office, rectification),
        document=_document(office, rectification),
        internal_file=internal,
        served_file=served,
        publication=number,
        receipt=file_objection(office, number).receipt,
        entry=entry,
        sessions={
            role: _sign_in(office, case_of.person(role)).sign_in
            for role in ROLES
            if role != "service"
        },
        tokens={role: _token(office, case_of.person(role), ("cases:read",))[0] for role in ROLES},
        substitution=_substitution(office, case_of),
        proposal=proposals["second_official"],
        proposals=proposals,
        codes={role: _code(office, case_of.person(role)) for role in ROLES if role != "service"},
    )


def _message(office: Office, case_id: str) -> str:
    return next(each.id for each in office.outbox(case_id) if each.kind == "clock_started")


def _delivery(office: Office, case_id: str) -> str:
    row = DeliveryRow(
        id=f"delivery-{case_id}",
        message_id=_message(office, case_id),
        case_id=case_id,
        channel="mail",
        person="li",
        on_behalf_of=None,
        cause=case_id,
        kind="clock_started",
        is_urgent=False,
        status="dead",
        created_at=office.clock(),
        attempts=10,
        ended_at=office.clock(),
        failure_code="refused",
        failure="邮箱已满",
    )
    with office.store.begin() as session:
        add_deliveries(session, (row,))
    return row.id


@dataclass(frozen=True, slots=True)
class _Opening:
    """Open cases of a county by its own people."""

    office: Office
    side: str

    def __call__(self, process: str, **form: object) -> str:
        return self.office.open(
            process,
            form,
            person=self.person("official"),
            unit=UNITS[self.side],
            title=f"{self.side}案件",
        ).case_id

    def person(self, role: str) -> str:
        return person_of(self.side, role)

    def rectification(self) -> str:
        office = self.office
        case_id = office.rectify(
            person=self.person("official"), unit=UNITS[self.side], title=f"{self.side}食堂"
        )
        for person, node, form in (
            (self.person("official"), "draft_notice", {"notice_text": "请整改"}),
            ("wang", "approve_notice", {"approved": True}),  # nobody of the county itself may
            ("li", "deliver_notice", {"delivery_mode": "直接"}),
            (self.person("respondent"), "sign_receipt", {"receipt": "签收"}),
        ):
            office.complete(person, office.one(case_id, node).id, form)
        return case_id

    def undoable(self, role: str) -> str:
        case_id = self("twice")
        work_id = self.office.one(case_id, "first").id
        self.office.complete(self.person(role), work_id)
        return work_id

    def attach(self, case_id: str, visibility: Visibility) -> str:
        with commands.receive(io.BytesIO(b"%PDF-1.7"), limit=1_000) as upload:
            return self.office.give(
                commands.attach,
                self.person("official"),
                case_id=case_id,
                name="现场照片.pdf",
                upload=upload,
                visibility=visibility,
            ).attachment_id


def _works(office: Office, case_id: str) -> dict[str, str]:
    return {
        role: office.one(case_id, f"of_{group}").id
        for role, group in ROLES.items()
        if group in WORKERS
    }


def _proposal(world: World, role: str) -> str:
    """Hand a diagram in, as somebody with a post over all units."""
    deployer = world.service().deployer
    assert deployer is not None
    files = [SentFile("plain.bpmn", PLAIN), SentFile("plain.yml", SCENARIO)]
    person = Actor(person_of(WHOLE, role))
    return deployer.propose(files, actor=person, note="新流程", idempotency_key=None).proposal


def _document(office: Office, case_id: str) -> str:
    row, *_ = office.read(lambda session: documents_of_case(session, case_id))  # the notice
    commands.render_document(
        office.store, engine=office.engine, clock=office.clock, document_id=row.id
    )
    return row.id


def _sign_in(office: Office, person: str) -> SignedIn:
    with office.store.begin() as session:
        return commands.begin_session(
            session, engine=office.engine, clock=office.clock, person=person, means="password"
        )


def _token(office: Office, person: str, scopes: Collection[str]) -> tuple[str, str]:
    issued = office.give(
        commands.issue_token,
        person,
        name="试验",
        scopes=sorted(scopes),
        expires_at=office.clock() + 30 * _DAY,
    )
    assert issued.secret is not None
    return issued.token, issued.secret


def _code(office: Office, person: str) -> str:
    begun = commands.begin_codes(
        office.store,
        engine=office.engine,
        clock=office.clock,
        actor=Actor(person),
        password=PASSWORD,
    )
    return code_at(pyotp.parse_uri(begun.uri).secret, office.clock())


def _substitution(office: Office, case_of: _Opening) -> str:
    today = local_day(office.clock())
    return office.give(
        commands.substitute,
        case_of.person("second_leader"),
        absent=case_of.person("second_leader"),
        substitute=case_of.person("second_official"),
        from_on=today,
        until_on=today + 5 * _DAY,
        reason="出差",
    ).substitution
