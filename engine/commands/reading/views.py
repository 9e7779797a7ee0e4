"""What a case looks like to one person at one instant: values only, ready to be written as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.commands.reading.names import Named
from engine.model.deadlines import Light
from engine.model.registers import ListedItem
from engine.store.case_lookups import LinkedCase


@dataclass(frozen=True, slots=True)
class DefinitionName:
    """The version of a process that a case runs on."""

    id: str
    key: str
    version: int
    name: str


@dataclass(frozen=True, slots=True)
class WorkView:
    """Open work, and what the actor may do with it now.

    `may` holds names of commands; `why_not` says in Chinese why `complete` is not among them,
    `why_not_en` in English. `is_addressed`: it is put before the actor, by name or through a group
    of theirs; to anybody else it says little why it is not theirs to do.
    `is_approval`: it decides what somebody else prepared (审批). `urges`: how often it was urged by
    hand (催办).
    """

    id: str
    node: str
    name: str
    item: int | None
    part: int | None
    unit: Named | None
    groups: tuple[Named, ...]
    users: tuple[Named, ...]
    assignee: Named | None
    owner: Named | None
    status: str
    created_at: datetime
    due_at: datetime | None
    light: Light
    may: tuple[str, ...]
    why_not: str = ""
    why_not_en: str = ""
    is_addressed: bool = False
    is_approval: bool = False
    urges: int = 0


@dataclass(frozen=True, slots=True)
class TimerView:
    """A timer of a case; `paused` ones wait for the case to be resumed."""

    case_id: str
    aid: int
    node: str
    name: str
    kind: str
    due_at: datetime
    paused: bool


@dataclass(frozen=True, slots=True)
class WaitView:
    """A message that a case waits for; `words` is the variable for the words of whoever sends it."""

    node: str
    name: str
    message: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An activity that could not be carried out; open while `ended_at` is None."""

    id: str
    case_id: str
    node: str
    name: str
    kind: str
    zh: str
    en: str
    raised_at: datetime
    attempts: int
    retry_at: datetime | None
    ended_at: datetime | None
    ended_by: Named | None
    resolution: str | None


@dataclass(frozen=True, slots=True)
class NotNow:
    """A command on a case that the actor may not give now, and why, in Chinese and in English."""

    command: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as the actor may see it; in the reduced view the lists of the inner file are empty.

    `may` names the commands that would be accepted now; those on open work stand with the work.
    `why_not` says of those one might look for why they are missing; nothing in the reduced view.
    `messages` are those that the actor may send, `withdrawable` the work they may take back.
    """

    id: str
    reference: str | None
    title: str
    definition: DefinitionName
    unit: Named | None
    status: str
    opened_at: datetime
    opened_by: Named
    due_at: datetime | None
    light: Light
    suspended_at: datetime | None
    ended_at: datetime | None
    end_code: str | None
    version: int
    is_reduced: bool
    linked: tuple[LinkedCase, ...]
    linked_unseen: int
    work: tuple[WorkView, ...]
    items: tuple[ListedItem, ...]
    timers: tuple[TimerView, ...]
    waits: tuple[WaitView, ...]
    incidents: tuple[IncidentView, ...]
    may: tuple[str, ...]
    why_not: tuple[NotNow, ...]
    messages: tuple[str, ...]
    withdrawable: str | None
