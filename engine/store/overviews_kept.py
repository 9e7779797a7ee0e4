"""Overviews counted ahead: found by what was asked, as long as nothing else was configured since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from engine.store.statements import Statement
from engine.store.store import Session
from engine.store.tables import overview_kept

_FIND = Statement(
    select(overview_kept.c.as_of, overview_kept.c.figures).where(
        overview_kept.c.question == bindparam("question"),
        overview_kept.c.revision == bindparam("revision"),
    ),
    ["question", "revision"],
)
_AS_OF = Statement(
    select(overview_kept.c.as_of).where(
        overview_kept.c.question == bindparam("question"),
        overview_kept.c.revision == bindparam("revision"),
    ),
    ["question", "revision"],
)


@dataclass(frozen=True, slots=True)
class KeptOverview:
    """An overview as it was written, and the instant of its figures."""

    as_of: datetime
    figures: str


def find_overview(session: Session, question: str, *, revision: int) -> KeptOverview | None:
    """Return the overview counted for a question under this configuration; None without one."""
    cells = session.row(_FIND, question, revision)
    return None if cells is None else KeptOverview(*cells)  # type: ignore[arg-type]  # in order


def counted_at(session: Session, question: str, *, revision: int) -> datetime | None:
    """Return of when the overview is that was counted for a question; None without one."""
    cells = session.row(_AS_OF, question, revision)
    as_of = cells[0] if cells else None
    return as_of if isinstance(as_of, datetime) else None


def keep_overview(session: Session, question: str, kept: KeptOverview, *, revision: int) -> None:
    """Put an overview in the place of the one before it."""
    session.execute(delete(overview_kept).where(overview_kept.c.question == question))
    session.execute(
        insert(overview_kept).values(
            question=question, revision=revision, as_of=kept.as_of, figures=kept.figures
        )
    )


def forget_overviews(session: Session, *, before: datetime) -> None:
    """Forget what was counted before an instant."""
    session.execute(delete(overview_kept).where(overview_kept.c.as_of < before))
