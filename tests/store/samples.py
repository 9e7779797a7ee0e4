"""Rows as a step would write them, with only what a test cares about given by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from engine.model.history import Chain
from engine.model.ledger import OutcomeEntry
from engine.store.batch import StepBatch
from engine.store.definitions import DefinitionRow, insert_definition
from engine.store.rows import CaseRow, TimerRow, WaitRow, WorkRow
from engine.store.store import Session, Store
from tests.cases.drawing import diagram, end, path, start, user

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def definition(number: int = 1, *, key: str = "rectification") -> DefinitionRow:
    return DefinitionRow(
        id=f"{key}-{number}",
        key=key,
        version=number,
        name="责令限期整改",
        content_hash=f"hash-{key}-{number}",
        source=diagram(
            key,
            start(),
            user("approve", groups="${candidates}"),  # they may be anybody
            end(),
            path("start", "approve", "end"),
        ),
        calls={},
        deployed_at=NOW,
        deployed_by="u-admin",
    )


def case(case_id: str = "c1", **values: object) -> CaseRow:
    row = CaseRow(
        id=case_id,
        reference=f"岳教督整〔2026〕{case_id}号",
        definition_id="rectification-1",
        key="rectification",
        unit="430621",
        title="食品安全问题整改",
        status="open",
        state=b"state",
        version=1,
        opened_at=NOW,
        opened_by="u-official",
    )
    return replace(row, **values)  # type: ignore[arg-type]


def work(case_id: str = "c1", aid: int = 1, **values: object) -> WorkRow:
    row = WorkRow(
        id=f"{case_id}-{aid}",
        case_id=case_id,
        aid=aid,
        node="approve",
        scope=1,
        item=None,
        name="审批整改通知",
        unit="430600",
        excluded_units=(),
        groups=("分管领导",),
        users=(),
        assignee=None,
        owner=None,
        status="CREATED",
        due_at=NOW + DAY,
        deadline=None,
        created_at=NOW,
    )
    return replace(row, **values)  # type: ignore[arg-type]


def timer(case_id: str = "c1", aid: int = 2, **values: object) -> TimerRow:
    row = TimerRow(case_id, aid, "overdue", 1, "bpmn", NOW + DAY)
    return replace(row, **values)  # type: ignore[arg-type]


def wait(case_id: str = "c1", aid: int = 3, **values: object) -> WaitRow:
    return replace(WaitRow(case_id, aid, "receipt", 1, "receipt_signed"), **values)  # type: ignore[arg-type]


def entry(
    entry_id: str = "o1", case_id: str = "c1", code: str = "整改", **values: object
) -> OutcomeEntry:
    row = OutcomeEntry(
        id=entry_id,
        case_id=case_id,
        kind="outcome",
        code=code,
        unit="430621",
        person=None,
        form=None,
        decision=None,
        decided_on=NOW.date(),
        effective_on=NOW.date(),
        until_on=None,
        effects=None,
        refers_to=None,
        table_version=None,
        recorded_at=NOW,
        recorded_by="u-official",
        details={"note": "已核查", "facts_on": NOW.date()},
    )
    return replace(row, **values)  # type: ignore[arg-type]


def salt() -> bytes:
    return bytes(16)


def open_case(session: Session, row: CaseRow | None = None) -> CaseRow:
    """Write a new case with one history event, as opening one does."""
    row = case() if row is None else row
    chain = Chain(row.id, salt)
    chain.append("case_opened", at=row.opened_at, person=row.opened_by)
    row = replace(row, head_seq=chain.seq, head_hash=chain.head)
    batch = StepBatch()
    batch.open_case(row)
    batch.add_events(chain.added)
    batch.flush(session)
    return row


def prepare(store: Store, *cases: str) -> None:
    """Deploy a definition and open cases under it."""
    with store.begin() as session:
        insert_definition(session, definition())
        for case_id in cases:
            open_case(session, case(case_id))
