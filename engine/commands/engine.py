"""What commands need besides their arguments: built once per store, by the composition root."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.commands.kept_overviews import Kept
from engine.commands.policy.permissions import Permissions
from engine.commands.staffing import KeptStaff
from engine.definitions.handlers import Handlers
from engine.definitions.published import Library
from engine.identity import Directory, Passwords
from engine.model.calendar import WorkCalendar
from engine.model.case import NewId, NewSalt, NewSecret
from engine.model.documents import Composer, Renderer, TemplateCheck
from engine.model.effects import Effect
from engine.model.message_kinds import ENGINE_KINDS, MessageKinds
from engine.model.own_reminders import OwnReminder
from engine.model.settings import ENGINE_SETTINGS, Settings
from engine.store.calendar_uploads import calendar_cache
from engine.store.changes import Cached
from engine.store.settings import StoredSetting, settings_cache

Observer = Callable[[str, Sequence[Effect]], None]
"""Told the definition id and the effects of each step, before it is committed."""


def nobody(_definition_id: str, _effects: Sequence[Effect]) -> None:
    """Observe nothing."""


@dataclass(frozen=True, slots=True)
class Engine:
    """The ways of an installation, and what it has read of one store; safe to share.

    `new_id`, `new_salt` and `new_secret` are the only sources of chance beside the salts of
    passwords. Without `new_secret` nobody can sign in and no token be issued. `observe` is told what each step did.
    Without `compose` no document can be issued, and without `check_template` none published;
    `renderers` sets files, by their kind (`docx`, `pdf`). `groups` are those that people may be put
    into, with their names; without any, every name will do. `roles` name kinds of users, each with
    its groups. `own_reminders` says of which due dates diagrams speak themselves.
    """

    new_id: NewId
    new_salt: NewSalt
    handlers: Handlers = field(default_factory=Handlers)
    settings: Settings = field(default_factory=lambda: Settings.of(ENGINE_SETTINGS))
    message_kinds: MessageKinds = field(default_factory=lambda: MessageKinds.of(ENGINE_KINDS))
    own_reminders: tuple[OwnReminder, ...] = ()
    permissions: Permissions = field(default_factory=Permissions)
    groups: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    observe: Observer = nobody
    passwords: Passwords = field(default_factory=Passwords)
    new_secret: NewSecret | None = None
    compose: Composer | None = None
    check_template: TemplateCheck | None = None
    renderers: Mapping[str, Renderer] = field(default_factory=dict)
    library: Library = field(default_factory=Library)
    directory: Directory = field(default_factory=Directory)
    calendar: Cached[WorkCalendar] = field(default_factory=calendar_cache)
    stored_settings: Cached[Mapping[str, StoredSetting]] = field(default_factory=settings_cache)
    overviews: Kept = field(default_factory=Kept)
    staff: KeptStaff = field(default_factory=KeptStaff)
