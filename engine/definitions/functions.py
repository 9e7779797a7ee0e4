"""The functions that expressions in diagrams may call, besides those of FEEL itself.

The list is fixed: the linter knows it, docs/expressions.md explains it. A function that cannot
answer raises ValueError with a sentence; the step then raises an incident, never a silent null.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Protocol

from engine.definitions.deadline_context import context_of, deadline_in, instant_of
from engine.feel import Function
from engine.model import deadlines
from engine.model.calendar import SHANGHAI, WorkCalendar
from engine.model.deadlines import Deadline, Term, Unit, parse_term
from engine.model.errors import EngineError
from engine.model.ledger import OutcomeEntry
from engine.model.redaction import personal_data
from engine.model.settings import Settings
from engine.model.values import Value

MORNING = time(9)


class Source(Protocol):
    """What the functions ask; answered by the step that evaluates."""

    @property
    def now(self) -> datetime:
        """The instant of the step, aware UTC."""
        ...

    @property
    def calendar(self) -> WorkCalendar:
        """The working calendar in force."""
        ...

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        ...

    def performers(self, activity: str) -> tuple[str, ...]:
        """Return who performed an activity, seen from the expression's scope, the latest last."""
        ...

    def times(self, activity: str) -> int:
        """Return how often an activity was performed, seen from the expression's scope."""
        ...

    def unit_name(self, code: str) -> str | None:
        """Return the name of a unit; None for an unknown code."""
        ...

    def person_name(self, person: str) -> str | None:
        """Return the name of a person; None for somebody unknown."""
        ...

    def is_within(self, unit: str, ancestor: str) -> bool:
        """Say whether a unit is another one or lies below it."""
        ...

    def look_up(self, decision: str, inputs: Mapping[str, Value]) -> Value:
        """Return the result of the newest version of a decision table."""
        ...

    def past_outcomes(self, subject: str, since: date) -> Sequence[OutcomeEntry]:
        """Return the outcomes of a unit code or a person reference decided since a local day.

        Reversed ones are left out; in order of decision.
        """
        ...

    def published(self, name: str) -> Mapping[str, Value] | None:
        """Return what is known of a publication, by its number or id; None where there is none."""
        ...

    def computed(self, deadline: Deadline) -> None:
        """Take note of a deadline that an expression computed."""
        ...

    def refused(self, refusal: ValueError) -> None:
        """Take note that a function could not answer: its null is not to be used."""
        ...


@dataclass(frozen=True, slots=True)
class Signature:
    """How a function is called, and what it is for."""

    name: str
    parameters: tuple[str, ...]
    zh: str
    make: Callable[[Source], Callable[..., object]]
    required: int | None = None


def functions_for(source: Source) -> Mapping[str, Function]:
    """Return the functions as one step offers them to FEEL."""
    return {
        signature.name: Function(
            signature.name,
            signature.parameters,
            _answering(signature.make(source), source),
            doc=signature.zh,
            required=signature.required,
        )
        for signature in SIGNATURES
    }


def _answering(call: Callable[..., object], source: Source) -> Callable[..., object]:
    """Turn the refusals of the model into the one error that FEEL knows."""

    def answer(*arguments: object) -> object:
        try:
            return call(*arguments)
        except (EngineError, ValueError, OverflowError) as cause:
            refusal = ValueError(str(cause))
            source.refused(refusal)
            raise refusal from cause

    return answer


# ------------------------------------------------------------------------------------- values


def _text(value: object, what: str) -> str:
    if isinstance(value, str) and value:
        return value
    raise ValueError(f"{what}应为文字。")


def _term(value: object) -> Term:
    if isinstance(value, timedelta) and value > timedelta():
        hours, rest = divmod(value, timedelta(hours=1))
        if not rest:
            days, over = divmod(hours, 24)
            return Term(hours, Unit.HOURS) if over else Term(days, Unit.DAYS)
    return parse_term(_text(value, "期限"))


def _instant(value: object) -> datetime:
    found = instant_of(value)
    if found is None:
        raise ValueError("应为日期、日期时间或期限值。")
    return found


# ---------------------------------------------------------------------------------- the functions


def _now(source: Source) -> Callable[..., object]:
    return lambda: source.now.astimezone(SHANGHAI)


def _today(source: Source) -> Callable[..., object]:
    return lambda: source.now.astimezone(SHANGHAI).date()


def _deadline(source: Source) -> Callable[..., object]:
    def deadline(term: object, since: object = None) -> Mapping[str, Value]:
        start = source.now if since is None else _start(since)
        found = deadlines.compute_deadline(_term(term), start, calendar=source.calendar)
        source.computed(found)
        return context_of(found)

    return deadline


