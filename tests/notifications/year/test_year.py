"""A year of 2,000 cases with the real calendar: every reminder on its day, none at night, none twice."""

from __future__ import annotations

import random
import threading
from collections import Counter, defaultdict
from datetime import date, datetime, time

import pytest

from engine.model.calendar import SHANGHAI
from engine.model.deadlines import local_day
from engine.store import Store
from engine.store.deliveries import DeliveryRow
from notifications.spreading.causes import FAMILIES
from tests.notifications.spread.post import Post
from tests.notifications.spread.test_faults import Fuse, Killed
from tests.notifications.year.oracle import Said, expected
from tests.notifications.year.world import DIGESTED, Worker, Year, is_working, ticks
from tests.support.clock import HandClock

KILLS = 200
"""A kill leaves claims that end within an hour: the next look does what was left."""


def rows_of(year: Year) -> list[DeliveryRow]:
    return Post(year.desk, year.carriers).rows()


def said(rows: list[DeliveryRow]) -> Counter[Said]:
    """Who was reminded of which case on which day."""
    return Counter(
        (each.person, str(each.case_id), FAMILIES[each.kind], local_day(each.created_at))
        for each in rows
        if each.kind in FAMILIES
    )


def expect_by_day(year: Year) -> None:
    """Nothing arrived at night or on a day off."""
    for each in year.arrived:
        local = each.at.astimezone(SHANGHAI)
        assert is_working(local.date()), (local, each.parcel.kind)
        assert time(8) <= local.time() < time(20), (local, each.parcel.kind)


def expect_each_once(year: Year, rows: list[DeliveryRow], *, again: int) -> None:
    """Every delivery left, as one parcel of its own or of a digest; no id meant two things."""
    assert {each.status for each in rows} == {"sent"}
    assert len({(each.channel, each.person, each.cause) for each in rows}) == len(rows)
    held = [each for each in rows if each.person in DIGESTED and each.kind in ("near_due", "due")]
    digests = {(each.person, local_day(each.created_at)) for each in held}
    alone = {each.id for each in rows} - {each.id for each in held}
    arrived = Counter(each.parcel.id for each in year.arrived)
    assert alone <= set(arrived)
    assert len(arrived) == len(alone) + len(digests)
    assert sum(arrived.values()) - len(arrived) <= again
    texts = defaultdict(set)
    for each in year.arrived:
        texts[each.parcel.id].add((each.parcel.to, each.parcel.text))
    assert all(len(each) == 1 for each in texts.values())


def expect_digests(year: Year, wanted: Counter[Said]) -> None:
    """A digest comes at ten and counts what there was to say that day."""
    counts: Counter[tuple[str, date]] = Counter()
    for person, _, family, day in wanted:
        if person in DIGESTED and family in ("reminder", "due"):
            counts[person, day] += 1
    found: dict[tuple[str, date], set[str]] = defaultdict(set)
    for each in year.arrived:
        person = each.parcel.to.partition("@")[0]
        local = each.at.astimezone(SHANGHAI)
        if person in DIGESTED and each.parcel.kind in ("near_due", "due", "digest"):
            assert local.hour in (10, 11, 12), local
            found[person, local.date()].add(each.parcel.subject)
    assert set(found) == set(counts)
    for key, count in counts.items():
        if count > 1:
            assert {subject.split("：")[-1] for subject in found[key]} == {f"{count}条"}, key


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_year_of_two_thousand_cases_killed_at_two_hundred_points(
    database_url: str, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, until = date(2026, 1, 1), date(2027, 1, 6)
    clock.move_to(datetime.combine(begin, time(0, 0), SHANGHAI))
    store = Store(database_url)
    year = Year(store, clock, seed=2026)
    year.plan(2_000, begin, date(2027, 1, 1))  # the last ones are told in the new year
    worker, fuse, lots = Worker(year, store), Fuse(monkeypatch), random.Random(7)
    died, was_killed = 0, False
    for at in ticks(begin, until):
        clock.move_to(at)
        year.act()
        is_armed = died < KILLS and not was_killed and lots.random() < 0.3
        was_killed = False
        if is_armed:
            fuse.at(lots.randint(1, 60))
        try:
            worker.turn()
        except Killed:
            died, was_killed = died + 1, True
        finally:
            fuse.off()
    assert died == KILLS
    rows, wanted = rows_of(year), expected(year.all_lived(), clock())
    assert said(rows) == wanted
    assert sum(wanted.values()) > 5_000
    expect_by_day(year)
    expect_each_once(year, rows, again=KILLS)
    expect_digests(year, wanted)
    store.close()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_three_workers_at_once_say_each_thing_once(database_url: str, clock: HandClock) -> None:
    """A quarter with the long holidays of May, on PostgreSQL."""
    begin, until = date(2026, 4, 1), date(2026, 7, 4)
    clock.move_to(datetime.combine(begin, time(0, 0), SHANGHAI))
    store = Store(database_url)
    year = Year(store, clock, seed=5)
    year.plan(500, begin, date(2026, 7, 1))
    workers = [Worker(year, Store(database_url), f"w{each}", lanes=2) for each in range(3)]
    errors: list[BaseException] = []
    for at in ticks(begin, until):
        clock.move_to(at)
        year.act()
        together = threading.Barrier(len(workers))

        def work(worker: Worker, together: threading.Barrier = together) -> None:
            try:
                together.wait(60)
                worker.turn()
            except BaseException as error:  # noqa: BLE001 - shown below
                errors.append(error)

        threads = [threading.Thread(target=work, args=(each,)) for each in workers]
        for each in threads:
            each.start()
        for each in threads:
            each.join(300)
        assert errors == []
    rows, wanted = rows_of(year), expected(year.all_lived(), clock())
    assert said(rows) == wanted
    expect_by_day(year)
    expect_each_once(year, rows, again=0)
    expect_digests(year, wanted)
    for worker in workers:
        worker.store.close()
    store.close()
