"""The outcome ledger (结果台账): records, assessment sheets, and what is added by hand.

Every look is recorded, so each of these writes one event, also where it only reads.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from flask import Response

from api.area import Area
from api.asking import act, expect_text, look_recorded
from api.case_state import Answer
from api.exporting import A_WORKBOOK
from api.files import A_FILE, send_made
from api.hiding import hiding
from api.preconditions import quoted
from api.schemas import ledger as schemas
from engine import commands
from engine.commands import RecordSeen, Subject
from engine.commands.case_entries import read_case_entries
from engine.model.assessment import AssessmentSheet
from engine.model.ledger_record import Held
from registers.assessment_workbook import assessment_workbook, title_of

LEDGER = Area("ledger", "", "结果台账：记录、年度考核结果运用表、解除、更正")
Query = Mapping[str, Any]
_OF_ENTRY = (
    "id", "case_id", "code", "unit", "person", "form", "decision", "decided_on", "effective_on",
    "table_version", "recorded_at", "recorded_by",
)  # fmt: skip


@LEDGER.route("/ledger/record")
@LEDGER.arguments(schemas.RecordQuery, location="query")
@LEDGER.response(200, schemas.Record)
def read_record(query: Query) -> object:
    """Return the record of a unit or a person on a day; the history says who looked.

    查阅记录。
    """
    seen = look_recorded(
        commands.read_record, subject=_subject(query), on=query["on"], known=query["known"]
    )
    return _record(seen)


@LEDGER.route("/ledger/sheet")
@LEDGER.arguments(schemas.SheetQuery, location="query")
@LEDGER.response(200, schemas.Sheet)
def read_sheet(query: Query) -> object:
    """Return the yearly assessment sheet of a unit or a person.

    年度考核结果运用表。
    """
    return _sheet(query, is_export=False)


@LEDGER.route("/ledger/sheet/workbook")
@LEDGER.arguments(schemas.SheetQuery, location="query")
@LEDGER.response(200, A_FILE, **A_WORKBOOK)
def export_sheet(query: Query) -> Response:
    """Take the sheet out as a workbook; the history tells it from a look.

    导出。
    """
    sheet = _sheet(query, is_export=True)
    return send_made(io.BytesIO(assessment_workbook(sheet)), f"{title_of(sheet)}.xlsx")


@LEDGER.route("/cases/<string:case_id>/entries")
@LEDGER.response(200, schemas.Entries)
@LEDGER.alt_response(404, "NOT_FOUND")
def list_of_case(case_id: str) -> object:
    """List what a case put into the ledger; the history says who looked.

    一案的各条。
    """
    return {"items": look_recorded(read_case_entries, case_id=expect_text(case_id))}


@LEDGER.route("/ledger/entries/<string:entry>/lift", methods=["POST"])
@LEDGER.arguments(schemas.Lift)
@LEDGER.response(201, schemas.EntryAppended)
@LEDGER.alt_response(404, "NOT_FOUND")
def lift(body: Query, entry: str) -> Answer:
    """Record that a sanction was lifted in writing, its period being over.

    解除处分。
    """
    with hiding(entry=expect_text(entry)):
        lifted = act(commands.lift_outcome, entry=entry, **body)
    return lifted, 201, quoted(lifted.version)


@LEDGER.route("/ledger/entries/<string:entry>/correction", methods=["POST"])
@LEDGER.arguments(schemas.Correction)
@LEDGER.response(201, schemas.EntryAppended)
@LEDGER.alt_response(404, "NOT_FOUND")
def correct(body: Query, entry: str) -> Answer:
    """Correct a wrong entry: it is reversed, and another one recorded.

    更正。
    """
    with hiding(entry=expect_text(entry)):
        corrected = act(commands.correct_outcome, entry=entry, **body)
    return corrected, 201, quoted(corrected.version)


def _subject(query: Query) -> Subject:
    return Subject(query["unit"], query["person"])


def _sheet(query: Query, *, is_export: bool) -> AssessmentSheet:
    return look_recorded(
        commands.read_assessment,
        subject=_subject(query),
        year=query["year"],
        known=query["known"],
        is_export=is_export,
    )


def _record(seen: RecordSeen) -> dict[str, object]:
    return {
        "subject": seen.subject.name,
        "name": seen.name,
        "on": seen.record.on,
        "known": seen.known,
        "entries": [_held(each, seen.references) for each in seen.record.held],
        "restrictions": [
            {
                "kind": each.kind.name.lower(),
                "name": each.kind.value,
                "value": each.value,
                "from_on": each.from_on,
                "until_on": each.until_on,
                "entries": each.entries,
            }
            for each in seen.record.restrictions
        ],
    }


def _held(held: Held, references: Mapping[str, str]) -> dict[str, object]:
    return {
        **{name: getattr(held.entry, name) for name in _OF_ENTRY},
        "reference": references.get(held.entry.case_id),
        "until_on": held.until_on,
        "awaits_lift": held.awaits_lift,
        "is_executed": held.is_executed,
        "lifted_on": held.lifted_on,
        "remedy": held.remedy.value if held.remedy else None,
    }
