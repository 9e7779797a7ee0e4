"""Builds the parts that a command needs: the case types, what diagrams may name, the store."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

import documents
import workflows
from dudao import system
from dudao.groups import GROUPS, MAY, ROLES
from engine.commands.engine import Engine, Observer, nobody
from engine.commands.policy.permissions import Permissions
from engine.definitions.functions import FUNCTION_NAMES
from engine.definitions.handlers import Handlers, PureHandler
from engine.definitions.published import Library
from engine.model.documents import Record, Renderer, TemplateFinding
from engine.model.message_kinds import ENGINE_KINDS, MessageKind, MessageKinds
from engine.model.settings import ENGINE_SETTINGS, Setting, Settings
from engine.model.values import from_json
from notifications.spreading.settings import SETTINGS as MANNER_SETTINGS

NOTIFICATION_SETTINGS: tuple[Setting, ...] = MANNER_SETTINGS
"""What an office may set of notifications."""


@dataclass(frozen=True, slots=True)
class CaseTypes:
    """What the packages in `workflows/` register: handlers, settings and kinds of messages."""

    handlers: Handlers
    settings: Settings
    message_kinds: MessageKinds
    packages: tuple[str, ...] = field(default=())


def case_types() -> CaseTypes:
    """Find every package in `workflows/` and register its `HANDLERS`, `SETTINGS` and `MESSAGES`."""
    names = sorted(each.name for each in pkgutil.iter_modules(workflows.__path__) if each.ispkg)
    modules = [importlib.import_module(f"workflows.{name}") for name in names]
    handlers: list[Mapping[str, PureHandler]] = [getattr(m, "HANDLERS", {}) for m in modules]
    settings: list[tuple[Setting, ...]] = [getattr(m, "SETTINGS", ()) for m in modules]
    messages: list[tuple[MessageKind, ...]] = [getattr(m, "MESSAGES", ()) for m in modules]
    return CaseTypes(
        handlers=Handlers.of(*handlers),
        settings=Settings.of(ENGINE_SETTINGS, NOTIFICATION_SETTINGS, *settings),
        message_kinds=MessageKinds.of(ENGINE_KINDS, *messages),
        packages=tuple(names),
    )


def build_engine(
    types: CaseTypes, *, observe: Observer = nobody, library: Library | None = None
) -> Engine:
    """Build the engine for one store; stores with the same definitions may share a library."""
    return Engine(
        new_id=system.new_id,
        new_salt=system.salt,
        new_secret=system.secret,
        handlers=types.handlers,
        settings=types.settings,
        message_kinds=types.message_kinds,
        permissions=Permissions(MAY),
        groups=GROUPS,
        roles=ROLES,
        observe=observe,
        compose=compose,
        check_template=check_template,
        renderers=RENDERERS,
        library=library or Library(),
    )


def _docx(record: Record) -> bytes:
    return documents.render_docx(documents.content_from_record(record))


def _pdf(record: Record) -> bytes:
    return documents.render_pdf(documents.content_from_record(record))


RENDERERS: Mapping[str, Renderer] = {"docx": _docx, "pdf": _pdf}
"""The files that are made from every document."""


def compose(source: str, fields: Mapping[str, object], *, name: str = "") -> Record:
    """Compose a document by the package `documents`."""
    record = documents.compose(source, fields, name=name).to_record()
    return cast("Record", from_json(record))


def check_template(source: str) -> tuple[TemplateFinding, ...]:
    """Check a template by the package `documents`."""
    return tuple(TemplateFinding(each.line, each.zh, each.en) for each in documents.check(source))


__all__ = ["FUNCTION_NAMES", "GROUPS", "CaseTypes", "build_engine", "case_types"]
