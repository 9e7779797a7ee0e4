"""What leaves the machine: rules, addresses, choices, deliveries; and how the worker's jobs do."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from engine.store.columns import METADATA, Instant, TextList, ValueText

# The rules in force are those of the highest version; without a row those that come with the
# product are. A version is never changed.
notification_rules = Table(
    "notification_rules",
    METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("rules", ValueText, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

# Where somebody is reached. One that they gave themselves counts once it is confirmed by the code
# that was sent there; `failed_at` says that what was sent there came back for good.
contact = Table(
    "contact",
    METADATA,
    Column("person", Text, ForeignKey("person.id"), primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("given_by", Text, nullable=False),
    Column("confirmed_at", Instant),
    Column("code_hash", Text),
    Column("code_until", Instant),
    Column("code_tries", Integer, nullable=False),
    Column("failed_at", Instant),
    Column("failure", Text),
    Column("salt", Text),
)
Index("ix_contact_channel", contact.c.channel, contact.c.address)

# What somebody chose; without a row: Chinese, one by one, through every channel.
notification_choice = Table(
    "notification_choice",
    METADATA,
    Column("person", Text, ForeignKey("person.id"), primary_key=True),
    Column("digest_at", Integer),
    Column("language", Text, nullable=False),
    Column("off_channels", TextList, nullable=False),
    CheckConstraint("digest_at BETWEEN 0 AND 23", name="digest_at"),
    CheckConstraint("language IN ('zh', 'en')", name="language"),
)

# One message to one person through one channel; `person` is empty where the channel has one place
# for all. Of two with one `cause` there is only one. `held` waits for the digest of its person.
delivery = Table(
    "delivery",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("message_id", Text, ForeignKey("outbox_message.id"), nullable=False),
    Column("case_id", Text),
    Column("channel", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("on_behalf_of", Text),
    Column("cause", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("is_urgent", Boolean, nullable=False),
    Column("status", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Instant),
    Column("claimed_by", Text),
    Column("ended_at", Instant),
    Column("receipt", Text),
    Column("failure_code", Text),
    Column("failure", Text),
    UniqueConstraint("channel", "person", "cause"),
    CheckConstraint("status IN ('pending', 'held', 'sent', 'skipped', 'dead')", name="status"),
)
_waiting = delivery.c.status.in_(("pending", "held"))
Index(
    "ix_delivery_next_at",
    delivery.c.channel,
    delivery.c.next_at,
    postgresql_where=_waiting,
    sqlite_where=_waiting,
)
Index("ix_delivery_message_id", delivery.c.message_id)
Index("ix_delivery_status", delivery.c.status, delivery.c.ended_at)

# What of a delivery only its delivering needs: since when it fails, and with which others it goes
# as one digest, by whose id they are found when it comes back.
delivery_course = Table(
    "delivery_course",
    METADATA,
    Column("delivery_id", Text, ForeignKey("delivery.id"), primary_key=True),
    Column("failing_since", Instant),
    Column("parcel_id", Text, index=True),
)

# A channel that nothing gets through rests until `until`; the row goes when something got through.
channel_rest = Table(
    "channel_rest",
    METADATA,
    Column("channel", Text, primary_key=True),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("failure_code", Text, nullable=False),
    Column("failure", Text, nullable=False),
)

# Who urged open work when (催办), counted from 1; it stays when the work is over.
work_urge = Table(
    "work_urge",
    METADATA,
    Column("work_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("urged_at", Instant, nullable=False),
    Column("urged_by", Text, nullable=False),
)

# That a message stood on somebody's screen; `message_read` says that it was opened.
message_shown = Table(
    "message_shown",
    METADATA,
    Column("message_id", Text, ForeignKey("outbox_message.id"), primary_key=True),
    Column("reader", Text, primary_key=True),
    Column("on_behalf_of", Text),
    Column("shown_at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

# The secret address of a personal calendar; only its hash is kept.
calendar_feed = Table(
    "calendar_feed",
    METADATA,
    Column("token_hash", Text, primary_key=True),
    Column("person", Text, ForeignKey("person.id"), nullable=False, index=True),
    Column("made_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("read_at", Instant),
)

# How each job of the worker did last, on whichever host.
worker_job = Table(
    "worker_job",
    METADATA,
    Column("job", Text, primary_key=True),
    Column("worker", Text, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("succeeded_at", Instant),
    Column("failures", Integer, nullable=False),
    Column("failure", Text),
    Column("lag_seconds", Integer, nullable=False),
    Column("alerted_at", Instant),
)

# One row: what the marks of all open work were set by. After a change they are set again in the
# order of work; `last_work` says how far, and is empty when all are done.
mark_basis = Table(
    "mark_basis",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("basis", Text, nullable=False),
    Column("last_work", Text),
    Column("moved_at", Instant, nullable=False),
    CheckConstraint("id = 1", name="id"),
)

# One row: the secret by which what comes back is known to be one of the installation's own mails.
return_secret = Table(
    "return_secret",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("secret", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    CheckConstraint("id = 1", name="id"),
)
