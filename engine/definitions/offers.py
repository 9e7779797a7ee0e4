"""To whom the activities of a process may be offered, as far as its diagram tells."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from engine.diagram.lint_activities import listed
from engine.diagram.xml import BPMN, attribute, camunda, parse_xml
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


def offers_in(source: bytes) -> Iterator[Offer]:
    """Yield the activities of a diagram that are offered to anybody at all.

    They are read from the text of a published version: to compile all there ever were for a list
    would take seconds.
    """
    for element in parse_xml(source).iter(f"{{{BPMN}}}*"):
        groups, users = camunda(element, "candidateGroups"), camunda(element, "candidateUsers")
        if groups or users:
            yield Offer(
                node=attribute(element, "id"),
                groups=frozenset(listed(groups)),
                users=frozenset(listed(users)),
                is_anybodys=is_wrapped(groups) or is_wrapped(users),
            )
