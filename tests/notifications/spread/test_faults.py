"""Killed anywhere, hanging, or many at once: nothing is lost, and each id is seen once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid5

import pytest

from engine.store import StepBatch, Store
from engine.store.store import Session as StoreSession
from notifications.channel import Parcel
from notifications.rules.model import Rule
from tests.cases.desk import Desk
from tests.notifications.spread.post import Carriers, Post, World

PEOPLE = ("li", "wang", "chen")
LEASE = timedelta(minutes=10)


class Killed(BaseException):
    """What a kill looks like from inside."""


class Fuse:
    """Kill at the n-th statement from now on; count them until then."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = 1_000_000
        self.armed = 0
        for name in ("run", "rows", "row", "execute"):
            monkeypatch.setattr(StoreSession, name, self._dying(getattr(StoreSession, name)))
        monkeypatch.setattr(StepBatch, "flush", self._dying(StepBatch.flush, after=True))

    def _dying(self, whole: Callable[..., object], *, after: bool = False) -> Callable[..., object]:
        def dying(*arguments: object, **named: object) -> object:
            self._burn()
            result = whole(*arguments, **named)
            if after:
                self._burn()
            return result

        return dying

    def _burn(self) -> None:
        self.armed += 1
        if self.armed == self.left:
            raise Killed

    def at(self, number: int) -> None:
        self.left, self.armed = number, 0

    def off(self) -> None:
        self.at(1_000_000)


def drain(post: Post) -> None:
    """Spread and deliver until nothing is left, waiting for leases to end."""
    for _ in range(4):
        while post.spread():
            pass
        while post.deliver().done:
            pass
        post.desk.clock.advance(LEASE)


