"""Tell the number of a problem item from that of another instance around open work.

Until now `item` was the position in the innermost multi-instance, so a second verification of the
first item read as the second item. Where open work lies is read from the state of its case
(version 1, `engine/spiff/codec.py`); which scopes are problem items, from their rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import sqlalchemy as sa
from alembic import op

revision = "0017_parts"
down_revision = "0016_overview_kept"
branch_labels = None
depends_on = None

_CASE = sa.table("case_file", sa.column("id", sa.Text), sa.column("state", sa.LargeBinary))
_WORK = sa.table(
    "open_work",
    sa.column("id", sa.Text),
    sa.column("case_id", sa.Text),
    sa.column("scope", sa.Integer),
    sa.column("item", sa.Integer),
    sa.column("part", sa.Integer),
)
_ITEM = sa.table("problem_item", sa.column("case_id", sa.Text), sa.column("scope", sa.Integer))
_Scopes = Mapping[int, tuple[int, int, bool]]
"""By number of a scope: its own position, 0 for none; the scope around it, 0 for none; and whether
it is the only instance of its multi-instance."""


def upgrade() -> None:
    """Add the column, and put both numbers right for what is open."""
    op.add_column("open_work", sa.Column("part", sa.Integer(), nullable=True))
    connection = op.get_bind()
    ids = sa.select(_WORK.c.case_id).where(_WORK.c.item.is_not(None)).distinct()
    for (case_id,) in connection.execute(ids.order_by(_WORK.c.case_id)).all():
        for values in list(_corrected(connection, case_id)):
            connection.execute(
                _WORK.update().where(_WORK.c.id == values.pop("id")).values(**values)
            )


def _corrected(connection: sa.Connection, case_id: str) -> Iterator[dict[str, object]]:
    state = connection.scalar(sa.select(_CASE.c.state).where(_CASE.c.id == case_id))
    scopes = _scopes(bytes(state or b""))
    of_case = sa.select(_ITEM.c.scope).where(_ITEM.c.case_id == case_id)
    problems = frozenset(connection.scalars(of_case))
    work = sa.select(_WORK.c.id, _WORK.c.scope).where(
        _WORK.c.case_id == case_id, _WORK.c.item.is_not(None)
    )
    for work_id, scope in connection.execute(work).all():
        if scope in scopes:
            item, part = _place(scopes, problems, scope)
            yield {"id": work_id, "item": item, "part": part}


def _scopes(state: bytes) -> _Scopes:
    if state[:1] != b"1":
        return {}
    _, _, scopes, tokens = json.loads(state[1:])
    holds = {number: (scope, extra or {}) for number, scope, _, _, extra in tokens}
    return {
        number: (own, *_around(holds.get(host, (0, {})))) for number, host, _, own, *_ in scopes
    }


def _around(host: tuple[int, Mapping[str, object]]) -> tuple[int, bool]:
    scope, held = host
    return scope, held.get("items") == 1


def _place(scopes: _Scopes, problems: frozenset[int], scope: int) -> tuple[int | None, int | None]:
    part: int | None = None
    while scope in scopes:
        own, around, is_only = scopes[scope]
        if scope in problems:
            return own, part
        part = part or (None if is_only else own or None)
        scope = around
    return None, part


def downgrade() -> None:
    """Let `item` be the innermost position again."""
    op.execute(_WORK.update().where(_WORK.c.part.is_not(None)).values(item=_WORK.c.part))
    op.drop_column("open_work", "part")
