"""The fewest people, and who takes what: the same as trying everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model.division import Apart, Division, Duty, fewest
from engine.model.manning import man, stuck_together

IDS = "abcdef"
GROUPS = ("g", "h", "k")
USERS = ("li", "wang")


@st.composite
def cases(draw: st.DrawFn) -> tuple[tuple[Duty, ...], Apart]:
    ids = IDS[: draw(st.integers(1, len(IDS)))]
    duties = tuple(draw(duty(each)) for each in ids)
    pairs = st.tuples(st.sampled_from(ids), st.sampled_from(ids))
    found = draw(st.sets(pairs, max_size=12))
    return duties, frozenset(frozenset(pair) for pair in found if pair[0] != pair[1])


def duty(name: str) -> st.SearchStrategy[Duty]:
    groups = st.lists(st.sampled_from(GROUPS), max_size=2, unique=True).map(tuple)
    users = st.lists(st.sampled_from(USERS), max_size=2, unique=True).map(tuple)
    return st.builds(Duty, st.just(name), groups, users, st.integers(0, 5).map(lambda n: n == 0))


def partitions(items: list[str]) -> Iterator[list[list[str]]]:
    """Yield every way to share things out."""
    if not items:
        yield []
        return
    first, rest = items[0], items[1:]
    for parts in partitions(rest):
        yield [[first], *parts]
        for n in range(len(parts)):
            yield [*parts[:n], [first, *parts[n]], *parts[n + 1 :]]


def is_allowed(parts: list[list[str]], apart: Apart) -> bool:
    return not any(pair <= set(part) for part in parts for pair in apart)


def posts_fit(parts: list[list[str]], duties: Mapping[str, Duty], *, one_group: bool) -> bool:
    """Try to make every part somebody: a name (each once) or none, and one group or all."""
    groups: list[set[str]] = [{g} for g in GROUPS] if one_group else [set(GROUPS)]
    for who in product([None, *USERS], repeat=len(parts)):
        named = [user for user in who if user is not None]
        if len(set(named)) == len(named) and all(
            any(
                all(
                    d.is_open or user in d.users or not in_.isdisjoint(d.groups)
                    for d in (duties[each] for each in part)
                )
                for in_ in groups
            )
            for part, user in zip(parts, who, strict=True)
        ):
            return True
    return False


def brute_force(duties: tuple[Duty, ...], apart: Apart, *, one_group: bool) -> int | None:
    by_id = {each.id: each for each in duties}
    sizes = [
        len(parts)
        for parts in partitions(list(by_id))
        if is_allowed(parts, apart) and posts_fit(parts, by_id, one_group=one_group)
    ]
    return min(sizes, default=None)


def check(found: Division, duties: tuple[Duty, ...], apart: Apart, *, one_group: bool) -> None:
    """Expect every duty to be somebody's who may have it, and nobody to have what is apart."""
    by_id = {each.id: each for each in duties}
    assert sorted(each for share in found.shares for each in share.duties) == sorted(by_id)
    named = [share.user for share in found.shares if share.user is not None]
    assert len(named) == len(set(named))
    for share in found.shares:
        assert not any(pair <= set(share.duties) for pair in apart)
        held = {share.group} if one_group else set(GROUPS)
        for each in (by_id[name] for name in share.duties):
            assert each.is_open or share.user in each.users or not held.isdisjoint(each.groups)


@given(cases(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_the_fewest_people_are_those_of_trying_everything(
    case: tuple[tuple[Duty, ...], Apart], one_group: bool
) -> None:
    duties, apart = case
    found = fewest(duties, apart, one_group=one_group)
    least = brute_force(duties, apart, one_group=one_group)
    assert found.is_exact
    assert found.is_possible == (least is not None)
    if least is not None:
        assert found.people == least
        check(found, duties, apart, one_group=one_group)


def test_a_ring_of_five_needs_three() -> None:
    ring = frozenset(frozenset((IDS[n], IDS[(n + 1) % 5])) for n in range(5))
    duties = [Duty(each, ("g",)) for each in IDS[:5]]
    assert fewest(duties, ring, one_group=True).by_group == {"g": 3}


def test_what_is_apart_from_itself_is_nobodys() -> None:
    found = fewest([Duty("a", ("g",))], frozenset({frozenset("a")}), one_group=True)
    assert (found.is_possible, found.is_exact) == (False, True)


def test_when_the_bound_is_reached_it_is_said() -> None:
    ring = frozenset(frozenset((IDS[n], IDS[(n + 1) % 5])) for n in range(5))
    duties = tuple(Duty(each, ("g",)) for each in IDS[:5])
    found = fewest(duties, ring, one_group=True, most_steps=2)
    assert found.is_possible
    assert not found.is_exact
    check(found, duties, ring, one_group=True)


PEOPLE = ("p", "q", "r")


@st.composite
def rosters(draw: st.DrawFn) -> tuple[dict[str, frozenset[str]], Apart]:
    ids = IDS[: draw(st.integers(1, len(IDS)))]
    may = {each: draw(st.frozensets(st.sampled_from(PEOPLE))) for each in ids}
    pairs = draw(st.sets(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=12))
    return may, frozenset(frozenset(pair) for pair in pairs)


def ways(may: Mapping[str, frozenset[str]], apart: Apart) -> bool:
    ids = list(may)
    for chosen in product(*(may[each] for each in ids)):
        who = dict(zip(ids, chosen, strict=True))
        if not any(len({who[each] for each in pair}) == 1 for pair in apart if pair <= set(who)):
            return True
    return False


@given(rosters())
@settings(max_examples=200, deadline=None)
def test_people_are_found_whenever_there_is_a_way(
    roster: tuple[dict[str, frozenset[str]], Apart],
) -> None:
    may, apart = roster
    found = man(may, apart)
    assert found.is_exact
    assert found.is_possible == ways(may, apart)
    if found.is_possible:
        assert all(found.people[each] in may[each] for each in may)
        assert not any(len({found.people[each] for each in pair}) == 1 for pair in apart)
    stuck = stuck_together(may, apart)
    assert bool(stuck) == (not found.is_possible)
    if stuck:
        assert not ways({each: may[each] for each in stuck}, apart)
        for left_out in stuck:
            assert ways({each: may[each] for each in stuck if each != left_out}, apart)
