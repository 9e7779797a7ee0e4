"""Let deadlines speak outside the inbox: rules, addresses, choices, deliveries, jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant, TextList, ValueText

revision = "0023_notifications"
down_revision = "0022_work_indexes"
branch_labels = None
depends_on = None

_WAITING = sa.text("status IN ('pending', 'held')")
_MARKED = sa.text("mark_at IS NOT NULL")
_TABLES = (
    "worker_job",
    "calendar_feed",
    "message_shown",
    "delivery",
    "notification_choice",
    "contact",
    "notification_rules",
)


def upgrade() -> None:
    """Create the tables; open work with a due date is looked at by the next worker.

    What was said until now stays in the inbox alone: nobody wants a year of it by mail at once.
    """
    op.execute("UPDATE outbox_message SET status = 'sent', next_at = NULL WHERE status = 'pending'")
    op.add_column("open_work", sa.Column("mark_at", Instant()))
    op.create_index(
        "ix_open_work_mark_at",
        "open_work",
        ["mark_at"],
        postgresql_where=_MARKED,
        sqlite_where=_MARKED,
    )
    op.execute("UPDATE open_work SET mark_at = created_at WHERE due_at IS NOT NULL")
    _rules_and_people()
    _deliveries()
    _seen_and_done()


def _rules_and_people() -> None:
    op.create_table(
        "notification_rules",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rules", ValueText(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_notification_rules")),
    )
    op.create_table(
        "contact",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("given_at", Instant(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("confirmed_at", Instant()),
        sa.Column("code_hash", sa.Text()),
        sa.Column("code_until", Instant()),
        sa.Column("code_tries", sa.Integer(), nullable=False),
        sa.Column("failed_at", Instant()),
        sa.Column("failure", sa.Text()),
        sa.PrimaryKeyConstraint("person", "channel", name=op.f("pk_contact")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_contact_person_person")),
    )
    op.create_index("ix_contact_channel", "contact", ["channel", "address"])
    op.create_table(
        "notification_choice",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("digest_at", sa.Integer()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("off_channels", TextList(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_notification_choice")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_notification_choice_person_person")
        ),
        sa.CheckConstraint(
            "digest_at BETWEEN 0 AND 23", name=op.f("ck_notification_choice_digest_at")
        ),
        sa.CheckConstraint(
            "language IN ('zh', 'en')", name=op.f("ck_notification_choice_language")
        ),
    )


def _deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text()),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text()),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", Instant()),
        sa.Column("claimed_by", sa.Text()),
        sa.Column("ended_at", Instant()),
        sa.Column("receipt", sa.Text()),
        sa.Column("failure_code", sa.Text()),
        sa.Column("failure", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["outbox_message.id"],
            name=op.f("fk_delivery_message_id_outbox_message"),
        ),
        sa.UniqueConstraint(
            "channel", "person", "cause", name=op.f("uq_delivery_channel_person_cause")
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'held', 'sent', 'skipped', 'dead')",
            name=op.f("ck_delivery_status"),
        ),
    )
    op.create_index(
        "ix_delivery_next_at",
        "delivery",
        ["channel", "next_at"],
        postgresql_where=_WAITING,
        sqlite_where=_WAITING,
    )
    op.create_index("ix_delivery_message_id", "delivery", ["message_id"])
    op.create_index("ix_delivery_status", "delivery", ["status", "ended_at"])


def _seen_and_done() -> None:
    op.create_table(
        "message_shown",
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text()),
        sa.Column("shown_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "reader", name=op.f("pk_message_shown")),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["outbox_message.id"],
            name=op.f("fk_message_shown_message_id_outbox_message"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "calendar_feed",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant()),
        sa.Column("read_at", Instant()),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_calendar_feed")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_calendar_feed_person_person")
        ),
    )
    op.create_index("ix_calendar_feed_person", "calendar_feed", ["person"])
    op.create_table(
        "worker_job",
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant()),
        sa.Column("succeeded_at", Instant()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text()),
        sa.Column("lag_seconds", sa.Integer(), nullable=False),
        sa.Column("alerted_at", Instant()),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_worker_job")),
    )


def downgrade() -> None:
    """Drop the tables; what was sent, to whom and where is lost."""
    for table in _TABLES:
        op.drop_table(table)
    op.drop_index("ix_open_work_mark_at", table_name="open_work")
    op.drop_column("open_work", "mark_at")