def _start(value: object) -> datetime:
    """Return the instant a term starts at; a date is the beginning of that local day."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time(), SHANGHAI)
    return _instant(value)


def _extend(source: Source) -> Callable[..., object]:
    def extend(context: object, term: object) -> Mapping[str, Value]:
        old = deadline_in(context)
        if old is None:
            raise ValueError("extend的第一个参数应为deadline得到的期限值。")
        found = deadlines.extend(old, _term(term), cap=None, calendar=source.calendar)
        source.computed(found)
        return context_of(found)

    return extend


def _before(source: Source) -> Callable[..., object]:
    return lambda when, term: deadlines.before(
        _instant(when), _term(term), source.calendar, at=MORNING
    )


def _after(source: Source) -> Callable[..., object]:
    def after(when: object, term: object) -> datetime:
        start, length = _instant(when), _term(term)
        if length.unit is Unit.HOURS:
            return start + timedelta(hours=length.quantity)
        policy = deadlines.Policy(roll_forward=False)
        found = deadlines.compute_deadline(length, start, calendar=source.calendar, policy=policy)
        return datetime.combine(found.due_on, MORNING, SHANGHAI)

    return after


def _half(_source: Source) -> Callable[..., object]:
    def half(term: object) -> str:
        whole = _term(term)
        return Term(max(1, whole.quantity // 2), whole.unit).iso

    return half


def _setting(source: Source) -> Callable[..., object]:
    return lambda key: source.settings.value(_text(key, "参数名"))


def _performer(source: Source) -> Callable[..., object]:
    def performer(activity: object) -> str | None:
        people = source.performers(_text(activity, "环节"))
        return people[-1] if people else None

    return performer


def _performers(source: Source) -> Callable[..., object]:
    return lambda activity: list(source.performers(_text(activity, "环节")))


def _times(source: Source) -> Callable[..., object]:
    return lambda activity: Decimal(source.times(_text(activity, "环节")))


def _unit_name(source: Source) -> Callable[..., object]:
    return lambda code: source.unit_name(_text(code, "单位"))


def _person_name(source: Source) -> Callable[..., object]:
    return lambda person: source.person_name(_text(person, "人员"))


def _is_within(source: Source) -> Callable[..., object]:
    return lambda unit, ancestor: source.is_within(_text(unit, "单位"), _text(ancestor, "上级单位"))


def _decide(source: Source) -> Callable[..., object]:
    def decide(table: object, inputs: object) -> Value:
        if not isinstance(inputs, Mapping):
            raise ValueError("decide的第二个参数应为上下文，如 {basis: legal_basis}。")  # noqa: TRY004 - the one error that functions raise
        return source.look_up(_text(table, "决策表"), inputs)

    return decide


def _past_outcomes(source: Source) -> Callable[..., object]:
    def past_outcomes(subject: object, since: object) -> list[Mapping[str, Value]]:
        found = source.past_outcomes(_text(subject, "单位或人员"), _day(since))
        return [
            {
                "code": entry.code,
                "form": entry.form,
                "decision": entry.decision,
                "decided_on": entry.decided_on,
                "case": entry.case_id,
                "unit": entry.unit,
                "person": entry.person,
            }
            for entry in found
        ]

    return past_outcomes


def _day(value: object) -> date:
    """Return a date as it is, and the local day of an instant or a deadline."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return deadlines.local_day(_instant(value))


def _publication(source: Source) -> Callable[..., object]:
    return lambda number: source.published(number) if isinstance(number, str) else None


def _personal_data(_source: Source) -> Callable[..., object]:
    def find(text: object) -> list[Value]:
        found = personal_data(text if isinstance(text, str) else "")
        return [
            {
                "what": each.what,
                "word": each.word,
                "line": Decimal(each.line),
                "column": Decimal(each.column),
            }
            for each in found
        ]

    return find


SIGNATURES: tuple[Signature, ...] = (
    Signature("now", (), "此刻", _now),
    Signature("today", (), "今天（北京时间）", _today),
    Signature("deadline", ("term", "from"), "自某时起算的期限，缺省自此刻", _deadline, 1),
    Signature("extend", ("deadline", "term"), "延长后的期限", _extend),
    Signature("before", ("when", "term"), "届满日之前若干日（或小时）的9时", _before),
    Signature("after", ("when", "term"), "届满日之后若干日（或小时）的9时", _after),
    Signature("half", ("term",), "期限的一半，舍去零头，至少为1", _half),
    Signature("setting", ("key",), "参数当前的值", _setting),
    Signature("performer", ("activity",), "最近办理某环节的人", _performer),
    Signature("performers", ("activity",), "办理过某环节的所有人", _performers),
    Signature("times", ("activity",), "某环节已办理几次", _times),
    Signature("unit_name", ("code",), "单位名称", _unit_name),
    Signature("person_name", ("person",), "人员姓名", _person_name),
    Signature("is_within", ("unit", "ancestor"), "单位是否属于某单位", _is_within),
    Signature("decide", ("table", "inputs"), "查决策表的结果", _decide),
    Signature(
        "past_outcomes",
        ("subject", "since"),
        "单位或人员自某日以来作出的结果，已冲销的除外",
        _past_outcomes,
    ),
    Signature("publication", ("number",), "公示公告的种类、标题和状态", _publication),
    Signature("personal_data", ("text",), "文字中不得公开的个人信息", _personal_data),
)
FUNCTION_NAMES: frozenset[str] = frozenset(signature.name for signature in SIGNATURES)
"""The names, for the linter."""
