"""What a list of open work is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from engine.model.deadlines import Light
from engine.model.registers import ANY_DAY, Days


class Whose(Enum):
    """Whose open work to list."""

    MINE = "mine"
    """Assigned to whoever asks."""
    OFFERED = "offered"
    """Nobody's yet, and whoever asks is a candidate and in scope."""
    BOTH = "both"
    """Mine, and what is offered to me."""
    SCOPE = "scope"
    """All of the cases that the register of cases shows to whoever asks (`list_below`)."""


class HolderKind(Enum):
    """With whom open work lies."""

    PERSON = "person"
    """Somebody holds it."""
    GROUP = "group"
    """Nobody holds it, and it is offered to a candidate group."""
    NAMED = "named"
    """Nobody holds it, and it is offered to a person by name."""
    NOBODY = "nobody"
    """Nobody holds it, and it is offered to nobody in particular."""


@dataclass(frozen=True, slots=True)
class Holder:
    """With whom open work lies: a person, a group, or nobody ("")."""

    kind: HolderKind
    id: str = ""


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """Which open work; an empty part filters nothing. `unit` includes everything below it."""

    whose: Whose = Whose.BOTH
    case_id: str | None = None
    case_ids: tuple[str, ...] = ()
    """Work of these cases; of all when empty."""
    keys: tuple[str, ...] = ()
    unit: str | None = None
    due_before: datetime | None = None
    lights: tuple[Light, ...] = ()
    text: str = ""
    """What the name of the work, or the title or reference of its case, contains."""
    case_unit: str | None = None
    """Work of cases of this unit and of those below it, whichever unit the work itself is of."""
    opened: Days = ANY_DAY
    """Work of cases that were opened on these days."""
    holder: Holder | None = None
    is_approval: bool = False
    """Only work that decides something (审批)."""


@dataclass(frozen=True, slots=True)
class ListedWork:
    """One line of a list of open work, with what its case is called."""

    id: str
    case_id: str
    node: str
    name: str
    item: int | None
    part: int | None
    unit: str | None
    assignee: str | None
    owner: str | None
    groups: tuple[str, ...]
    users: tuple[str, ...]
    due_at: datetime | None
    created_at: datetime
    light: Light
    reference: str | None
    case_title: str
    key: str
    case_unit: str | None
    case_unit_name: str | None
    case_status: str
    may_claim: bool
    """Whoever asks may take it."""
    may_complete: bool
    """Whoever asks may complete it."""
    is_approval: bool
    """It decides what somebody else prepared (审批)."""
    why_not: str = ""
    """Why whoever asks may not do work that else would be theirs: separation of duties (职责分离)."""
    why_not_en: str = ""
    """The same in English."""
