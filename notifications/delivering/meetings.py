"""The interview that a message calls to, as something for a calendar.

An interview's diagram keeps its time and place in `meeting_at` and `meeting_place`. Who is asked
to answer the notice is invited; whoever hears that the time stands, again; and when the case is
canceled before, the meeting is taken out of calendars. The sequence is the version of the case,
which grows with every step, so that what is said later wins.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from engine.commands.turn import Turn
from engine.model.case import CaseStatus
from engine.model.settings import Settings
from notifications.channel import Invitation
from notifications.spreading.settings import MEETING_MINUTES
from notifications.spreading.telling import Matter

_AT, _PLACE = "meeting_at", "meeting_place"
_PROCESS = "interview"
_NODES = frozenset({"answer_notice"})
_SAY_IT_STANDS = frozenset({"postponement_refused"})
_SAY_IT_IS_OFF = frozenset({"task_canceled", "case_canceled"})


def invitation_of(turn: Turn, matter: Matter) -> Invitation | None:
    """Return the meeting that a message is about; None for most messages."""
    case = matter.case
    if case is None or case.key != _PROCESS or not _is_about_meeting(matter):
        return None
    step = turn.look_at(case, read_revision=turn.office.revision)
    known = step.instance.view(1)
    at, place = known.get(_AT), known.get(_PLACE)
    if not isinstance(at, datetime):
        return None
    return Invitation(
        uid=f"interview-{case.id}@dudao",
        sequence=case.version,
        summary=f"约谈：{case.title}",
        starts_at=at,
        ends_at=at + _length(turn.office.settings),
        place=str(place or ""),
        is_cancelled=_is_off(matter),
    )


def _is_about_meeting(matter: Matter) -> bool:
    if _is_off(matter):
        return matter.message.kind in _SAY_IT_IS_OFF
    if matter.message.kind in _SAY_IT_STANDS:
        return True
    return matter.work is not None and matter.work.node in _NODES


def _is_off(matter: Matter) -> bool:
    return matter.case is not None and matter.case.status == CaseStatus.CANCELED.value


def _length(settings: Settings) -> timedelta:
    return timedelta(minutes=max(1, settings.integer(MEETING_MINUTES)))
