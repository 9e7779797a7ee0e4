"""The order of a run with several processes: what takes long is begun first, in all of them.

`--dist worksteal` cuts the list of tests into as many shares as there are processes, all with the
same number of tests, and lets whoever has nothing left take half of what another has before it.
One long test that is begun last would then be waited for by all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

_REQUESTS = "tests/api/test_schemathesis.py::test_every_answer_is_one_that_the_document_promises"
LONG: Mapping[str, int] = {
    "tests/web/browser/": 1000,
    "tests/notifications/year/test_year.py::test_a_year": 180,
    f"{_REQUESTS}[postgresql": 220,
    "tests/serving/": 200,
    "tests/notifications/year/test_year.py::test_three_workers": 80,
    f"{_REQUESTS}[sqlite": 160,
    "tests/properties/test_rectification_walks.py": 100,
    "tests/procedures/test_scenarios.py": 90,
    "tests/registers/test_lists.py": 70,
    "tests/overview/test_figures.py": 40,
    "tests/search/test_answers.py": 40,
    "tests/security/test_bodies.py": 40,
}
"""How an id begins of tests that stay together, and about how many seconds they take."""


class _Named(Protocol):
    @property
    def nodeid(self) -> str: ...


Test = TypeVar("Test", bound=_Named)


def arranged(tests: Sequence[Test], shares: int, long: Mapping[str, int] = LONG) -> list[Test]:
    """Return the tests in shares of the same length, each with a part of the long ones in front.

    The others keep their order, so that what is made once for a file is made once.
    """
    together: dict[str, list[Test]] = {each: [] for each in sorted(long, key=lambda at: -long[at])}
    others: list[Test] = []
    for test in tests:
        begins = [each for each in together if test.nodeid.startswith(each)]
        (together[max(begins, key=len)] if begins else others).append(test)
    fronts: list[list[Test]] = [[] for _ in range(shares)]
    seconds = [0] * shares
    for name, found in together.items():
        if found:
            least = seconds.index(min(seconds))
            fronts[least] += found
            seconds[least] += long[name]
    made: list[Test] = []
    taken = 0
    for number, front in enumerate(fronts):
        # As pytest-xdist cuts: each takes its part of what the ones before it have left.
        size = (len(tests) - len(made)) // (shares - number)
        until = taken + max(size - len(front), 0)
        made += [*front, *others[taken:until]]
        taken = until
    return made + others[taken:]
