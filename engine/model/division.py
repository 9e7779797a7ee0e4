"""The fewest people among whom duties can be divided when some must not be done by the same one.

Colouring of a small graph with groups and named people as constraints: an exact branch and bound
(after D. Brélaz, DSATUR, CACM 22 (1979) 251-256), bounded in steps; it says when the bound was
reached.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

Apart = frozenset[frozenset[str]]
"""Pairs of duties that one person must not have; a pair of one duty with itself is impossible."""
Post = tuple[str | None, str | None]
"""Who somebody is: a name where one is named, and a group."""

MOST_STEPS = 20_000
_PATIENCE = 3
"""How many times the bound is spent when there is no division yet."""
_ANY = "*"


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that one person does: members of the groups may, and the people named.

    `is_open` says that it is not known who may, so that nobody can be ruled out.
    """

    id: str
    groups: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    is_open: bool = False

    def takes(self, post: Post) -> bool:
        """Say whether somebody with this name and group may have the duty."""
        user, group = post
        if self.is_open or user in self.users:
            return True
        return group in self.groups or (group == _ANY and bool(self.groups))


@dataclass(frozen=True, slots=True)
class Share:
    """What one person has; `user` is set where only somebody named may.

    `group` is None for somebody who need not be in a group, or may be in several.
    """

    user: str | None
    group: str | None
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Division:
    """A division among the fewest people, one share each; without `is_exact` fewer might do.

    When it is not possible there are no shares; with `is_exact` that is proven.
    """

    shares: tuple[Share, ...]
    is_possible: bool = True
    is_exact: bool = True

    @property
    def people(self) -> int:
        """Return how many people there are."""
        return len(self.shares)

    @property
    def by_group(self) -> Mapping[str, int]:
        """Return group → number of people in it; "" for people whom no group names."""
        found: dict[str, int] = {}
        for share in self.shares:
            group = share.group or ""
            found[group] = found.get(group, 0) + 1
        return found


def fewest(
    duties: Sequence[Duty],
    apart: Apart,
    *,
    one_group: bool,
    enough: int = 0,
    most_steps: int = MOST_STEPS,
) -> Division:
    """Divide duties among the fewest people; with `one_group` each belongs to one group only.

    A division among at most `enough` people is taken as it is found.
    """
    if any(len(pair) == 1 for pair in apart):
        return Division((), is_possible=False)
    if not duties:
        return Division(())
    search = _Search(duties, apart, one_group=one_group, enough=enough, most_steps=most_steps)
    if not search.is_hopeless:
        search.run()
    if search.best is None:
        return Division((), is_possible=False, is_exact=search.steps <= most_steps)
    place = {duty.id: number for number, duty in enumerate(duties)}
    shares = [
        Share(*_shown(post), tuple(sorted(has, key=place.__getitem__))) for post, has in search.best
    ]
    shares.sort(key=lambda share: place[share.duties[0]])
    return Division(tuple(shares), is_exact=search.steps <= most_steps)


def _is_named(duty: Duty) -> bool:
    return not duty.is_open and not duty.groups


def _shown(post: Post) -> Post:
    return post[0], None if post[1] == _ANY else post[1]


def all_apart(duties: Iterable[str], apart: Apart) -> tuple[str, ...]:
    """Return many duties of which no two may be done by the same person (a greedy clique)."""
    listed = list(duties)
    near = neighbours(listed, apart)
    best: list[str] = []
    for first in listed:
        found = [first]
        beside = [each for each in listed if each in near[first]]
        for each in sorted(beside, key=lambda each: -len(near[each])):
            if all(each in near[other] for other in found):
                found.append(each)
        best = max(best, found, key=len)
    return tuple(each for each in listed if each in best)


def neighbours(duties: Iterable[str], apart: Apart) -> dict[str, set[str]]:
    """Return duty → duties of these that the same person must not have."""
    near: dict[str, set[str]] = {duty: set() for duty in duties}
    for pair in apart:
        for one, other in product(pair, repeat=2):
            if one != other and one in near and other in near:
                near[one].add(other)
    return near


@dataclass(slots=True)
class _Person:
    """Somebody in the making: what they have, and who they may yet be."""

    has: list[str]
    posts: list[Post]


