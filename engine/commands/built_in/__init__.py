"""The engine's own handlers: what service tasks of any diagram may name.

Their inputs are listed for the linter in `engine.definitions.handlers`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.commands.built_in.clocks import extend_deadline, move_deadline
from engine.commands.built_in.linked import open_linked_case
from engine.commands.built_in.numbers import allocate_number
from engine.commands.built_in.papers import issue_document
from engine.commands.built_in.publications import (
    answer_objection,
    close_publication,
    publish,
)
from engine.commands.built_in.telling import notify
from engine.commands.outcomes import note_remedy, record_outcome, reverse_outcomes
from engine.commands.step import Step
from engine.model.surroundings import Call
from engine.model.values import Value

Handler = Callable[[Step, Call], Mapping[str, Value]]

HANDLERS: Mapping[str, Handler] = {
    "notify": notify,
    "allocate_number": allocate_number,
    "open_linked_case": open_linked_case,
    "record_outcome": record_outcome,
    "reverse_outcomes": reverse_outcomes,
    "note_remedy": note_remedy,
    "issue_document": issue_document,
    "extend_deadline": extend_deadline,
    "move_deadline": move_deadline,
    "publish": publish,
    "close_publication": close_publication,
    "answer_objection": answer_objection,
}
"""By the name a diagram gives in `camunda:topic`."""
