"""Every read, given by every role inside and outside the scope of a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import FunctionType

from dudao.groups import GROUPS
from engine import commands
from engine.commands.reading.checking import check_history
from engine.commands.reading.papers import read_case_attachments, read_case_documents
from engine.model.calendar import Override
from tests.reading.house import House

OFFICE = {"case_officer", "leader", "director", "administrator"}
AUDITORS = {"auditor", "discipline"}
INNER = OFFICE | AUDITORS | {"inspector"}
SEEING = INNER | {"organisation", "respondent"}
DIRECTORY = SEEING
KEEPING = {"leader", "director", "administrator"}
EVERYBODY = set(GROUPS)
NOT_FOUND, REFUSED = "not_found", "not_permitted"


@dataclass(frozen=True)
class Row:
    """One read: who inside the scope may, what others who see the case are told, and strangers.

    `outside` are the roles that may without any scope in the case, because the read is a list in
    their own scope, or of everybody's.
    """

    read: Callable[..., object]
    about: Callable[[House, str], dict[str, object]]
    inside: set[str]
    else_seeing: str
    else_stranger: str
    outside: frozenset[str] = frozenset()
    to_nobody: str = ""
    """What somebody who is not registered is told, where it is not what strangers are."""
    is_of_all: bool = False
    """It concerns all units: who may inside, but has no post over all, is told so."""


def of_case(_house: House, case_id: str) -> dict[str, object]:
    return {"case_id": case_id}


def nothing(_house: House, _case_id: str) -> dict[str, object]:
    return {}


def of_work(house: House, case_id: str) -> dict[str, object]:
    return {"work_id": house.one(case_id, "review_objection").id}


def some_days(_house: House, _case_id: str) -> dict[str, object]:
    return {"rows": (Override(date(2027, 3, 1), working=False, name="校庆"),)}


def a_message(house: House, case_id: str) -> dict[str, object]:
    """What the leaders of the unit were told."""
    told = (each for each in house.outbox(case_id) if "leader" in str(each.audience))
    return {"message_id": next(told).id}


def case_row(read: Callable[..., object], inside: set[str], else_seeing: str = REFUSED) -> Row:
    return Row(read, of_case, inside, else_seeing, NOT_FOUND)


def listing(
    read: Callable[..., object], who: set[str], about: Callable[[House, str], dict[str, object]]
) -> Row:
    return Row(read, about, who, REFUSED, REFUSED, frozenset(who))


CONFIGURATION = OFFICE | AUDITORS | {"inspector"}
ROWS = {
    "case": case_row(commands.read_case, SEEING),
    "history": case_row(commands.read_history, SEEING),
    "timeline": case_row(commands.read_timeline, SEEING),
    "holding": case_row(commands.read_holding, INNER),
    "deadlines": case_row(commands.read_deadlines, SEEING),
    "preview": listing(commands.preview_deadline, EVERYBODY, lambda _h, _c: {"term": "15个工作日"}),
    "variables": case_row(commands.read_case_variables, INNER),
    "diagram": case_row(commands.read_diagram, INNER),
    "access": case_row(commands.read_access, {"leader", "director"} | AUDITORS),
    "work": Row(commands.read_work, of_work, INNER, NOT_FOUND, NOT_FOUND),
    "candidates": Row(commands.candidates_of, of_work, INNER, NOT_FOUND, NOT_FOUND),
    "incidents": listing(commands.list_incidents, OFFICE | AUDITORS, nothing),
    "timers": listing(commands.list_timers, OFFICE | AUDITORS, nothing),
    "definitions": listing(commands.list_definitions, CONFIGURATION, nothing),
    "definition": listing(
        commands.read_definition, CONFIGURATION, lambda _h, _c: {"key": "rectification"}
    ),
    "tables": listing(commands.list_decision_tables, CONFIGURATION, nothing),
    "table": listing(
        commands.read_decision_table, CONFIGURATION, lambda _h, _c: {"key": "rectification_due"}
    ),
    "calendars": listing(commands.list_calendars, CONFIGURATION, nothing),
    "calendar": listing(commands.read_calendar, EVERYBODY, lambda _h, _c: {"year": 2026}),
    "calendar preview": Row(
        commands.preview_calendar, some_days, KEEPING, REFUSED, REFUSED, is_of_all=True
    ),
    "recomputation": Row(
        commands.preview_recomputation, nothing, KEEPING, REFUSED, REFUSED, is_of_all=True
    ),
    "settings": listing(commands.list_settings, CONFIGURATION, nothing),
    "people": listing(commands.list_people, DIRECTORY, nothing),
    "person": Row(
        commands.read_person, lambda _h, _c: {"person": "xiao"}, DIRECTORY, NOT_FOUND, NOT_FOUND
    ),
    "units": listing(commands.list_units, EVERYBODY, nothing),
    "unit": listing(commands.read_unit, EVERYBODY, lambda _h, _c: {"code": "430621"}),
    "groups": listing(commands.list_groups, EVERYBODY, nothing),
    "started": listing(commands.list_started, EVERYBODY, nothing),
    "done": listing(commands.list_done, EVERYBODY, nothing),
    "copied": listing(commands.list_copied, EVERYBODY, nothing),
    "desk": listing(commands.count_desk, EVERYBODY, nothing),
    "desk tag": listing(commands.desk_tag, EVERYBODY, nothing),
    "notifications": listing(commands.list_notifications, EVERYBODY, nothing),
    "unread": listing(commands.count_unread, EVERYBODY, nothing),
    "unread messages": listing(commands.list_unread, EVERYBODY, lambda _h, _c: {"most": 10}),
    "proposals": listing(commands.list_proposals, CONFIGURATION, nothing),
    "message kinds": listing(commands.list_message_kinds, EVERYBODY, nothing),
    "message kind": listing(
        commands.read_message_kind, EVERYBODY, lambda _h, _c: {"kind": "reminder"}
    ),
    "notification": Row(
        commands.read_notification, a_message, {"leader"}, NOT_FOUND, NOT_FOUND, to_nobody=REFUSED
    ),
    "case messages": case_row(commands.list_case_messages, INNER),
    "documents": case_row(read_case_documents, SEEING),
    "attachments": case_row(read_case_attachments, SEEING),
    "history check": case_row(check_history, INNER),
}


def test_every_role_may_read_what_the_table_says(house: House) -> None:
    case_id = objected(house)
    people = [f"{side}_{group}" for group in GROUPS for side in ("in", "out")] + ["nobody"]
    answers = {
        (name, person): house.answer(row.read, person, **row.about(house, case_id))
        for name, row in ROWS.items()
        for person in people
    }
    assert answers == {
        (name, person): expected(row, person) for name, row in ROWS.items() for person in people
    }


def objected(house: House) -> str:
    """A case with open work that waits for a director, in which no other group has a part."""
    case_id = house.rectify()
    house.deliver(case_id)
    house.send("li", case_id, "objection_filed")
    return case_id


def expected(row: Row, person: str) -> str:
    side, _, group = person.partition("_")
    if side == "nobody" and row.to_nobody:
        return row.to_nobody
    if side == "out" and row.is_of_all and group in row.inside:
        return "not_over_all"
    if side == "out":
        return "ok" if group in row.outside else row.else_stranger
    if group in row.inside:
        return "ok"
    return row.else_seeing if group in SEEING else row.else_stranger


ELSEWHERE = {
    commands.read_proposal: "needs a proposal: the matrix of the interface has it",
    commands.read_proposal_source: "needs a proposal: the matrix of the interface has it",
    commands.preview_case: "is opening a case, which tests/opening asks of everybody",
}


def test_every_read_that_is_offered_has_a_row() -> None:
    named = {row.read for row in ROWS.values()} | set(ELSEWHERE)
    offered = {
        getattr(commands, name)
        for name in commands.__all__
        if isinstance(getattr(commands, name), FunctionType)
        and getattr(commands, name).__module__.startswith("engine.commands.reading.")
    }
    assert offered - named == set()