class _Search:
    """Give each duty in turn to somebody who has others already, or to somebody new."""

    def __init__(
        self,
        duties: Sequence[Duty],
        apart: Apart,
        *,
        one_group: bool,
        enough: int,
        most_steps: int,
    ) -> None:
        self._posts = list(_posts(duties, one_group=one_group))
        self._may = {duty.id: [p for p in self._posts if duty.takes(p)] for duty in duties}
        self._near = neighbours(self._may, apart)
        strangers = {
            frozenset((one.id, other.id))
            for one, other in combinations(duties, 2)
            if not set(self._may[one.id]) & set(self._may[other.id])
        }
        clique = all_apart(self._may, apart | strangers)
        users = [duty.users for duty in duties if duty.id in clique and _is_named(duty)]
        self.is_hopeless = len(matched(users)) < len(users)
        """More people apart than there are names for them."""
        self._enough = max(enough, len(clique))
        rest = [each for each in self._may if each not in clique]
        rest.sort(key=lambda each: (-len(self._near[each]), len(self._may[each])))
        self._order = [*clique, *rest]
        self._most_steps = most_steps
        self._people: list[_Person] = []
        self.steps = 0
        self.best: list[tuple[Post, tuple[str, ...]]] | None = None

    def run(self) -> None:
        """Search until nothing better is left or the steps are used up."""
        # An explicit stack: a diagram may have more duties than Python has frames to spare.
        waiting = [self._choices(0)]
        while waiting:
            if self._is_over():
                return
            if next(waiting[-1], None) is None:
                waiting.pop()
                continue
            self.steps += 1
            if len(waiting) == len(self._order):
                self._keep()
            else:
                waiting.append(self._choices(len(waiting)))

    def _is_over(self) -> bool:
        # Past the bound the first complete division is still awaited, for an upper limit.
        used_up = self.steps > self._most_steps
        if self.best is None:
            return self.steps > _PATIENCE * self._most_steps
        return used_up or len(self.best) <= self._enough

    def _choices(self, number: int) -> Iterator[bool]:
        """Yield after each way to give a duty; undo it when asked for the next."""
        duty = self._order[number]
        for person in [*self._people]:
            kept = [post for post in person.posts if post in self._may[duty]]
            if kept and self._near[duty].isdisjoint(person.has):
                before, person.posts = person.posts, kept
                person.has.append(duty)
                if self._can_be_told_apart():
                    yield True
                person.has.pop()
                person.posts = before
        if self._may[duty] and (self.best is None or len(self._people) + 1 < len(self.best)):
            self._people.append(_Person([duty], self._may[duty]))
            if self._can_be_told_apart():
                yield True
            self._people.pop()

    def _can_be_told_apart(self) -> bool:
        """Say whether nobody named would have to be two people."""
        only = [p for p in self._people if all(user is not None for user, _ in p.posts)]
        names = [{str(user) for user, _ in person.posts} for person in only]
        return len(matched(names)) == len(names)

    def _keep(self) -> None:
        if self.best is not None and len(self._people) >= len(self.best):
            return
        only = [p for p in self._people if all(user is not None for user, _ in p.posts)]
        names = matched([{str(user) for user, _ in person.posts} for person in only])
        named = {id(person): names[number] for number, person in enumerate(only)}
        self.best = [
            (
                next(post for post in person.posts if post[0] == named.get(id(person))),
                tuple(person.has),
            )
            for person in self._people
        ]


def _posts(duties: Sequence[Duty], *, one_group: bool) -> Iterator[Post]:
    """Yield who somebody may be: nobody in particular first, groups in the order of the duties."""
    users = dict.fromkeys(user for duty in duties for user in duty.users)
    named = dict.fromkeys(group for duty in duties for group in duty.groups)
    groups: Collection[str | None] = [*named, None] if one_group else [_ANY]
    yield from product([None, *users], groups)


def matched(choices: Sequence[Collection[str]]) -> dict[int, str]:
    """Give as many as possible a choice of their own (augmenting paths); return place → choice."""
    taken: dict[str, int] = {}

    def give(place: int, seen: set[str]) -> bool:
        for choice in sorted(choices[place]):
            if choice in seen:
                continue
            seen.add(choice)
            if choice not in taken or give(taken[choice], seen):
                taken[choice] = place
                return True
        return False

    for place in range(len(choices)):
        give(place, set())
    return {place: choice for choice, place in taken.items()}
