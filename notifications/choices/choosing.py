"""Choose how one is told outside the inbox, and read how one chose.

A channel that is switched off still carries what the law wants told: those kinds say why (`Duty`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass

from engine.commands.accounts.holders import own
from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.policy.acting import expect_known
from engine.commands.requests import command
from engine.commands.results import Recorded
from engine.definitions.system_chain import record_change
from engine.model.case import Actor, Clock
from engine.model.errors import FieldError, InvalidArgument
from engine.model.values import Value
from engine.store.contacts import Choice, choice_of, put_choice
from engine.store.store import Session
from notifications.contacts.addresses import Channels, personal_channels

LANGUAGES = ("zh", "en")
_HOURS = range(24)


@dataclass(frozen=True, slots=True)
class ChoiceSet(Recorded):
    """How one is told was chosen; with `changed` False it was so before."""

    changed: bool


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """How one is told: the hour of the digest (None: one by one), language, channels off."""

    digest_at: int | None
    language: str
    off_channels: tuple[str, ...]


def read_choice(session: Session, *, engine: Engine, clock: Clock, actor: Actor) -> ChoiceView:
    """Return how one chose to be told; it is nobody else's to read."""
    del engine, clock
    found = choice_of(session, own(actor))
    return ChoiceView(found.digest_at, found.language, found.off_channels)


@command(ChoiceSet, worked_out={"channels"})
def set_choice(  # noqa: PLR0913 - one name for each thing a caller says
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    channels: Channels,
    digest_at: int | None,
    language: str,
    off_channels: Collection[str],
    idempotency_key: str | None = None,
) -> ChoiceSet:
    """Choose how one is told; only for oneself, NotPermitted in the place of another.

    `digest_at` is a local hour from 0 to 23. InvalidArgument names each part that cannot be.
    """
    del idempotency_key  # taken by the decorator
    now = clock()
    expect_known(Office(session, engine, now=now), own(actor))
    before = choice_of(session, actor.person)
    after = Choice(actor.person, digest_at, language, tuple(sorted(set(off_channels))))
    _expect_sound(after, known={*personal_channels(channels), *before.off_channels})
    if after == before:
        return ChoiceSet("", 0, "", 0, changed=False)
    put_choice(session, after)
    seq = record_change(
        session,
        "notification_choice_changed",
        new_salt=engine.new_salt,
        at=now,
        actor=actor,
        before=_said(before),
        after=_said(after),
        data={"account": actor.person},
    )
    return ChoiceSet("", 0, "", seq, changed=True)


def _said(choice: Choice) -> dict[str, Value]:
    said = asdict(choice)
    del said["person"]
    return {**said, "off_channels": list(choice.off_channels)}


def _expect_sound(choice: Choice, *, known: Collection[str]) -> None:
    wrong = []
    if choice.digest_at is not None and choice.digest_at not in _HOURS:
        wrong.append(FieldError("digest_at", "应为0至23之间的整点。", "An hour from 0 to 23."))
    if choice.language not in LANGUAGES:
        wrong.append(FieldError("language", "应为 zh 或 en。", "Either zh or en."))
    wrong += [
        FieldError(
            "off_channels", f"没有“{each[:80]}”这一渠道。", f"Unknown channel '{each[:80]}'."
        )
        for each in choice.off_channels
        if each not in known
    ]
    if wrong:
        raise InvalidArgument(
            wrong[0].zh, en=wrong[0].en, code="invalid_choice", errors=tuple(wrong)
        )