def test_killed_at_every_statement_nothing_is_lost_and_each_id_is_seen_once(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.rules = (Rule("r1", "*", ("told",), ("mail",), is_urgent=True),)
    post.reach(*PEOPLE)
    post.spread()
    fuse = Fuse(monkeypatch)
    messages, died, number = 0, 0, 0
    while True:
        number += 1
        post.say("notice", *PEOPLE)
        messages += 1
        fuse.at(number)
        try:
            while post.spread():
                pass
            while post.deliver().done:
                pass
        except Killed:
            died += 1
        else:
            break
        finally:
            fuse.off()
        drain(post)
    drain(post)
    assert died > 50
    rows = post.rows()
    assert len(rows) == messages * len(PEOPLE)
    assert {each.status for each in rows} == {"sent"}
    assert set(post.mail.ids()) == {each.id for each in rows}
    again = len(post.mail.carried) - len(rows)
    assert again <= died  # sent, and killed before it could be written
    assert all(each.receipt == f"kept {each.id}" for each in rows)


def test_a_digest_killed_after_it_was_sent_goes_again_as_the_same(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    post.reach("li")
    post.choose("li", digest_at=11)
    for _ in range(4):
        post.say("notice", "li")
    post.spread()
    post.desk.clock.advance(timedelta(hours=1))
    fuse = Fuse(monkeypatch)
    post.mail.way = lambda _: fuse.at(1)  # the next statement is the first after sending
    with pytest.raises(Killed):
        post.deliver()
    fuse.off()
    post.mail.way = lambda _: None
    post.desk.clock.advance(LEASE)
    assert post.deliver().sent == 4
    first, second = post.mail.carried
    assert (first.id, first.text) == (second.id, second.text)


def test_who_lost_the_claim_writes_nothing(post: Post) -> None:
    post.reach("li")
    post.say("notice", "li")
    post.spread()
    other = replace(post, worker="w2")

    def way(_: Parcel) -> None:
        post.mail.way = lambda _: None
        post.desk.clock.advance(LEASE)
        assert other.deliver().sent == 1

    post.mail.way = way
    assert post.deliver().done == 0
    assert post.row().attempts == 1
    assert len(set(post.mail.ids())) == 1


def in_threads(*acts: Callable[[], object]) -> list[threading.Thread]:
    threads = [threading.Thread(target=each) for each in acts]
    for each in threads:
        each.start()
    return threads


def test_a_channel_that_hangs_delays_only_itself(post: Post) -> None:
    post.carriers = Carriers({"mail": World(), "sms": World(), "letter": World()})
    post.rules = (Rule("r1", "*", ("told",), ("mail", "sms", "letter")),)
    for channel in post.carriers.names:
        post.reach(*PEOPLE, channel=channel)
    for _ in range(20):
        post.say("notice", *PEOPLE)
    while post.spread():
        pass
    hangs, release = threading.Event(), threading.Event()

    def hang(_: Parcel) -> None:
        hangs.set()
        assert release.wait(60)

    post.mail.way = hang
    (hanging,) = in_threads(lambda: post.deliver("mail"))
    assert hangs.wait(60)
    others = in_threads(
        *(lambda name=name: post.deliver(name, limit=100) for name in ("sms", "letter"))
    )
    for each in others:
        each.join(120)
        assert not each.is_alive()
    assert hanging.is_alive()
    assert post.mail.carried == []
    for name in ("sms", "letter"):
        assert len(post.carriers.worlds[name].carried) == 60
    post.say("notice", "li")
    assert post.spread() == 1
    release.set()
    hanging.join(120)
    assert len(post.mail.carried) == 50


def test_a_recipient_that_is_slow_delays_nobody_on_the_same_channel(post: Post) -> None:
    post.reach(*PEOPLE)
    for _ in range(5):
        post.say("notice", *PEOPLE)
    post.spread()
    others_done, seen = threading.Event(), threading.Lock()
    left = [14]
    slow = post.rows(person="chen")[0].id

    def way(parcel: Parcel) -> None:
        if parcel.id == slow:  # it answers only when everybody else was told
            assert others_done.wait(60)
            return
        with seen:
            left[0] -= 1
            if not left[0]:
                others_done.set()

    post.mail.way = way
    assert post.deliver(lanes=2).sent == 15
    assert post.mail.closed == 2


def test_three_workers_at_once_tell_everybody_once(post: Post) -> None:
    """Each has an engine and a store of its own, as on three hosts."""
    if post.store.kind != "postgresql":
        pytest.skip("several workers at once are for PostgreSQL")
    post.reach(*PEOPLE, "zhao", "qian")
    people = (*PEOPLE, "zhao", "qian")
    post.choose("qian", digest_at=11)
    for number in range(60):
        post.say("notice", *people, case_id=None, body={"n": number})
    post.desk.clock.advance(timedelta(seconds=1))
    errors: list[BaseException] = []
    together = threading.Barrier(3)

    def work(name: str) -> None:
        mine = replace(post, desk=_same_office(post.desk, name), worker=name)
        try:
            together.wait()
            idle = 0
            while idle < 3:
                done = mine.spread(limit=7) + mine.deliver(limit=11, lanes=2).done
                idle = 0 if done else idle + 1
        except BaseException as error:  # noqa: BLE001 - shown below
            errors.append(error)
        finally:
            mine.store.close()

    def both() -> None:
        threads = in_threads(*(lambda name=name: work(name) for name in ("w1", "w2", "w3")))
        for each in threads:
            each.join(300)

    both()
    post.desk.clock.advance(timedelta(hours=1))
    both()
    assert errors == []
    rows = post.rows()
    assert len(rows) == 60 * len(people)
    assert {each.status for each in rows} == {"sent"}
    assert len(post.mail.ids()) == len(set(post.mail.ids())) == 60 * (len(people) - 1) + 1


def _same_office(desk: Desk, name: str) -> Desk:
    """Return a desk in another process: the same database, nothing kept in common."""
    other = object.__new__(Desk)
    other.store = Store(desk.store._writing.url.render_as_string(hide_password=False))  # noqa: SLF001
    other.clock = desk.clock
    seed = UUID(int=sum(name.encode()), version=4)
    numbers = iter(range(1_000_000))
    other.engine = replace(desk.engine, new_id=lambda: uuid5(seed, str(next(numbers))))
    return other
