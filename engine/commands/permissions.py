"""Which groups may give the commands that no diagram assigns: deny by default.

Work in a diagram names its own candidates. What concerns a case as a whole is named here, with
the groups an installation uses; whoever has a post in one of them may act on the cases of the
unit of that post and of those below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.commands.duties import expect_known, reaches_as
from engine.commands.office import Office
from engine.identity import Person
from engine.model.case import Actor
from engine.model.errors import NotPermitted


@dataclass(frozen=True, slots=True)
class Permissions:
    """The groups that may give each command; a command not listed is nobody's.

    The commands asked about are `assign`, `send_message`, `cancel_case`, `suspend_case`,
    `resume_case`, `extend_deadline`, `approve_extension`, `move_timer`, `retry_incident`,
    `resolve_incident`, `change_setting`, `import_calendar`, `publish_template`, `void_document`,
    `attach`, `remove_attachment`, `see_internal` (the papers of a case), `see_served` (those that
    its unit may see), `read_unit_record`, `read_person_record`, `lift_outcome`,
    `correct_outcome`, `read_templates`, `read_number_register`, `read_objections` (what the public
    objected, in one's scope), `manage_accounts` (passwords, locks, sessions and tokens of others);
    of the registers, `list_below` (the cases of one's unit and all below it)
    and `list_own` (those of one's own unit alone).

    Of reading: `see_case` (a case that one's register shows), `read_history` (all events of a
    case), `read_access` (who read a case), `see_operations` (incidents and timers),
    `read_configuration` (definitions, tables, number series, calendar, settings) and
    `read_directory` (people). Whoever is in a group for `record_every_read` has each of their
    reads recorded by itself.
    """

    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def expect(
        self, office: Office, actor: Actor, command: str, *, unit: str | None = None
    ) -> Person | None:
        """Expect the actor to have a post in a group for the command that reaches the unit.

        The system may do everything and is nobody: None.
        """
        if actor.is_system:
            return None
        person = expect_known(office, actor.person)
        allowed = self.groups.get(command, frozenset())
        if person.groups.isdisjoint(allowed):
            raise NotPermitted(
                f"{person.name}不在可以执行这一操作的候选组内。",
                en=f"Expected '{person.id}' to be in one of {sorted(allowed)} to {command}.",
            )
        if not reaches_as(office, person, allowed, unit):
            raise NotPermitted(
                f"{office.unit_name(unit or '') or unit}不在{person.name}的管辖范围内。",
                en=f"Expected the unit of '{person.id}' to be '{unit}' or above it.",
            )
        return person

    def allows(self, office: Office, actor: Actor, command: str, *, unit: str | None) -> bool:
        """Say whether `expect` would let the actor."""
        try:
            self.expect(office, actor, command, unit=unit)
        except NotPermitted:
            return False
        return True
