"""Which sequence flows the steps of cases took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engine.model.effects import Effect, FlowTaken


class FlowLog:
    """Hear of every step, and remember the flows per definition."""

    def __init__(self) -> None:
        self._taken: dict[str, set[str]] = {}

    def observe(self, definition_id: str, effects: Sequence[Effect]) -> None:
        """Take note of the flows of a step."""
        taken = self._taken.setdefault(definition_id, set())
        taken.update(effect.flow for effect in effects if isinstance(effect, FlowTaken))

    def by_process(
        self, keys: Mapping[str, Iterable[str]], flows: Mapping[str, frozenset[str]]
    ) -> dict[str, frozenset[str]]:
        """Return the flows taken per process.

        `keys` names for each definition its process and those it calls, `flows` what each has.
        """
        found: dict[str, frozenset[str]] = {}
        for definition_id, taken in self._taken.items():
            for key in keys.get(definition_id, ()):
                found[key] = found.get(key, frozenset()) | (flows.get(key, frozenset()) & taken)
        return found
