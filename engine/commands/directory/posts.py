"""Posts (职务) of one person: granted from a day, ended on a day, never deleted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from engine.commands.directory.keeping import Keeping, expect_unchanged
from engine.commands.directory.results import EntryChanged
from engine.commands.directory.writing import write_person
from engine.commands.engine import Engine
from engine.commands.requests import command
from engine.identity import Membership, PersonEntry, post_key, tidied
from engine.model.case import Actor, Clock
from engine.model.errors import AlreadyExists, InvalidArgument, InvalidState, NotFound
from engine.store.store import Session


@dataclass(frozen=True, slots=True)
class HeldPost:
    """Which post of somebody is meant: without a unit one in their own.

    Without a first day it is the one not over yet that begins first.
    """

    group: str
    unit: str | None = None
    from_on: date | None = None


@command(EntryChanged)
def grant_post(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    person: str,
    post: Membership,
    expected: str | None = None,
    idempotency_key: str | None = None,
) -> EntryChanged:
    """Put a person into a group of a unit, their own without one, from a local day to another.

    A post without a first day begins today, one without a last day is for good. One that overlaps
    the same post raises AlreadyExists. Nobody grants themself a post.
    """
    del idempotency_key  # taken by the decorator
    keeping = Keeping(session, engine=engine, clock=clock, actor=actor)
    before = _read(keeping, person, expected)
    if post.from_on == date.min:
        post = replace(post, from_on=keeping.today)
    for each in before.memberships:
        if _overlaps(each, post, before.unit):
            raise AlreadyExists(
                f"{before.name}在这段时间已有同一职务。",
                en=f"Expected '{person}' not to have the post '{post.group}' at that time.",
                code="post_exists",
            )
    after = tidied(replace(before, memberships=(*before.memberships, post)))
    return write_person(keeping, before, after, type="post_granted")


@command(EntryChanged)
def end_post(  # noqa: PLR0913 - one name for each thing a caller says
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    person: str,
    post: HeldPost,
    until_on: date | None = None,
    expected: str | None = None,
    idempotency_key: str | None = None,
) -> EntryChanged:
    """Let a post end with a local day, today when none is named; it stays known as past.

    The day may be yesterday, so that the post is not held
    today any more, but none before: what somebody was competent for is not taken back. A post
    that has not begun is withdrawn. Nobody ends a post of their own.
    """
    del idempotency_key  # taken by the decorator
    keeping = Keeping(session, engine=engine, clock=clock, actor=actor)
    before = _read(keeping, person, expected)
    held = _find(before, post, keeping.today)
    others = tuple(each for each in before.memberships if each != held)
    if held.from_on <= keeping.today:
        last = until_on or keeping.today
        _expect_can_end(held, last, keeping.today)
        others = (*others, replace(held, until_on=last))
    elif until_on is not None and until_on >= held.from_on:
        others = (*others, replace(held, until_on=until_on))
    after = tidied(replace(before, memberships=others))
    return write_person(keeping, before, after, type="post_ended")


def _read(keeping: Keeping, person: str, expected: str | None) -> PersonEntry:
    entry = tidied(keeping.entry(person))
    keeping.expect_reach(entry.unit)
    expect_unchanged(entry, expected)
    return entry


def _overlaps(one: Membership, other: Membership, own: str) -> bool:
    if post_key(one, own)[:2] != post_key(other, own)[:2]:
        return False
    return one.from_on <= (other.until_on or date.max) and other.from_on <= (
        one.until_on or date.max
    )


def _find(person: PersonEntry, meant: HeldPost, today: date) -> Membership:
    wanted = (meant.group, meant.unit or person.unit)
    found = [
        each
        for each in sorted(person.memberships, key=lambda post: post.from_on)
        if post_key(each, person.unit)[:2] == wanted and meant.from_on in (None, each.from_on)
    ]
    if not found:
        raise NotFound(
            f"{person.name}没有这一职务。",
            en=f"Expected '{person.id}' to have the post '{meant.group}'.",
        )
    lasting = [each for each in found if each.until_on is None or each.until_on >= today]
    if not lasting:
        raise InvalidState(
            f"这一职务已于{found[-1].until_on}结束，不再更改。",
            en=f"Expected a post not over yet, but it ended on {found[-1].until_on}.",
            code="post_over",
        )
    return lasting[0]


def _expect_can_end(post: Membership, last: date, today: date) -> None:
    earliest = max(today - timedelta(days=1), post.from_on)
    if last < earliest:
        raise InvalidArgument(
            f"任职最早止于{earliest}：已经任职的日子不追溯取消。",
            en=f"Expected the post to end on {earliest} or later.",
            code="invalid_directory",
        )
