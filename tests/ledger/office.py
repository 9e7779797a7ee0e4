"""An office with a ledger: people who may look, the shipped table, a process that decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from importlib.resources import files

from engine import commands
from engine.commands import RecordSeen, Subject
from engine.identity import Membership, PersonEntry, upsert_people
from engine.model.assessment import AssessmentSheet
from engine.model.ledger import OutcomeEntry
from engine.store import Store
from engine.store.ledger_reads import entries_about_person, entries_about_unit
from tests.cases.desk import Desk
from tests.cases.drawing import diagram, end, path, service, start, user
from tests.support.clock import HandClock

TABLE = files("bpmn").joinpath("tables/outcome_effects.dmn").read_bytes()
"""The table as it is shipped."""
TEXTS = ("person", "person_unit", "post", "identity", "form", "period", "authority", "decision")
DAYS = ("decided_on", "effective_on", "facts_on")
DECIDING = diagram(
    "account",
    start("code:string!", *(f"{name}:string" for name in TEXTS), *(f"{day}:date" for day in DAYS)),
    service(
        "record",
        "record_outcome",
        code="${code}",
        basis="《教育督导问责办法》",
        disclosure="内部",
        outputs=None,
        **{name: f"${{{name}}}" for name in (*TEXTS, *DAYS)},
    ),
    user("remedy", "state:string!", groups="director"),
    service("note", "note_remedy", state="${state}", decision="某教督复〔2026〕1号"),
    user("revoke", groups="director"),
    service("reverse", "reverse_outcomes", reason="复核撤销", decision="某教督复〔2026〕2号"),
    user("again", groups="director"),
    service("twice", "reverse_outcomes", reason="复核撤销", decision="某教督复〔2026〕2号"),
    end(),
    path("start", "record", "remedy", "note", "revoke", "reverse", "again", "twice", "end"),
)
"""Record, note a remedy, reverse, reverse once more."""
READERS = {"zu": "organisation", "shen": "auditor", "jian": "discipline"}


class Office(Desk):
    """A desk whose store has the table and the process."""

    def __init__(self, store: Store, clock: HandClock) -> None:
        super().__init__(store, clock)
        with store.begin() as session:
            upsert_people(
                session,
                [
                    PersonEntry(each, f"{each}某", "430600", (Membership(group),))
                    for each, group in READERS.items()
                ]
                + [PersonEntry("yuezhang", "岳县长", "430621", (Membership("leader"),))],
            )
        self.deploy(DECIDING, TABLE)

    def decide(self, code: str, *, unit: str = "430621", **form: object) -> str:
        """Open a case that records an outcome at once; return its id."""
        return self.open("account", {"code": code, **form}, unit=unit).case_id

    def step(self, case_id: str, node: str, form: Mapping[str, object] | None = None) -> None:
        """Let the director do the next thing."""
        self.complete("zhao", self.one(case_id, node).id, form or {})

    def note(self, case_id: str, state: str = "复核中") -> None:
        self.step(case_id, "remedy", {"state": state})

    def reverse(self, case_id: str) -> None:
        self.note(case_id)
        self.step(case_id, "revoke")

    def of_person(self, person: str = "李某") -> list[OutcomeEntry]:
        return self.read(lambda session: entries_about_person(session, person))

    def of_unit(self, unit: str = "430621") -> list[OutcomeEntry]:
        return self.read(lambda session: entries_about_unit(session, unit))

    def record(
        self,
        subject: Subject,
        *,
        on: date | None = None,
        known: datetime | None = None,
        who: str = "zu",
    ) -> RecordSeen:
        return self.give(commands.read_record, who, subject=subject, on=on, known=known)

    def sheet(
        self, subject: Subject, year: int, *, known: datetime | None = None, who: str = "zu"
    ) -> AssessmentSheet:
        return self.give(commands.read_assessment, who, subject=subject, year=year, known=known)


PERSON = Subject(person="李某")
UNIT = Subject(unit="430621")
