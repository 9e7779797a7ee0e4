"""What a running case sees of the world: clock, expressions, handlers and tables, for one step."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import chain
from typing import cast

from engine.commands.office import Office
from engine.decisions import DecisionError
from engine.definitions.due import due_of
from engine.definitions.functions import FUNCTION_NAMES, functions_for
from engine.feel import FeelError, Function, Range, parse
from engine.feel.expression import NO_FUNCTIONS
from engine.feel.values import Lambda
from engine.model.calendar import SHANGHAI, WorkCalendar
from engine.model.deadlines import Deadline
from engine.model.errors import EngineError
from engine.model.ledger import OutcomeEntry
from engine.model.settings import Settings
from engine.model.surroundings import ActivityFailed, BusinessError, Call, Decided, Due
from engine.model.values import Value
from engine.spiff import Instance
from engine.store.rows import PublicationRow

Dispatch = Callable[[Call], Mapping[str, Value]]
Past = Callable[[str, date], Sequence[OutcomeEntry]]
"""Find the outcomes of a unit or a person decided since a day."""
FindPublication = Callable[[str], PublicationRow | None]
_NOT_STORED = (Range, Function, Lambda)


class StepSurroundings:
    """The world as one step of one case sees it; thrown away with the step."""

    def __init__(
        self,
        office: Office,
        *,
        now: datetime,
        case: Mapping[str, Value],
        dispatch: Dispatch,
        past: Past,
        find_publication: FindPublication,
    ) -> None:
        self._office = office
        self._past = past
        self._find_publication = find_publication
        self._now = now
        self._case: Mapping[str, Value] = {"case": case}
        self._dispatch = dispatch
        self._functions: Mapping[str, Function] | None = None
        self._seen_from: Mapping[str, Value] = {}
        self._refusal: ValueError | None = None
        self.instance: Instance | None = None
        self.deadlines: list[Deadline] = []
        """Deadlines that expressions computed in this step."""

    def see(self, case: Mapping[str, Value]) -> None:
        """Let expressions find this under the name `case` from now on."""
        self._case = {"case": case}

    # ------------------------------------------------------------- engine.model.surroundings

    @property
    def now(self) -> datetime:
        """The instant of this step."""
        return self._now

    def evaluate(self, text: str, variables: Mapping[str, Value]) -> Value:
        """Evaluate a FEEL expression; raise ActivityFailed when it cannot be."""
        with _failing("expression"):
            expression = parse(text)
            mine = not expression.functions.isdisjoint(FUNCTION_NAMES)
            outer, self._seen_from = self._seen_from, variables
            try:
                value = expression.evaluate(
                    self._context(variables), functions=self._offered() if mine else NO_FUNCTIONS
                )
            finally:
                self._seen_from = outer
        if self._refusal is not None:
            refusal, self._refusal = self._refusal, None
            raise ActivityFailed("expression", str(refusal), f"'{text}': {refusal}")
        _expect_storable(value, text)
        return cast("Value", value)

    def due(
        self, text: str, variables: Mapping[str, Value], *, since: datetime | None = None
    ) -> Due | None:
        """Compute a due date or timer text, counted from `since`, by default from now."""
        return due_of(
            text,
            since=since or self._now,
            calendar=lambda: self._office.calendar,
            evaluate=lambda expression: self.evaluate(expression, variables),
        )

    def call(self, call: Call) -> Mapping[str, Value]:
        """Run the handler; whatever it raises, except a BPMN error, is an incident."""
        with _failing("handler"):
            return self._dispatch(call)

    def decide(self, decision: str, variables: Mapping[str, Value]) -> Decided:
        """Evaluate the newest version of a decision table."""
        table = self._office.table(decision)
        if table is None:
            raise ActivityFailed(
                "decision",
                f"没有发布决策表“{decision}”。",
                f"Expected a published decision table '{decision}'.",
            )
        with _failing("decision"):
            result = table.decisions.evaluate(decision, self._context(variables), self._offered())
        _expect_storable(result.value, decision)
        return Decided(
            value=cast("Value", result.value),
            rules=result.matched_rules,
            inputs=cast("Mapping[str, Value]", result.inputs) or table.read(decision, variables),
            table_version=f"{decision}@{table.version}",
        )

    # ----------------------------------------------------- engine.definitions.functions.Source

    @property
    def calendar(self) -> WorkCalendar:
        """The working calendar in force."""
        return self._office.calendar

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._office.settings

    def performers(self, activity: str) -> tuple[str, ...]:
        """Return who performed an activity, seen from the expression's scope, the first first."""
        if self.instance is None:
            return ()
        return self.instance.performers(self._scope(self.instance), activity)

    def times(self, activity: str) -> int:
        """Return how often an activity was performed, seen from the expression's scope."""
        if self.instance is None:
            return 0
        return self.instance.times(self._scope(self.instance), activity)

    def unit_name(self, code: str) -> str | None:
        """Return the name of a unit; None for an unknown code."""
        return self._office.unit_name(code)

    def person_name(self, person: str) -> str | None:
        """Return the name of an active person; None for anybody else."""
        found = self._office.person(person)
        return None if found is None else found.name

    def is_within(self, unit: str, ancestor: str) -> bool:
        """Say whether a unit is another one or lies below it."""
        return self._office.is_within(unit, ancestor)

    def look_up(self, decision: str, inputs: Mapping[str, Value]) -> Value:
        """Return the result of the newest version of a decision table."""
        try:
            return self.decide(decision, inputs).value
        except ActivityFailed as cause:
            raise ValueError(cause.zh) from cause

    def past_outcomes(self, subject: str, since: date) -> Sequence[OutcomeEntry]:
        """Return the outcomes of a unit or a person decided since a day, reversed ones left out."""
        return self._past(subject, since)

    def published(self, name: str) -> Mapping[str, Value] | None:
        """Return what is known of a publication, by its number or id; None where there is none."""
        row = self._find_publication(name)
        if row is None:
            return None
        return {
            "id": row.id,
            "number": row.number,
            "kind": row.kind,
            "title": row.title,
            "state": row.state,
            "published_at": row.published_at.astimezone(SHANGHAI),
        }

    def computed(self, deadline: Deadline) -> None:
        """Take note of a deadline that an expression computed."""
        self.deadlines.append(deadline)

    def refused(self, refusal: ValueError) -> None:
        """Take note that one of our functions could not answer."""
        self._refusal = refusal

    # ------------------------------------------------------------------------------- details

    def _context(self, variables: Mapping[str, Value]) -> Mapping[str, object]:
        return ChainMap(cast("dict[str, object]", self._case), cast("dict[str, object]", variables))

    def _offered(self) -> Mapping[str, Function]:
        if self._functions is None:
            self._functions = functions_for(self)
        return self._functions

    def _scope(self, instance: Instance) -> int:
        """Return the scope whose variables an expression reads.

        A scope offers its variables as they are or in a ChainMap, those of outer scopes behind.
        """
        seen = self._seen_from
        for part in seen.maps if isinstance(seen, ChainMap) else (seen,):
            for number, scope in chain(instance.scopes.items(), instance.ended.items()):
                if scope.data is part:
                    return number
        return 1


def _expect_storable(value: object, text: str) -> None:
    if isinstance(value, _NOT_STORED):
        raise ActivityFailed(
            "expression",
            f"“{text}”得出的是区间或函数，不能保存。",
            f"Expected '{text}' to give a value that can be stored, not a range or function.",
        )
    if isinstance(value, list):
        for each in value:
            _expect_storable(each, text)
    elif isinstance(value, dict):
        for each in value.values():
            _expect_storable(each, text)


@contextmanager
def _failing(kind: str) -> Iterator[None]:
    """Turn whatever goes wrong inside into an incident of this kind."""
    try:
        yield
    except (ActivityFailed, BusinessError):
        raise
    except (FeelError, DecisionError) as cause:
        raise ActivityFailed(kind, cause.zh, cause.en) from cause
    except EngineError as cause:
        raise ActivityFailed(kind, cause.message, cause.en) from cause
    except Exception as cause:  # a mistake in a handler must not lose the case
        name = type(cause).__name__
        raise ActivityFailed(
            kind, f"处理程序出错（{name}：{cause}）。", f"The handler failed ({name}: {cause})."
        ) from cause
