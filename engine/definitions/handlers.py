"""What service tasks may call: the engine's own handlers, and those of case types.

The engine's own change the case or the store and are carried out by `engine.commands`; those of
case types are pure functions from a call to the variables it sets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.model.errors import AlreadyExists
from engine.model.surroundings import Call
from engine.model.values import Value

PureHandler = Callable[[Call], Mapping[str, Value]]

BUILT_IN: Mapping[str, tuple[str, ...]] = {
    "notify": ("to", "unit", "excluded_units", "kind", "text"),
    "allocate_number": ("series",),
    "open_linked_case": ("process", "title", "unit"),
    "record_outcome": (
        "code", "unit", "person", "person_unit", "post", "identity", "form", "period", "authority",
        "decision", "basis", "decided_on", "effective_on", "disclosure", "facts_on", "note",
    ),
    "reverse_outcomes": ("reason", "decision"),
    "note_remedy": ("state", "decision"),
    "issue_document": ("template", "series", "number", "visibility", "addressee"),
    "extend_deadline": ("variable", "term"),
    "move_deadline": ("variable", "due"),
    "publish": (
        "kind", "title", "text", "number", "objection_until", "source", "supersedes", "basis",
    ),
    "close_publication": ("publication", "how", "reason", "by"),
    "answer_objection": ("objection", "answer", "upheld"),
}  # fmt: skip
"""The engine's handlers with their inputs."""

OPEN_ENDED = frozenset({"open_linked_case", "issue_document"})
"""Handlers that take inputs of any name: variables of the new case, fields of the document."""


@dataclass(frozen=True, slots=True)
class Handlers:
    """The pure handlers of the case types, by name."""

    pure: Mapping[str, PureHandler] = field(default_factory=dict)

    @classmethod
    def of(cls, *groups: Mapping[str, PureHandler]) -> Handlers:
        """Join the handlers of several case types; a name taken twice raises AlreadyExists."""
        joined: dict[str, PureHandler] = {}
        for group in groups:
            for name, handler in group.items():
                if name in BUILT_IN or joined.setdefault(name, handler) is not handler:
                    raise AlreadyExists(
                        f"服务任务处理程序“{name}”重名。",
                        en=f"Expected one handler named '{name}'.",
                    )
        return cls(joined)

    @property
    def known(self) -> Mapping[str, tuple[str, ...]]:
        """Return every name with its documented inputs, for the linter; () where it has none."""
        return {**dict.fromkeys(self.pure, ()), **BUILT_IN}
