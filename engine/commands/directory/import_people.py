"""Bring the people up to date from a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.commands.directory.differences import person_change, person_differences
from engine.commands.directory.keeping import Keeping
from engine.commands.directory.merging import merged
from engine.commands.directory.results import PeopleImported
from engine.commands.engine import Engine
from engine.commands.requests import command
from engine.definitions.system_chain import Change
from engine.identity import PersonEntry, all_people, expect_sound_people, tidied, upsert_people
from engine.model.case import Actor, Clock
from engine.model.values import Value
from engine.store.store import Session
from engine.store.work_counts import count_held_work

People = Mapping[str, PersonEntry]


@command(PeopleImported)
def import_people(  # noqa: PLR0913 - one name for each thing a caller says
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    people: Sequence[PersonEntry],
    deactivate_missing: bool = False,
    is_trial: bool = False,
    note: str = "",
    idempotency_key: str | None = None,
) -> PeopleImported:
    """Add people and change those that differ; people the list does not name stay as they are.

    The list says all posts of whom it names: one in force that it leaves out has ended the day
    before, one of the past stays. With `deactivate_missing`, active people of the units in the
    list whom it does not name are deactivated; whoever gives the command stays, and so do the
    keepers of the directory if none were left.

    A person who cannot be kept raises InvalidArgument, one beyond the keeper's reach or the
    keeper themself NotPermitted, no keeper left InvalidState. Then nothing is changed, and
    neither when it is only a trial. `note` says where the list came from.
    """
    del idempotency_key  # taken by the decorator
    keeping = Keeping(session, engine=engine, clock=clock, actor=actor)
    given = [tidied(each) for each in people]
    expect_sound_people(given, groups=engine.groups, units=keeping.tree.units)
    before = all_people(session)
    listed = {each.id: merged(before.get(each.id), each, on=keeping.today) for each in given}
    missing = [
        each
        for each in before.values()
        if each.is_active and each.id not in listed and keeping.reaches(each.unit)
    ]
    gone = _gone(missing, listed) if deactivate_missing else []
    kept = _kept(keeping, before, listed, gone)
    gone = [each for each in gone if each.id not in kept]
    after = {**listed, **{each.id: replace(each, is_active=False) for each in gone}}
    change = _Change(before, {key: each for key, each in after.items() if before.get(key) != each})
    _expect_permitted(keeping, change)
    holding = count_held_work(session, change.deactivated)
    seq = 0
    if change.after and not is_trial:
        upsert_people(session, change.after.values())
        seq = keeping.record(*change.events(holding, note))
    ids = {each.id for each in gone}
    return PeopleImported(
        "", 0, "", seq,
        added=[key for key in change.after if key not in before],
        changed=[key for key in change.after if key in before and key not in ids],
        changes=change.differences(),
        unchanged=len(listed) - sum(key in listed for key in change.after),
        missing=[each.id for each in missing],
        deactivated=[each.id for each in gone],
        kept=kept,
        holding=holding,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Change:
    """Everybody before, and after it those who differ."""

    before: People
    after: People

    @property
    def deactivated(self) -> list[str]:
        return [
            key
            for key, each in self.after.items()
            if key in self.before and self.before[key].is_active and not each.is_active
        ]

    def differences(self) -> list[Mapping[str, Value]]:
        return [
            one
            for key, each in self.after.items()
            if key in self.before
            for one in person_differences(self.before[key], each)
        ]

    def events(self, holding: Mapping[str, int], note: str) -> list[Change]:
        added = sum(key not in self.before for key in self.after)
        counts: dict[str, Value] = {
            "added": added,
            "changed": len(self.after) - added,
            "note": note,
        }
        return [
            Change("people_imported", data=counts),
            *(
                person_change(self.before.get(key), each, holding=holding.get(key, 0))
                for key, each in self.after.items()
            ),
        ]


def _gone(missing: Sequence[PersonEntry], listed: People) -> list[PersonEntry]:
    units = {each.unit for each in listed.values()}
    return [each for each in missing if each.unit in units]


def _kept(
    keeping: Keeping, before: People, listed: People, gone: Sequence[PersonEntry]
) -> list[str]:
    """Return who is not deactivated for missing: the actor, and keepers if none were left."""
    kept = [each.id for each in gone if each.id in keeping.actor.people]
    ids = {each.id for each in gone}.difference(kept)
    left = (each for key, each in {**before, **listed}.items() if key not in ids)
    if not gone or keeping.is_kept(left, keeping.today):
        return kept
    return [each.id for each in gone if each.id in kept or keeping.is_kept((each,), keeping.today)]


def _expect_permitted(keeping: Keeping, change: _Change) -> None:
    for key, each in change.after.items():
        keeping.expect_may_change(change.before.get(key), each)
    keeping.expect_a_keeper_left(change.before, change.after)
