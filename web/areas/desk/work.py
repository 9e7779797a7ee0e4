"""Open work: what I hold and what I could take, the most urgent first; it renews itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.proposal_messages import PUBLISH
from engine.commands.reading.desks import DeskCounts, count_desk, desk_tag
from engine.commands.reading.proposals import list_awaiting
from engine.commands.reading.urging import Urging, is_worth_urging, urging_of
from engine.commands.work_reading import WorkListed, list_work
from engine.model.deadlines import Light
from engine.model.registers import Page
from engine.model.search_results import Counted
from engine.model.work_lists import Whose, WorkFilter
from engine.store import Session
from web.areas.desk.area import DESK, ROWS, open_count, tabs
from web.areas.listing import LIGHTS, Asked, process_choices
from web.asking import asked as whoever
from web.asking import look, may, service
from web.formatting import light_word
from web.language import text

_WHOSE = (Whose.BOTH, Whose.MINE, Whose.OFFERED)
_SHOWN = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)
_OURS = ("tag", "total", "seen")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that leads to the work it counts."""

    title: str
    count: str
    url: str
    colour: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the list shows; `arrived` is how many came since it was last shown."""

    found: WorkListed
    counts: DeskCounts
    figures: tuple[Figure, ...]
    given: dict[str, list[str]]
    live: str
    back: str
    urging: Mapping[str, Urging]
    arrived: int = 0

    @property
    def open_count(self) -> str:
        """Return how much can be done in all, whatever is filtered."""
        return open_count(self.counts)

    @property
    def takeable(self) -> int:
        """Return how many of the rows shown can be taken."""
        return sum(1 for each in self.found.rows if each.may_claim)


@DESK.page("")
def desk() -> ResponseReturnValue:
    """Show my open work and what I could take."""
    asked = Asked()
    wanted = _wanted(asked)
    shown = _desk(asked, wanted)
    page = render_template(
        "desk/desk.html",
        asked_for=asked,
        desk=shown,
        awaiting=look(list_awaiting) if may(PUBLISH) else (),
        processes=process_choices(),
        desk_tabs=tabs(shown.counts),
        wanted=wanted,
    )
    return page, asked.form.status


@DESK.page("/live")
def live() -> ResponseReturnValue:
    """Show the list again if it may have changed since it was shown; else nothing."""
    if look(desk_tag) == request.args.get("tag"):
        return "", 204
    asked = Asked()
    shown = _desk(asked, _wanted(asked))
    shown = replace(shown, arrived=_arrived(shown.found))
    return render_template(
        "desk/live.html", asked_for=asked, desk=shown, desk_tabs=tabs(shown.counts)
    )


def _desk(asked_for: Asked, wanted: WorkFilter) -> Desk:
    page = Page(ROWS, request.args.get("after") or None)
    tag, found, counts = look(_read, wanted=wanted, page=page)
    given: dict[str, Any] = {
        name: each for name, each in asked_for.given.items() if name not in _OURS
    }
    seen = service().clock().isoformat()
    live_url = url_for("pages-desk.live", **given, tag=tag, total=found.total.number, seen=seen)
    return Desk(
        found=found,
        counts=counts,
        figures=tuple(_figures(counts, given)),
        given=given,
        live=live_url,
        back=asked_for.address("pages-desk.desk", without=_OURS),
        urging=_urging(found),
    )


def _read(
    session: Session,
    *,
    wanted: WorkFilter,
    page: Page,
    **whose: Any,  # noqa: ANN401 - as `look` has it
) -> tuple[str, WorkListed, DeskCounts]:
    tag = desk_tag(session, **whose)  # first: what changes meanwhile is found the next time
    return tag, list_work(session, **whose, wanted=wanted, page=page), count_desk(session, **whose)


def _urging(found: WorkListed) -> Mapping[str, Urging]:
    """Return how urging stands of what others must do; seldom anything, and then nothing is read."""
    actor = whoever().actor
    rows = [each for each in found.rows if is_worth_urging(each, actor)]
    return look(urging_of, rows=rows) if rows else {}


def _wanted(asked: Asked) -> WorkFilter:
    lights = tuple(map(Light, asked.several("light", LIGHTS)))
    whose = next((each for each in _WHOSE if each.value == asked.one("whose")), Whose.BOTH)
    if lights == (Light.GREY,):
        whose = Whose.MINE  # nobody is offered work of suspended cases
    return WorkFilter(
        whose=whose,
        keys=asked.several("process"),
        lights=lights,
        text=asked.words(),
        case_unit=asked.unit(),
    )


def _figures(counts: DeskCounts, given: dict[str, list[str]]) -> list[Figure]:
    rest: dict[str, Any] = {
        name: each for name, each in given.items() if name not in ("light", "whose")
    }
    chosen, whose = given.get("light"), given.get("whose")
    figures = [
        Figure(
            title=light_word(light),
            count=_both(counts.mine[light.value], counts.offered.get(light.value)),
            url=url_for("pages-desk.desk", **rest, light=light.value),
            colour=light.value,
            is_here=chosen == [light.value],
        )
        for light in _SHOWN
    ]
    offered = counts.offered.values()
    to_take = Counted(sum(each.number for each in offered), any(each.is_more for each in offered))
    url = url_for("pages-desk.desk", **rest, whose="offered")
    is_here = whose == ["offered"] and not chosen
    return [*figures, Figure(text("待签收"), str(to_take), url, "blue", is_here)]


def _both(mine: int, offered: Counted | None) -> str:
    if offered is None:
        return str(mine)
    return str(Counted(mine + offered.number, offered.is_more))


def _arrived(found: WorkListed) -> int:
    """Return how many came since the list was shown: made since then, or more than there were."""
    try:
        seen = datetime.fromisoformat(request.args.get("seen", ""))
        before = int(request.args.get("total", ""))
    except ValueError:
        return 0
    if seen.tzinfo is None:
        return 0
    made = sum(1 for each in found.rows if each.created_at > seen)
    return max(made, found.total.number - before, 0)
