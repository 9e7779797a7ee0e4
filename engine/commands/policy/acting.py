"""Who decides and who does it: the person themself, or a substitute for an absent one (代理)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.office import Office
from engine.identity import Person
from engine.model.case import Actor
from engine.model.errors import NotPermitted
from engine.store.rows import WorkRow


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose posts decide, and who really acts; for most acts the same person."""

    person: Person
    hand: Person

    @property
    def people(self) -> tuple[str, ...]:
        """Return who performs what is done, each once, whoever answers for it last."""
        return tuple(dict.fromkeys((self.hand.id, self.person.id)))


def standing(office: Office, actor: Actor) -> Standing:
    """Return who decides for an actor; raise NotPermitted without a substitution in force."""
    hand = expect_known(office, actor.person)
    if actor.on_behalf_of is None:
        return Standing(hand, hand)
    if not substitutes(office, actor.person, for_=actor.on_behalf_of):
        raise NotPermitted(
            f"“{actor.on_behalf_of}”没有把这项任务委托给{hand.name}，今日也没有由{hand.name}代理。",
            en=f"Expected a substitution of '{actor.on_behalf_of}' by '{hand.id}' in force today.",
            code="no_substitution",
        )
    return Standing(expect_known(office, actor.on_behalf_of), hand)


def standing_for(office: Office, actor: Actor, work: WorkRow) -> Standing:
    """Return who decides about open work: a delegate decides by their own posts."""
    if is_delegate(actor, work):
        hand = expect_known(office, actor.person)
        return Standing(hand, hand)
    return standing(office, actor)


def is_delegate(actor: Actor, work: WorkRow) -> bool:
    """Say whether the actor holds work that whoever they name has delegated to them."""
    named = actor.on_behalf_of
    return named is not None and (work.owner, work.assignee) == (named, actor.person)


def asking(actor: Actor, work: WorkRow | None) -> Actor:
    """Return who asks permissions about work: a delegate asks in their own name."""
    return Actor(actor.person) if work is not None and is_delegate(actor, work) else actor


def substitutes(office: Office, person: str, *, for_: str) -> bool:
    """Say whether a substitution is in force today and still fits the units of both.

    The substitute belongs to the absent person's unit or to one above it.
    """
    if person == for_ or not office.has_substitution(absent=for_, substitute=person):
        return False
    absent, hand = office.person(for_), office.person(person)
    return absent is not None and hand is not None and hand.unit in absent.unit_path


def expect_known(office: Office, person_id: str) -> Person:
    """Return an active person with a post in force today; raise NotPermitted for anybody else."""
    person = office.person(person_id)
    if person is None:
        raise NotPermitted(
            f"没有名为“{person_id}”的在册人员。",
            en=f"Expected a registered, active person, but '{person_id}' is none.",
        )
    if not person.posts:
        raise NotPermitted(
            f"{person.name}今日没有在任的职务。",
            en=f"Expected '{person_id}' to have a post in force today.",
        )
    return person
