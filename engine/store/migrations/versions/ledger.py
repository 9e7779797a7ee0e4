"""Make the outcome table a ledger: two times on each entry, appended and never changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant, ValueText

revision = "0002_ledger"
down_revision = "0001"
branch_labels = None
depends_on = None

_REFUSAL = "the outcome ledger is append-only"
# Instants are kept as text in UTC on SQLite; the local day is eight hours ahead.
_DAY = {
    "sqlite": "date(\"at\", '+8 hours')",
    "postgresql": "(\"at\" AT TIME ZONE 'Asia/Shanghai')::date",
}


def upgrade() -> None:
    """Keep every outcome as an entry that took effect on the day it was recorded."""
    for name in ("unit", "person", "case_id"):
        op.drop_index(f"ix_outcome_{name}", table_name="outcome")
    op.rename_table("outcome", "outcome_before")
    if op.get_bind().dialect.name == "postgresql":  # the name of the key would be taken
        op.execute("ALTER TABLE outcome_before RENAME CONSTRAINT pk_outcome TO pk_outcome_before")
    _create()
    day = _DAY[op.get_bind().dialect.name]
    # The columns' names and the day are fixed texts of this file.
    op.execute(
        "INSERT INTO outcome (id, case_id, kind, code, unit, person, decided_on, effective_on,"  # noqa: S608
        " recorded_at, recorded_by, details)"
        f" SELECT id, case_id, 'outcome', code, unit, person, {day}, {day}, \"at\", 'system', body"
        " FROM outcome_before"
    )
    op.drop_table("outcome_before")
    _refuse_changes()


def _create() -> None:
    op.create_table(
        "outcome",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("effects", ValueText(), nullable=True),
        sa.Column("refers_to", sa.Text(), nullable=True),
        sa.Column("table_version", sa.Text(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("details", ValueText(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('outcome', 'reversal', 'remedy', 'lift')", name=op.f("ck_outcome_kind")
        ),
        sa.CheckConstraint(
            "(kind = 'outcome') = (refers_to IS NULL)", name=op.f("ck_outcome_refers_to")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_outcome_case_id")),
        sa.ForeignKeyConstraint(["refers_to"], ["outcome.id"], name=op.f("fk_outcome_refers_to")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
    )
    op.create_index(op.f("ix_outcome_case_id"), "outcome", ["case_id"], unique=False)
    for name, columns, condition in (
        ("unit", ["unit", "decided_on"], "person IS NULL"),
        ("person", ["person", "decided_on"], "person IS NOT NULL"),
        ("refers_to", ["refers_to"], "refers_to IS NOT NULL"),
    ):
        op.create_index(
            f"ix_outcome_{name}",
            "outcome",
            columns,
            unique=False,
            postgresql_where=sa.text(condition),
            sqlite_where=sa.text(condition),
        )


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER outcome_no_{verb.lower()} BEFORE {verb} ON outcome"
                f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            )
        # INSERT OR REPLACE deletes without asking the trigger above.
        op.execute(
            "CREATE TRIGGER outcome_no_replace BEFORE INSERT ON outcome WHEN EXISTS"  # noqa: S608 - a fixed text
            " (SELECT 1 FROM outcome WHERE id = NEW.id OR rowid = NEW.rowid)"
            f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION outcome_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER outcome_append_only BEFORE UPDATE OR DELETE ON outcome"
        " FOR EACH ROW EXECUTE FUNCTION outcome_is_append_only()"
    )
    op.execute(
        "CREATE TRIGGER outcome_no_truncate BEFORE TRUNCATE ON outcome"
        " FOR EACH STATEMENT EXECUTE FUNCTION outcome_is_append_only()"
    )


def downgrade() -> None:
    """Go back to the plain table; what only a ledger can say is lost."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in ("unit", "person", "refers_to", "case_id"):
        op.drop_index(f"ix_outcome_{name}", table_name="outcome")
    op.rename_table("outcome", "outcome_ledger")
    if not is_sqlite:
        op.execute("ALTER TABLE outcome_ledger RENAME CONSTRAINT pk_outcome TO pk_outcome_ledger")
    op.create_table(
        "outcome",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("body", ValueText(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_outcome_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
    )
    op.execute(
        "INSERT INTO outcome SELECT id, case_id, code, unit, person, recorded_at, details"
        " FROM outcome_ledger WHERE kind = 'outcome'"
    )
    op.drop_table("outcome_ledger")
    if not is_sqlite:
        op.execute("DROP FUNCTION outcome_is_append_only()")
    for name in ("case_id", "person", "unit"):
        op.create_index(op.f(f"ix_outcome_{name}"), "outcome", [name], unique=False)
