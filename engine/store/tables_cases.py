"""Cases and what is projected from their state: open work, timers, waits, incidents, outcomes.

Whatever lists, counts or wakes reads these rows, never the state. They are written in the
transaction that writes the state, and rows of work, timers and waits are deleted when done: the
history has them.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from engine.store.columns import METADATA, Instant, TextList, ValueText

# Under this collation texts sort on PostgreSQL as they do on SQLite, and an index does so, too.
_PLAIN = Text().with_variant(Text(collation="C"), "postgresql")

case_file = Table(
    "case_file",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("reference", Text, unique=True),
    Column("definition_id", Text, ForeignKey("definition.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("unit", _PLAIN),
    Column("title", _PLAIN, nullable=False),
    Column("status", Text, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("ended_at", Instant),
    Column("end_code", Text),
    Column("suspended_at", Instant),
    Column("parent_id", Text, ForeignKey("case_file.id")),
    Column("parent_aid", Integer),
    Column("head_seq", Integer, nullable=False),
    Column("head_hash", LargeBinary, nullable=False),
    Column("undo", LargeBinary),
    Column("due_at", Instant),
    # Of a closed case: whether the due day that stood when it closed was kept; NULL without one.
    Column("on_time", Boolean),
    CheckConstraint("status IN ('open', 'suspended', 'closed', 'canceled')", name="status"),
)
# One index for each order of the register. What filters ask most stands behind, so that a walk
# along an order reads a case only when it is likely to be listed. Only that of due dates, and the
# one that the overview counts by, have a column that nearly every step changes.
_ASKED = (case_file.c.unit, case_file.c.status, case_file.c.key)
Index("ix_case_file_opened_at", case_file.c.opened_at, case_file.c.id, *_ASKED)
Index("ix_case_file_due_at", case_file.c.due_at, case_file.c.id, *_ASKED)
Index("ix_case_file_ended_at", case_file.c.ended_at, case_file.c.id, *_ASKED)
Index("ix_case_file_title", case_file.c.title, case_file.c.id, *_ASKED)
Index("ix_case_file_unit", case_file.c.unit, case_file.c.id, *_ASKED[1:])
Index("ix_case_file_status", case_file.c.status, case_file.c.id)
Index("ix_case_file_opened_by", case_file.c.opened_by, case_file.c.opened_at, case_file.c.status)
# These two hold all that the overview counts, so that it reads no row of a case.
Index(
    "ix_case_file_standing",
    case_file.c.unit,
    case_file.c.key,
    case_file.c.status,
    case_file.c.due_at,
    case_file.c.opened_at,
)
Index(
    "ix_case_file_closed",
    case_file.c.ended_at,
    case_file.c.on_time,
    case_file.c.unit,
    case_file.c.key,
    postgresql_where=text("status = 'closed'"),
    sqlite_where=text("status = 'closed'"),
)
Index(
    "ix_case_file_parent_id",
    case_file.c.parent_id,
    postgresql_where=case_file.c.parent_id.is_not(None),
    sqlite_where=case_file.c.parent_id.is_not(None),
)

open_work = Table(
    "open_work",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("case_id", Text, ForeignKey("case_file.id"), nullable=False),
    Column("aid", Integer, nullable=False),
    Column("node", Text, nullable=False),
    Column("scope", Integer, nullable=False),
    Column("item", Integer),
    Column("name", Text, nullable=False),
    Column("unit", Text),
    Column("excluded_units", TextList, nullable=False),
    # What work_candidate says, once more: a step reads one row instead of joining many.
    Column("groups", TextList, nullable=False),
    Column("users", TextList, nullable=False),
    Column("assignee", Text),
    Column("owner", Text),
    Column("status", Text, nullable=False),
    Column("due_at", Instant),
    Column("deadline", ValueText),
    Column("created_at", Instant, nullable=False),
    Column("part", Integer),
    # When to look next whether something is to be said of its due date.
    Column("mark_at", Instant),
    UniqueConstraint("case_id", "aid"),
    CheckConstraint("status IN ('CREATED', 'ASSIGNED')", name="status"),
)
Index("ix_open_work_node", open_work.c.node)
Index(
    "ix_open_work_mark_at",
    open_work.c.mark_at,
    postgresql_where=open_work.c.mark_at.is_not(None),
    sqlite_where=open_work.c.mark_at.is_not(None),
)
# A walk along the due dates, of all work or of that of some units, reads nothing else of work that
# is not to be listed.
_TOLD = (
    open_work.c.node,
    open_work.c.assignee,
    open_work.c.unit,
    open_work.c.excluded_units,
    open_work.c.groups,
    open_work.c.case_id,
)
Index("ix_open_work_due_at", open_work.c.due_at, open_work.c.id, *_TOLD)
Index(
    "ix_open_work_unit",
    open_work.c.unit,
    open_work.c.due_at,
    open_work.c.id,
    *(each for each in _TOLD if each is not open_work.c.unit),
)
Index(
    "ix_open_work_assignee",
    open_work.c.assignee,
    postgresql_where=open_work.c.assignee.is_not(None),
    sqlite_where=open_work.c.assignee.is_not(None),
)

work_candidate = Table(
    "work_candidate",
    METADATA,
    Column("work_id", Text, ForeignKey("open_work.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    CheckConstraint("kind IN ('group', 'user')", name="kind"),
    sqlite_with_rowid=False,
)
Index("ix_work_candidate_kind_value", work_candidate.c.kind, work_candidate.c.value)

timer = Table(
    "timer",
    METADATA,
    Column("case_id", Text, ForeignKey("case_file.id"), nullable=False),
    Column("aid", Integer, nullable=False),
    Column("node", Text, nullable=False),
    Column("scope", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("remaining", Integer),
    Column("claimed_until", Instant),
    Column("claimed_by", Text),
    # Counts up, so that of two timers due at one instant the one armed first fires first.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    UniqueConstraint("case_id", "aid", "kind"),
    CheckConstraint("kind IN ('bpmn', 'retry')", name="kind"),
)
# Paused timers are in it, too: whoever lists all timers by due date walks along it as the claims do.
Index("ix_timer_due_at_id", timer.c.due_at, timer.c.id, timer.c.paused)

waiting_message = Table(
    "waiting_message",
    METADATA,
    Column("case_id", Text, ForeignKey("case_file.id"), primary_key=True),
    Column("aid", Integer, primary_key=True),
    Column("node", Text, nullable=False),
    Column("scope", Integer, nullable=False),
    Column("message", Text, nullable=False),
    Column("correlation", Text),
)
Index("ix_waiting_message_message", waiting_message.c.message, waiting_message.c.correlation)

incident = Table(
    "incident",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("case_id", Text, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("aid", Integer, nullable=False),
    Column("node", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("retry_at", Instant),
    Column("ended_at", Instant),
    Column("ended_by", Text),
    Column("resolution", Text),
)
Index(
    "ix_incident_open",
    incident.c.raised_at,
    postgresql_where=incident.c.ended_at.is_(None),
    sqlite_where=incident.c.ended_at.is_(None),
)

# The ledger: triggers of the migration refuse to change or delete a row.
outcome = Table(
    "outcome",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("case_id", Text, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("unit", Text),
    Column("person", Text),
    Column("form", Text),
    Column("decision", Text),
    Column("decided_on", Date, nullable=False),
    Column("effective_on", Date, nullable=False),
    Column("until_on", Date),
    Column("effects", ValueText),
    Column("refers_to", Text, ForeignKey("outcome.id")),
    Column("table_version", Text),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("details", ValueText, nullable=False),
    CheckConstraint("kind IN ('outcome', 'reversal', 'remedy', 'lift')", name="kind"),
    CheckConstraint("(kind = 'outcome') = (refers_to IS NULL)", name="refers_to"),
)
Index(
    "ix_outcome_unit",
    outcome.c.unit,
    outcome.c.decided_on,
    postgresql_where=outcome.c.person.is_(None),
    sqlite_where=outcome.c.person.is_(None),
)
Index(
    "ix_outcome_person",
    outcome.c.person,
    outcome.c.decided_on,
    postgresql_where=outcome.c.person.is_not(None),
    sqlite_where=outcome.c.person.is_not(None),
)
Index(
    "ix_outcome_refers_to",
    outcome.c.refers_to,
    postgresql_where=outcome.c.refers_to.is_not(None),
    sqlite_where=outcome.c.refers_to.is_not(None),
)
