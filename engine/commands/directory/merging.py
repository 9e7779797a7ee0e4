"""What becomes of posts when a list, or a move, leaves them out: what has been held stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from engine.identity import Membership, PersonEntry, post_key, tidied


def merged(before: PersonEntry | None, listed: PersonEntry, *, on: date) -> PersonEntry:
    """Return a person as a list has them, with what they have held before.

    Posts are the same when group, unit and first day are. One of the past stays. One in force that
    the list leaves out has ended the day before, or ends on its first day; one that has not begun
    falls away, since it was never held. Who moves leaves the posts of the unit they left there.
    """
    if before is None:
        return listed
    named = {post_key(each, listed.unit) for each in listed.memberships}
    left_out = [each for each in before.memberships if post_key(each, before.unit) not in named]
    held = (replace(each, unit=each.unit or before.unit) for each in _held(left_out, on))
    return tidied(replace(listed, memberships=(*listed.memberships, *held)))


def moved(before: PersonEntry, unit: str, *, on: date) -> PersonEntry:
    """Return a person in another unit: posts in the unit they leave end, posts elsewhere stay."""
    own = [each for each in before.memberships if each.unit is None]
    elsewhere = [each for each in before.memberships if each.unit is not None]
    left = [replace(each, unit=before.unit) for each in _held(own, on)]
    return tidied(replace(before, unit=unit, memberships=(*elsewhere, *left)))


def last_day(post: Membership, on: date) -> date:
    """Return the last day of a post that is left out of a list of that day."""
    return max(on - timedelta(days=1), post.from_on)


def _held(posts: Iterable[Membership], on: date) -> Iterator[Membership]:
    for post in posts:
        last = last_day(post, on)
        if post.until_on is not None and post.until_on <= last:
            yield post
        elif post.from_on <= on:
            yield replace(post, until_on=last)
