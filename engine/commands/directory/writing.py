"""Write one person who was changed, once everything allows it."""

from __future__ import annotations

from engine.commands.directory.differences import person_change
from engine.commands.directory.keeping import Keeping
from engine.commands.directory.results import EntryChanged
from engine.identity import PersonEntry, etag_of, expect_sound_people, upsert_people
from engine.store.work_counts import count_held_work


def write_person(
    keeping: Keeping,
    before: PersonEntry,
    after: PersonEntry,
    *,
    type: str,  # noqa: A002 - the word of the glossary
) -> EntryChanged:
    """Check a change of one person as a whole, write it, and record it as an event of a type."""
    if after == before:
        return EntryChanged("", 0, "", 0, before.id, etag_of(before))
    units = keeping.tree.units
    expect_sound_people((after,), groups=keeping.engine.groups, units=units)
    keeping.expect_may_change(before, after)
    keeping.expect_a_keeper_left(keeping.keepers(), {after.id: after})
    is_leaving = before.is_active and not after.is_active
    holding = count_held_work(keeping.session, (after.id,)) if is_leaving else {}
    held = holding.get(after.id, 0)
    upsert_people(keeping.session, (after,))
    seq = keeping.record(person_change(before, after, type=type, holding=held))
    return EntryChanged("", 0, "", seq, after.id, etag_of(after), held)
