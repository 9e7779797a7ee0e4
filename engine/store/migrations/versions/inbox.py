"""Keep who read which message, where messages reach, and what people muted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant, TextList

revision = "0014_inbox"
down_revision = "0013_overview"
branch_labels = None
depends_on = None

_AT_ONCE = 1_000
_message = sa.table(
    "outbox_message",
    sa.column("id", sa.Text),
    sa.column("created_at", Instant),
    sa.column("kind", sa.Text),
    sa.column("audience", sa.Text),
)
_ancestor = sa.table("unit_ancestor", sa.column("unit", sa.Text), sa.column("ancestor", sa.Text))


def upgrade() -> None:
    """Create the tables, and say of the messages that are there where they reach."""
    recipient = op.create_table(
        "message_recipient",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("excluded_units", TextList(), nullable=False),
        sa.PrimaryKeyConstraint(
            "key", "created_at", "message_id", name=op.f("pk_message_recipient")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "message_read",
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text(), nullable=True),
        sa.Column("read_at", Instant(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.CheckConstraint("how IN ('opened', 'marked')", name=op.f("ck_message_read_how")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["outbox_message.id"], name=op.f("fk_message_read_message_id")
        ),
        sa.PrimaryKeyConstraint("message_id", "reader", name=op.f("pk_message_read")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "inbox_place",
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("read_until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("reader", "owner", name=op.f("pk_inbox_place")),
    )
    op.create_table(
        "muted_kind",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("muted_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_muted_kind_person")),
        sa.PrimaryKeyConstraint("person", "kind", name=op.f("pk_muted_kind")),
    )
    _fill(recipient)


def downgrade() -> None:
    """Undo it; who read what stays in the history."""
    for name in ("muted_kind", "inbox_place", "message_read", "message_recipient"):
        op.drop_table(name)


def _fill(recipient: sa.Table) -> None:
    """Write the keys as `engine.store.recipients` wrote them when this was made."""
    connection, last = op.get_bind(), ""
    above: dict[str, list[str]] = {}
    for unit, ancestor in connection.execute(sa.select(_ancestor)):
        above.setdefault(unit, []).append(ancestor)
    following = sa.select(_message).order_by(_message.c.id).limit(_AT_ONCE)
    while messages := connection.execute(following.where(_message.c.id > last)).all():
        last = messages[-1].id
        rows = [
            {
                "key": key,
                "created_at": each.created_at,
                "message_id": each.id,
                "kind": each.kind,
                "excluded_units": tuple(_texts(audience, "excluded_units")),
            }
            for each in messages
            for audience in (orjson.loads(each.audience or "{}"),)
            for key in _keys(audience, above)
        ]
        if rows:
            connection.execute(sa.insert(recipient), rows)


def _keys(audience: Mapping[str, Any], above: Mapping[str, list[str]]) -> Iterator[str]:
    unit, groups = audience.get("unit"), _texts(audience, "groups")
    yield from (f"person:{each}" for each in _texts(audience, "people"))
    if unit is None:
        yield from (f"group:{each}" for each in groups)
    else:
        for each in groups:
            yield from (f"post:{len(each)}:{each}@{place}" for place in above.get(unit, ()))


def _texts(audience: Mapping[str, Any], name: str) -> tuple[str, ...]:
    listed = audience.get(name)
    return tuple(dict.fromkeys(map(str, listed))) if isinstance(listed, list) else ()
