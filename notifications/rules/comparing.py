"""What differs between two versions of the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from notifications.rules.model import Rule


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rules that are new, that are gone, and pairs of those that changed."""

    added: tuple[Rule, ...]
    removed: tuple[Rule, ...]
    changed: tuple[tuple[Rule, Rule], ...]

    @property
    def is_any(self) -> bool:
        """Say whether anything differs."""
        return bool(self.added or self.removed or self.changed)

    @property
    def before(self) -> tuple[Rule, ...]:
        """Return what was otherwise before."""
        return (*self.removed, *(old for old, _ in self.changed))

    @property
    def after(self) -> tuple[Rule, ...]:
        """Return what is otherwise now."""
        return (*self.added, *(new for _, new in self.changed))


def compare(before: Sequence[Rule], after: Sequence[Rule]) -> Comparison:
    """Return how rules differ; one with the same id is the same rule."""
    old, new = ({each.id: each for each in rules} for rules in (before, after))
    return Comparison(
        added=tuple(each for each in after if each.id not in old),
        removed=tuple(each for each in before if each.id not in new),
        changed=tuple(
            (old[each.id], each) for each in after if each.id in old and old[each.id] != each
        ),
    )
