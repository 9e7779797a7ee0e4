"""Settings, calendar and whatever else is cached: read again only after a change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from engine.model.calendar import Override, WorkCalendar
from engine.model.errors import InvalidArgument, NotFound
from engine.store import Session, Store
from engine.store.calendar_uploads import (
    calendar_cache,
    calendar_of_version,
    current_calendar,
    upload_calendar,
    uploads,
)
from engine.store.changes import Cached, bump_revision
from engine.store.reads import read_revision
from engine.store.settings import (
    StoredSetting,
    forget_setting,
    read_settings,
    settings_cache,
    store_setting,
)
from tests.store.samples import NOW

TERM = StoredSetting("rectification.term", "15工作日", NOW, "u-1")
LONGER = StoredSetting("rectification.term", "30工作日", NOW, "u-2")


def test_a_setting_is_stored_changed_and_forgotten(store: Store) -> None:
    with store.begin() as session:
        assert store_setting(session, TERM) is None
    with store.begin() as session:
        assert store_setting(session, LONGER) == TERM
    with store.read() as session:
        assert read_settings(session) == {TERM.key: LONGER}
    with store.begin() as session:
        assert forget_setting(session, TERM.key) == LONGER
        assert forget_setting(session, TERM.key) is None
    with store.read() as session:
        assert read_settings(session) == {}
        assert read_revision(session) == 3


def test_what_is_cached_is_read_again_after_a_change_only(store: Store) -> None:
    reads: list[int] = []

    def load(session: Session) -> int:
        reads.append(read_revision(session))
        return len(reads)

    cached = Cached(load)
    with store.read() as session:
        assert [cached.get(session), cached.get(session), cached.get(session, revision=0)] == [
            1
        ] * 3
    with store.begin() as session:
        bump_revision(session)
    with store.read() as session:
        assert [cached.get(session), cached.get(session, revision=1)] == [2, 2]


def test_what_a_unit_of_work_changed_is_not_kept_before_it_is_committed(store: Store) -> None:
    cache = settings_cache()
    with pytest.raises(ZeroDivisionError):
        change_and_fail(store, cache)
    with store.begin() as session:
        store_setting(session, LONGER)
    with store.read() as session:
        assert cache.get(session)[TERM.key] == LONGER


def change_and_fail(store: Store, cache: Cached[Mapping[str, StoredSetting]]) -> None:
    with store.begin() as session:
        store_setting(session, TERM)
        assert cache.get(session) == {TERM.key: TERM}
        raise ZeroDivisionError


NATIONAL_DAY = date(2026, 10, 1)
PLAIN_FRIDAY = date(2026, 11, 20)


def test_the_published_calendar_holds_until_something_is_uploaded(store: Store) -> None:
    with store.read() as session:
        assert current_calendar(session) == WorkCalendar.published()
        assert uploads(session) == []


def test_uploads_add_up_and_the_latest_word_on_a_day_counts(store: Store) -> None:
    cache = calendar_cache()
    with store.read() as session:
        assert cache.get(session).is_working(PLAIN_FRIDAY)
    with store.begin() as session:
        first, _ = upload_calendar(
            session,
            [
                Override(PLAIN_FRIDAY, working=False, name="防汛停工"),
                Override(date(2031, 1, 1), working=False, name="元旦"),
            ],
            at=NOW,
            by="u-1",
            note="市政府通知",
        )
    with store.read() as session:
        then = cache.get(session)
        assert not then.is_working(PLAIN_FRIDAY)
        assert not then.is_provisional_year(2031)
        assert then.version == first.version
    with store.begin() as session:
        second, now = upload_calendar(
            session, [Override(PLAIN_FRIDAY, working=True)], at=NOW, by="u-1"
        )
    with store.read() as session:
        assert cache.get(session) == now
        assert now.is_working(PLAIN_FRIDAY)
        assert not now.is_working(date(2031, 1, 1))
        assert uploads(session) == [first, second]
        assert calendar_of_version(session, first.version) == then
        assert calendar_of_version(session, second.version) == now
        assert calendar_of_version(session, WorkCalendar.published().version) == (
            WorkCalendar.published()
        )
        with pytest.raises(NotFound):
            calendar_of_version(session, "1.11+000000000000")


def test_an_upload_that_changes_nothing_is_refused(store: Store) -> None:
    row = Override(PLAIN_FRIDAY, working=False, name="防汛停工")
    with store.begin() as session:
        upload_calendar(session, [row], at=NOW, by="u-1")
    with pytest.raises(InvalidArgument), store.begin() as session:
        upload_calendar(session, [row], at=NOW, by="u-1")
    with store.read() as session:
        assert len(uploads(session)) == 1
