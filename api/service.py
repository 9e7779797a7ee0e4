"""What the interface stands on: one store, one engine, one clock, and its limits."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.deploying import Deployer
from engine.commands import Engine
from engine.model.case import Clock
from engine.store import Store
from notifications.contacts.addresses import Channels, NoChannels

KIB = 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one client may ask; texts are those of Flask-Limiter, None sets no limit.

    Counted per web process. What must hold for all of them together, such as the lock after
    wrong passwords, is kept in the store.
    """

    each_client: str | None = "1200 per minute"
    public: str | None = "120 per minute"
    sign_in: str | None = "30 per minute"
    refused: str | None = "120 per minute"
    """Requests of one address that nobody signed in for: a made-up token is no new client."""
    body: int = 1024 * KIB
    """The longest JSON body, in bytes; files have a limit of their own, a setting."""


@dataclass(frozen=True, slots=True)
class Service:
    """An installation as the interface sees it; made once per process by the composition root."""

    store: Store
    engine: Engine
    clock: Clock
    limits: Limits = field(default_factory=Limits)
    deployer: Deployer | None = None
    """Checks and publishes diagrams; without one nothing can be published over HTTP."""
    is_secure: bool = False
    """Whether people come by HTTPS: cookies are then sent by no other way."""
    channels: Channels = field(default_factory=NoChannels)
    """The ways out of the machine; without any, people have addresses and nothing is sent there."""
