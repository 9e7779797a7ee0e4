"""A deed on a case: given for the state of it that was seen; else the page says what happened.

The form carries the version of the case and the instant at which the page was made. A deed on a
case that has changed since is not done; the same page comes back with what happened meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from flask.typing import ResponseReturnValue

from api.case_state import Meant, give_seen, the_case, the_work
from api.hiding import hiding
from engine.commands import Result
from engine.commands.reading.timelines import TimelineEntry, read_timeline
from engine.commands.reading.views import CaseView
from engine.model.errors import EngineError, NotAuthenticated, NotFound, NotPermitted
from web.areas.cases import framing
from web.asking import act, form_key, look_recorded, service
from web.filling import Filled
from web.language import text

R = TypeVar("R", bound=Result)
_NEWS = 20


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a deed before it is done: its name, its consequences, its button."""

    title: str
    consequences: tuple[str, ...]
    button: str
    is_destructive: bool = False


def on_case(form: Filled, case_id: str, command: Callable[..., R], **arguments: Any) -> R | None:  # noqa: ANN401 - each command its own
    """Give a command on a case as it was seen; None when it was refused, as the form then says."""
    return _given(form, command, the_case(case_id), arguments)


def on_work(form: Filled, work_id: str, command: Callable[..., R], **arguments: Any) -> R | None:  # noqa: ANN401 - each command its own
    """Do the same with a command on work of the case."""
    return _given(form, command, the_work(work_id), arguments)


def on_incident(
    form: Filled,
    incident_id: str,
    command: Callable[..., R],
    **arguments: Any,  # noqa: ANN401 - each command its own
) -> R | None:
    """Do the same with a command on an incident, which says itself when somebody was faster."""

    def give() -> R:
        with hiding(incident_id=incident_id):
            return act(command, incident_id=incident_id, **arguments)

    return _tried(form, give)


def expect(found: bool, case: CaseView, command: str) -> None:  # noqa: FBT001 - one question
    """Expect that a deed may be done now; NotPermitted says why where the case says so."""
    if found:
        return
    for each in case.why_not:
        if each.command == command:
            raise NotPermitted(each.zh, en=each.en)
    raise NotPermitted(
        "现在不能这样办理，请回到案件看看现在的情况。",
        en="This cannot be done now; please look at how the case stands.",
    )


def expect_reason(form: Filled) -> bool:
    """Say whether a reason was given; the form says so where none was."""
    if not form.get("reason"):
        form.wrong("reason", text("请写明理由。"))
        return False
    return True


def show(
    case: CaseView,
    form: Filled,
    words: Words,
    template: str = "cases/deed.html",
    **shown: Any,  # noqa: ANN401 - what the template asks for
) -> ResponseReturnValue:
    """Show the page of a deed, with what happened since it was shown before."""
    page = framing.show(
        case,
        template,
        deed=words,
        form=form,
        news=_news(case, form),
        seen_at=service().clock().isoformat(),
        **shown,
    )
    return page, form.status


def _given(
    form: Filled, command: Callable[..., R], meant: Meant, arguments: dict[str, Any]
) -> R | None:
    seen, key = _seen(form), form_key()
    return _tried(form, lambda: give_seen(command, meant, seen=seen, key=key, **arguments))


def _tried(form: Filled, give: Callable[[], R]) -> R | None:
    try:
        return give()
    except (NotAuthenticated, NotFound):
        raise
    except EngineError as refusal:
        form.refuse(refusal)
        return None


def _seen(form: Filled) -> str | None:
    return form.get("version") or None


def _news(case: CaseView, form: Filled) -> list[TimelineEntry]:
    """Return what happened in a case since a form was shown, the newest first."""
    if not form.is_sent or _seen(form) in (None, str(case.version)):
        return []
    try:
        since = datetime.fromisoformat(form.get("seen_at"))
    except ValueError:
        return []
    if since.tzinfo is None:
        return []
    page = look_recorded(read_timeline, case_id=case.id, limit=_NEWS)
    return [each for each in page.entries if each.at >= since]
