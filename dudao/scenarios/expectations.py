"""Compare what a scenario expects with what is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dudao.scenarios.model import Expect, LedgerCheck
from dudao.scenarios.view import CaseView, Work
from engine.model.values import Value


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One key of an expectation that does not hold."""

    key: str
    expected: str
    found: str

    @property
    def zh(self) -> str:
        """Say it in Chinese."""
        return f"{self.key} 应为 {self.expected}，实为 {self.found}"


@dataclass(frozen=True, slots=True)
class Found:
    """What is: the case, who got a message since the last expectation, the variables."""

    case: CaseView
    notified: frozenset[str]
    variables: Mapping[str, Value]
    records: tuple[Mapping[str, object], ...] = ()
    """What the ledger says, in the order of the checks."""
    publications: Sequence[Mapping[str, Value]] = ()
    receipts: Sequence[Mapping[str, Value]] = ()


def compare(expect: Expect, found: Found) -> Iterator[Mismatch]:
    """Yield what does not hold, in the order of the keys."""
    case = found.case
    simple = (
        ("status", expect.status, case.status),
        ("light", expect.light, case.light.value),
        ("end", expect.end, case.end or ""),
    )
    for key, expected, actual in simple:
        if expected is not None and expected != actual:
            yield Mismatch(key, expected, actual)
    yield from _multisets(expect, case)
    if expect.documents is not None and expect.documents != case.documents:
        yield Mismatch("documents", listed(expect.documents), listed(case.documents))
    yield from _due(expect.due or {}, case.work)
    yield from _history(expect.history or (), case.history)
    yield from _notified(expect.notified or (), found.notified)
    yield from _linked(expect.linked, case.linked)
    yield from _variables(expect.variables or {}, found.variables)
    yield from _ledger(expect.ledger, found.records)
    yield from _records("publications", expect.publications, found.publications)
    yield from _records("receipts", expect.receipts, found.receipts)


def _multisets(expect: Expect, case: CaseView) -> Iterator[Mismatch]:
    for key, expected, actual in (
        ("open_tasks", expect.open_tasks, tuple(work.node for work in case.work)),
        ("outcomes", expect.outcomes, case.outcomes),
    ):
        if expected is not None and Counter(expected) != Counter(actual):
            yield Mismatch(key, listed(expected), listed(actual))


def _due(
    expected: Mapping[str, tuple[date | None, ...]], work: Sequence[Work]
) -> Iterator[Mismatch]:
    for node, days in expected.items():
        open_here = sorted(
            (each for each in work if each.node == node),
            key=lambda each: (each.place, each.aid),
        )
        actual = tuple(each.due_on for each in open_here)
        if not actual:
            yield Mismatch(f"due.{node}", _days(days), "没有这项待办")
        elif actual != (days if len(days) > 1 else days * len(actual)):
            yield Mismatch(f"due.{node}", _days(days), _days(actual))


def _history(expected: Sequence[str], actual: Sequence[str]) -> Iterator[Mismatch]:
    """Look for the expected types in this order, others may stand between."""
    rest = iter(actual)
    for position, wanted in enumerate(expected):
        if wanted not in rest:
            what = f"依次含有 {listed(expected)}"
            after = f"（在 {expected[position - 1]} 之后）" if position else ""
            yield Mismatch("history", what, f"{after}没有 {wanted}：{listed(actual)}")
            return


def _notified(expected: Sequence[str], actual: frozenset[str]) -> Iterator[Mismatch]:
    missing = [person for person in expected if person not in actual]
    if missing:
        yield Mismatch("notified", f"含有 {listed(expected)}", listed(sorted(actual)))


def _linked(expected: Mapping[str, str] | None, actual: Mapping[str, str]) -> Iterator[Mismatch]:
    if expected == {} and actual:
        yield Mismatch("linked", "无", listed([f"{k}: {v}" for k, v in actual.items()]))
    for key, status in (expected or {}).items():
        if actual.get(key) != status:
            yield Mismatch(f"linked.{key}", status, actual.get(key, "没有关联案件"))


def _variables(expected: Mapping[str, Value], actual: Mapping[str, Value]) -> Iterator[Mismatch]:
    for name, value in expected.items():
        if name not in actual:
            yield Mismatch(f"variables.{name}", str(value), "没有这个变量")
        elif actual[name] != value and str(actual[name]) != str(value):
            yield Mismatch(f"variables.{name}", str(value), str(actual[name]))


def _ledger(
    checks: Sequence[LedgerCheck], records: Sequence[Mapping[str, object]]
) -> Iterator[Mismatch]:
    for number, (check, record) in enumerate(zip(checks, records, strict=True)):
        for key, expected in check.given.items():
            actual = record[key]
            if _plain(expected) != _plain(actual):
                place = f"ledger.{number}.{key}"
                yield Mismatch(place, _written(expected), f"{_written(actual)}（{check.of}）")


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, list | tuple) else value


def _written(value: object) -> str:
    match value:
        case list() | tuple():
            return listed([str(each) for each in value])
        case bool():
            return str(value).lower()
        case None:
            return "~"
    return str(value)


def _records(
    key: str,
    expected: Sequence[Mapping[str, Value]] | None,
    actual: Sequence[Mapping[str, Value]],
) -> Iterator[Mismatch]:
    """Compare lists of records, of each only the keys that are expected."""
    if expected is None:
        return
    if len(expected) != len(actual):
        yield Mismatch(
            key, f"{len(expected)}件", f"{len(actual)}件：{listed(map(_record, actual))}"
        )
    for position, (wanted, record) in enumerate(zip(expected, actual, strict=False), start=1):
        for name, value in wanted.items():
            if name not in record or str(record[name]) != str(value):
                found = record.get(name, "没有这一项")
                yield Mismatch(f"{key}.{position}.{name}", str(value), str(found))


def _record(record: Mapping[str, Value]) -> str:
    return "、".join(f"{name} {value}" for name, value in record.items())


def listed(texts: Iterable[str]) -> str:
    """Write a list as scenario files do."""
    return f"[{', '.join(texts)}]"


def _days(days: Sequence[date | None]) -> str:
    texts = [day.isoformat() if day else "无期限" for day in days]
    return texts[0] if len(texts) == 1 else listed(texts)
