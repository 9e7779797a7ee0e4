"""To whom the activities of a process may be offered, as far as its diagram tells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from engine.diagram.lint_activities import listed
from engine.diagram.model import Node
from engine.feel.expression import is_wrapped


@dataclass(frozen=True, slots=True)
class Offer:
    """An activity with its candidates; where an expression yields them, they may be anybody."""

    node: str
    groups: frozenset[str]
    users: frozenset[str]
    is_anybodys: bool

    def reaches(self, person: str, groups: Collection[str]) -> bool:
        """Say whether the activity may be offered to a person by name or by a group."""
        return self.is_anybodys or person in self.users or not self.groups.isdisjoint(groups)


def offers_of(nodes: Iterable[Node]) -> Iterator[Offer]:
    """Yield the activities that are offered to anybody at all."""
    for node in nodes:
        groups, users = node.candidate_groups, node.candidate_users
        if groups or users:
            is_anybodys = is_wrapped(groups) or is_wrapped(users)
            yield Offer(node.id, frozenset(listed(groups)), frozenset(listed(users)), is_anybodys)
