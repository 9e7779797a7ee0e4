"""Separation of duties (职责分离) of open work: who did what before may not do it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.policy.asked import Place
from engine.commands.policy.duties import START, name_of, separated_from
from engine.model.errors import NotPermitted
from engine.store.rows import WorkRow


@dataclass(frozen=True, slots=True)
class Barred:
    """Somebody performed an activity, named here, from which open work is separated."""

    person: str
    activity: str


def barred(place: Place, work: WorkRow, people: tuple[str, ...]) -> Barred | None:
    """Return who of these people performed what the work is separated from; None for nobody."""
    for activity in separated_from(place.published.node(work.node)):
        done = place.instance.performers(work.scope, activity)
        if activity == START:
            done = (*done, place.case.opened_by)
        for person in people:
            if person in done:
                return Barred(person, _activity(place, activity))
    return None


def expect_separate(place: Place, work: WorkRow, people: tuple[str, ...]) -> None:
    """Expect none of these people to have performed what the work is separated from."""
    found = barred(place, work, people)
    if found is None:
        return
    raise NotPermitted(
        f"职责分离：{name_of(place.turn.office, found.person)}已办理过“{found.activity}”，"
        f"不得再办理“{work.name}”。",
        en=f"Separation of duties: {name_of(place.turn.office, found.person)} did "
        f"“{found.activity}” and may not do “{work.name}”.",
    )


def _activity(place: Place, node_id: str) -> str:
    if node_id == START:
        return "立案"
    node = place.published.nodes.get(node_id)
    return node.name if node is not None and node.name else node_id
