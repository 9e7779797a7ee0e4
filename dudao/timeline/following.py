"""Follow a case while it is played: print what is new after every step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from rich.text import Text

from dudao.desk import Desk
from dudao.scenarios.model import Act, Scenario
from dudao.scenarios.result import StepResult
from dudao.scenarios.view import Eyes, case_tree, view_case
from dudao.timeline.drawing import Drawing
from dudao.timeline.entries import Entry, Names, entries_of
from engine.model.deadlines import Light
from engine.store import Session
from engine.store.case_reads import history_of


@dataclass(slots=True)
class Follower:
    """Print the new history of a case and of those it opened."""

    desk: Desk
    drawing: Drawing
    names: Names
    say: Callable[[Text], None]
    _seen: dict[str, int] = field(default_factory=dict)

    def look(self, case_id: str) -> None:
        """Print what happened since the last look."""
        now = self.desk.clock()
        with self.desk.store.read() as session:
            entries = list(self._new(session, case_id))
            light = self.light(session, case_id)
        for entry in entries:
            for line in self.drawing.lines(entry, light, now):
                self.say(line)

    def tell_refusal(self, scenario: Scenario, step: StepResult, who: str) -> None:
        """Print that a step was refused, as it should be."""
        action = scenario.steps[step.number - 1].action
        if isinstance(action, Act) and action.code and not step.failures:
            activity = self.names.activity(action.text("task"))
            entry = Entry(step.at, f"⊘ 拒绝：不得{activity}", who, tone="red")
            for line in self.drawing.lines(entry, None, step.at):
                self.say(line)

    def light(self, session: Session, case_id: str) -> Light:
        """Return the light of the case now."""
        eyes = Eyes(self.desk.clock(), self.names.calendar, self.desk.near(session))
        return view_case(session, case_id, eyes).light

    def _new(self, session: Session, case_id: str) -> Iterator[Entry]:
        for each in case_tree(session, case_id):
            for event in history_of(session, each, after=self._seen.get(each, 0)):
                self._seen[each] = event.seq
                yield from entries_of(event, self.names)
