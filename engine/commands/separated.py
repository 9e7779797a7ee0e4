"""Which rows of a list of open work separation of duties (职责分离) closes to whoever reads it.

Who performed what is in the state of a case, so the states behind one page are read with one
query, and only those of work that has such a rule and would else be offered. Of these the cases
are read in which one of the people is mentioned at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from engine.commands.policy.acting import Standing
from engine.commands.policy.duties import name_of, separated_from
from engine.commands.policy.separation import Barred, barred
from engine.commands.step import Step
from engine.commands.turn import Turn
from engine.spiff.codec import may_mention
from engine.store.reads import read_cases
from engine.store.rows import CaseRow, WorkRow
from engine.store.work_lists import ListedWork


@dataclass(frozen=True, slots=True)
class Closed:
    """Why work is not the reader's to do, in a few words."""

    zh: str
    en: str


def closed_to(turn: Turn, found: Standing, rows: Collection[ListedWork]) -> Mapping[str, Closed]:
    """Return, by the id of the work, why whoever asks may not do it although it waits for them."""
    ruled = [row for row in rows if _has_rule(turn, row)]
    if not ruled:
        return {}
    return dict(_closed(turn, found, ruled))


def _has_rule(turn: Turn, row: ListedWork) -> bool:
    published = turn.office.published(row.definition_id)
    return bool(separated_from(published.node(row.work.node)))


def _closed(
    turn: Turn, found: Standing, rows: Collection[ListedWork]
) -> Iterator[tuple[str, Closed]]:
    cases = {each.id: each for each in read_cases(turn.session, {row.work.case_id for row in rows})}
    steps: dict[str, Step] = {}
    for row in rows:
        case, people = cases.get(row.work.case_id), _bound(found, row.work)
        if case is None or not _may_bind(case, people):
            continue
        if case.id not in steps:
            steps[case.id] = turn.look_at(case, read_revision=turn.office.revision)
        by = barred(steps[case.id], row.work, people)
        if by is not None:
            yield row.work.id, _said(turn, found, by)


def _may_bind(case: CaseRow, people: tuple[str, ...]) -> bool:
    """Say whether any of these people may have had a part in a case; most have had none."""
    return any(each == case.opened_by or may_mention(case.state, each) for each in people)


def _bound(found: Standing, work: WorkRow) -> tuple[str, ...]:
    """Return whom the rule binds, whoever reads the list first."""
    named = (found.hand.id, found.person.id, work.owner)
    return tuple(dict.fromkeys(each for each in named if each is not None))


def _said(turn: Turn, found: Standing, by: Barred) -> Closed:
    if by.person == found.hand.id:
        who, who_en = "您", "You"
    else:
        who = who_en = name_of(turn.office, by.person)
    return Closed(
        f"{who}办过“{by.activity}”，这一步须由别人办。",
        f"{who_en} did “{by.activity}”; somebody else has to do this.",
    )
