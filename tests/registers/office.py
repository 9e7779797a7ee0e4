"""An office with a rectification in hand, whose problem items fill the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO

from bpmn.catalogue import catalogue
from engine import commands
from engine.definitions import Handlers
from engine.identity import Membership, PersonEntry, upsert_people
from engine.store import StepBatch, Store
from engine.store.case_reads import items_of_case
from engine.store.reads import read_case
from engine.store.rows import ItemRow
from tests.cases.desk import Desk
from tests.support.clock import HandClock
from workflows.rectification import HANDLERS, SETTINGS

SHIPPED = catalogue()["rectification"]
TWO = (
    {"title": "食堂留样不全", "kind": "安全隐患", "severity": "较大", "demand": "留样48小时"},
    {"title": "台账缺失", "kind": "教学管理", "person": "肖某"},
)


class Office(Desk):
    """A desk on which rectification is published."""

    def __init__(self, store: Store, clock: HandClock) -> None:
        super().__init__(store, clock, handlers=Handlers.of(HANDLERS), settings=SETTINGS)
        self.furnish()
        self.deploy(*SHIPPED.diagrams.values(), *SHIPPED.tables.values())

    def rectify(
        self,
        items: Sequence[Mapping[str, object]] = TWO,
        *,
        person: str = "li",
        unit: str = "430621",
        title: str = "食堂安全整改",
        severity: str = "一般",
    ) -> str:
        """Open a rectification and return its id."""
        form = {"severity": severity, "items": list(items), "grounds": "督导意见书"}
        return self.open("rectification", form, person=person, unit=unit, title=title).case_id

    def deliver(self, case_id: str, *, signer: str = "xiao") -> None:
        """Take a case from the draft to the receipt of its notice."""
        self.complete("li", self.one(case_id, "draft_notice").id, {"notice_text": "请整改"})
        self.complete("wang", self.one(case_id, "approve_notice").id, {"approved": True})
        self.complete("li", self.one(case_id, "deliver_notice").id, {"delivery_mode": "直接"})
        self.complete(signer, self.one(case_id, "sign_receipt").id, {"receipt": "签收"})

    def evidence(self, case_id: str) -> str:
        """Attach a photograph's stand-in to the case and return its id."""
        with commands.receive(BytesIO(b"%PDF-1.7"), limit=1_000) as upload:
            attached = self.give(
                commands.attach, "xiao", case_id=case_id, name="佐证.pdf", upload=upload
            )
        return attached.attachment_id

    def report(self, case_id: str, item: int, *, plan: str = "逐日留样") -> None:
        """Take an item from its plan to its report."""
        self.complete("xiao", self.work_of(case_id, "submit_plan", item), {"plan": plan})
        self.complete("li", self.work_of(case_id, "review_plan", item), {"accepted": True})
        form = {"report": "已经整改", "evidence": self.evidence(case_id)}
        self.complete("xiao", self.work_of(case_id, "submit_report", item), form)

    def verify(self, case_id: str, item: int, person: str, *, passed: bool = True) -> None:
        """Let one person verify an item."""
        form = {"passed": passed, "on_site": True}
        self.complete(person, self.work_of(case_id, "verify_item", item), form)

    def finish(self, case_id: str, item: int) -> None:
        """Take an item from its plan to its end."""
        self.report(case_id, item)
        self.verify(case_id, item, "qian")
        self.verify(case_id, item, "sun")
        self.complete("li", self.work_of(case_id, "close_item", item), {})

    def work_of(self, case_id: str, node: str, item: int) -> str:
        """The id of open work of a node that belongs to an item, however deep it lies."""
        scope = next(row.scope for row in self.items(case_id)[::-1] if row.number == item)
        with self.store.begin() as session:
            instance = self._instance(session, case_id)
            for aid, at, inner in instance.work():
                around = instance.item_around(inner, ("rectify_items",))
                if at == node and around == scope:
                    return f"{case_id}.{aid}"
        raise AssertionError((node, item, self.nodes(case_id)))

    def move(self, person: str, *, groups: Sequence[str], unit: str = "430600") -> None:
        """Put a person into other groups."""
        memberships = tuple(Membership(group) for group in groups)
        with self.store.begin() as session:
            upsert_people(session, [PersonEntry(person, f"{person}某", unit, memberships)])

    def link(self, case_id: str, *, unit: str, title: str) -> None:
        """Let a case be the parent of a new one."""
        with self.store.begin() as session:
            parent = read_case(session, case_id).case
            row = replace(parent, id=f"{case_id}-child", unit=unit, title=title, parent_id=case_id)
            batch = StepBatch()
            batch.open_case(replace(row, head_seq=0, head_hash=b"", due_at=None))
            batch.flush(session)

    def items(self, case_id: str) -> list[ItemRow]:
        """The problem items of a case."""
        return self.read(lambda session: items_of_case(session, case_id))

    def states(self, case_id: str) -> list[str]:
        """The state of each problem item of a case."""
        return [row.status for row in self.items(case_id)]
