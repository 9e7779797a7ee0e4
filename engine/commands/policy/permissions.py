"""Which groups may give the commands that no diagram assigns: deny by default.

Work in a diagram names its own candidates. What concerns a case as a whole is a word
(`engine.commands.policy.words`), with the groups an installation uses; whoever has a post in one of
them may act on the cases of the unit of that post and of those below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.commands.office import Office
from engine.commands.policy.acting import Standing, standing
from engine.commands.policy.duties import reaches_as
from engine.commands.policy.words import WORDS, Word
from engine.identity import Person
from engine.model.case import Actor
from engine.model.errors import NotPermitted

_NO_WORD = Word("这一操作", "This")


@dataclass(frozen=True, slots=True)
class Permissions:
    """The groups that may give each command; a word not listed, or not known, is nobody's."""

    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def expect(
        self, office: Office, actor: Actor, command: str, *, unit: str | None = None
    ) -> Person | None:
        """Expect the actor to have a post in a group for the command that reaches the unit.

        Whoever substitutes needs the post of the absent person, who is returned. The system may do
        everything and is nobody: None.
        """
        if actor.is_system:
            return None
        person = _standing(office, actor, command).person
        allowed = self._allowed(command)
        if person.groups.isdisjoint(allowed):
            raise NotPermitted(
                f"{person.name}不在可以执行这一操作的候选组内。",
                en=f"{person.name} is in none of the groups that may do this.",
            )
        if unit is None and WORDS[command].of_all and not office.over_all(person.units_as(allowed)):
            raise NotPermitted(
                f"{WORDS[command].zh}涉及所有单位，须由最上级单位的人员办理。",
                en=f"“{WORDS[command].en}” is about all units and asks for a post over all of them.",
                code="not_over_all",
            )
        if not reaches_as(office, person, allowed, unit):
            raise NotPermitted(
                f"{office.unit_name(unit or '') or unit}不在{person.name}的管辖范围内。",
                en=f"{office.unit_name(unit or '') or unit} is outside of the units of {person.name}.",
            )
        return person

    def allows(self, office: Office, actor: Actor, command: str, *, unit: str | None) -> bool:
        """Say whether `expect` would let the actor."""
        try:
            self.expect(office, actor, command, unit=unit)
        except NotPermitted:
            return False
        return True

    def units(self, office: Office, actor: Actor, command: str) -> tuple[str, ...]:
        """Return the units of the posts that let a person give a command, for lists; else ()."""
        try:
            person = _standing(office, actor, command).person
        except NotPermitted:
            return ()
        return person.units_as(self._allowed(command))

    def _allowed(self, command: str) -> frozenset[str]:
        return self.groups.get(command, frozenset()) if command in WORDS else frozenset()


def _standing(office: Office, actor: Actor, command: str) -> Standing:
    word = WORDS.get(command, _NO_WORD)
    if actor.on_behalf_of is not None and not word.by_substitute:
        raise NotPermitted(
            f"{word.zh}不能由他人代理。",
            en=f"“{word.en}” cannot be done by a substitute.",
            code="not_by_substitute",
        )
    return standing(office, actor)
