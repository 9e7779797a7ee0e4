"""The schema, for SQLite and PostgreSQL alike; this is the door to the modules `tables_*`."""

from __future__ import annotations

from engine.store.columns import METADATA
from engine.store.tables_accounts import account, api_token, sign_in
from engine.store.tables_cases import (
    case_file,
    incident,
    open_work,
    outcome,
    timer,
    waiting_message,
    work_candidate,
)
from engine.store.tables_configuration import (
    calendar_override,
    calendar_upload,
    decision_table,
    definition,
    membership,
    person,
    revision,
    setting,
    unit,
    unit_ancestor,
)
from engine.store.tables_documents import (
    VOID,
    allocated_number,
    attachment,
    blob,
    blob_chunk,
    document,
    document_file,
    document_template,
    held_file,
)
from engine.store.tables_inbox import inbox_place, message_read, message_recipient, muted_kind
from engine.store.tables_items import problem_item
from engine.store.tables_notifications import (
    calendar_feed,
    channel_rest,
    contact,
    delivery,
    delivery_course,
    mark_basis,
    message_shown,
    notification_choice,
    notification_rules,
    return_secret,
    work_urge,
    worker_job,
)
from engine.store.tables_overview import overview_kept
from engine.store.tables_proposals import proposal, proposal_file
from engine.store.tables_publications import objection, publication
from engine.store.tables_recomputing import recomputation
from engine.store.tables_records import (
    PENDING,
    history_event,
    idempotency_key,
    number_series,
    outbox_message,
    void_number,
)
from engine.store.tables_search import search_entry, search_index
from engine.store.tables_substitutions import substitution
from engine.store.tables_workers import worker_heartbeat

__all__ = [
    "METADATA",
    "PENDING",
    "VOID",
    "account",
    "allocated_number",
    "api_token",
    "attachment",
    "blob",
    "blob_chunk",
    "calendar_feed",
    "calendar_override",
    "calendar_upload",
    "case_file",
    "channel_rest",
    "contact",
    "decision_table",
    "definition",
    "delivery",
    "delivery_course",
    "document",
    "document_file",
    "document_template",
    "held_file",
    "history_event",
    "idempotency_key",
    "inbox_place",
    "incident",
    "mark_basis",
    "membership",
    "message_read",
    "message_recipient",
    "message_shown",
    "muted_kind",
    "notification_choice",
    "notification_rules",
    "number_series",
    "objection",
    "open_work",
    "outbox_message",
    "outcome",
    "overview_kept",
    "person",
    "problem_item",
    "proposal",
    "proposal_file",
    "publication",
    "recomputation",
    "return_secret",
    "revision",
    "search_entry",
    "search_index",
    "setting",
    "sign_in",
    "substitution",
    "timer",
    "unit",
    "unit_ancestor",
    "void_number",
    "waiting_message",
    "work_candidate",
    "work_urge",
    "worker_heartbeat",
    "worker_job",
]
