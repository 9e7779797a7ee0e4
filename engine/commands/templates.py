"""Publish templates of official documents: those an office wrote, and those that are shipped."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.requests import command
from engine.commands.results import TemplatePublished
from engine.definitions.system_chain import lock_system_chain, record_change
from engine.model.case import SYSTEM, Actor, Clock
from engine.model.documents import TemplateFinding
from engine.model.errors import Conflict, FieldError, InvalidArgument, InvalidState
from engine.store.case_reads import head_of
from engine.store.document_rows import TemplateRow
from engine.store.store import Session
from engine.store.templates import insert_template, list_templates, newest_template

MAX_SOURCE = 200_000
MAX_KEY = 64


@command(TemplatePublished)
def publish_template(  # noqa: PLR0913 - one name for each thing a caller says
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    key: str,
    source: str,
    name: str = "",
    is_new: bool | None = None,
    expected: str | None = None,
    idempotency_key: str | None = None,
) -> TemplatePublished:
    """Publish a new version of a template; documents issued from now on are made from it.

    One that has mistakes raises InvalidArgument with the code `bad_template` and an error for
    each line. The text that is in force already makes no new version. `is_new` says that
    there must be none yet, or some; `expected` names the version that must still be the newest;
    otherwise Conflict with the code ``precondition_failed``.
    """
    del idempotency_key  # taken by the decorator
    office = Office(session, engine, now=clock())
    engine.permissions.expect(office, actor, "publish_template")
    lock_system_chain(session)  # two versions over the same one: the second one sees the first
    _expect_as_seen(newest_template(session, key), is_new=is_new, expected=expected)
    _expect_sound(engine, key, source)
    return _publish(
        session, engine=engine, clock=clock, actor=actor, key=key, source=source, name=name
    )


def publish_shipped_templates(
    session: Session,
    shipped: Mapping[str, str],
    *,
    engine: Engine,
    clock: Clock,
    names: Mapping[str, str] | None = None,
) -> list[str]:
    """Publish shipped templates that are missing or have changed; return their keys.

    `names` is what they are called; a template without a name is called by its key.

    A template whose newest version an office has published is the office's: it stays.
    """
    newest = {row.key: row for row in list_templates(session)}
    published = []
    for key, source in sorted(shipped.items()):
        row = newest.get(key)
        if row is not None and (row.published_by != SYSTEM.person or row.source == source):
            continue
        name = (names or {}).get(key, "")
        _publish(
            session, engine=engine, clock=clock, actor=SYSTEM, key=key, source=source, name=name
        )
        published.append(key)
    return published


def _expect_as_seen(
    newest: TemplateRow | None, *, is_new: bool | None, expected: str | None
) -> None:
    found = None if newest is None else str(newest.version)
    if (is_new is not None and is_new != (found is None)) or expected not in {None, found}:
        raise Conflict(
            "该模板已有新的版本，与您所见的不一致，请重新读取。",
            code="precondition_failed",
            en=f"Expected the version seen, found {found or 'none'}.",
        )


def _expect_sound(engine: Engine, key: str, source: str) -> None:
    if not (0 < len(key) <= MAX_KEY and key.isascii() and key.isidentifier()):
        raise InvalidArgument(
            f"模板的标识应为1至{MAX_KEY}个字母、数字或下划线，如 rectification_notice。",
            en=f"Expected a key like rectification_notice, found '{key[:80]}'.",
            code="invalid_key",
        )
    findings = check_source(engine, source)
    if findings:
        raise InvalidArgument(
            f"模板有{len(findings)}处错误，不能发布。",
            en=f"Expected a template without mistakes, but found {len(findings)}.",
            code="bad_template",
            errors=tuple(FieldError(f"第{each.line}行", each.zh, each.en) for each in findings),
        )


def check_source(engine: Engine, source: str) -> Sequence[TemplateFinding]:
    """Return every mistake of a template; InvalidState when this installation cannot check any."""
    if engine.check_template is None:
        raise InvalidState(
            "本安装没有配置公文模板检查程序，不能发布模板。",
            en="Expected an engine that can check templates.",
            code="no_composer",
        )
    if len(source) > MAX_SOURCE:
        raise InvalidArgument(
            f"模板不超过{MAX_SOURCE}字。", en=f"Expected at most {MAX_SOURCE} characters."
        )
    return engine.check_template(source)


def _publish(
    session: Session,
    *,
    engine: Engine,
    clock: Clock,
    actor: Actor,
    key: str,
    source: str,
    name: str,
) -> TemplatePublished:
    newest = newest_template(session, key)
    if newest is not None and newest.source == source:
        seq, _ = head_of(session)
        return TemplatePublished("", 0, "", seq, key, newest.version, changed=False)
    row = TemplateRow(
        key=key,
        version=1 if newest is None else newest.version + 1,
        name=name or (key if newest is None else newest.name),
        source=source,
        content_hash=hashlib.sha256(source.encode()).hexdigest(),
        published_at=clock(),
        published_by=actor.person,
    )
    insert_template(session, row)
    seq = record_change(
        session,
        "template_published",
        new_salt=engine.new_salt,
        at=row.published_at,
        actor=actor,
        after={"key": key, "version": row.version, "content_hash": row.content_hash},
        data={"name": row.name},
    )
    return TemplatePublished("", 0, "", seq, key, row.version, changed=True)
