"""A rectification whose items are with the county, and letters about its messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import update

from dudao.composition import case_types
from engine.identity import Person
from engine.store import Store
from engine.store.outbox import messages_of_case
from engine.store.rows import OutboxRow
from engine.store.tables import case_file
from notifications.channel import Language
from notifications.words.content import Content, Detail
from notifications.words.writing import content_of, digest_of
from tests.reading.house import House
from tests.support.clock import HandClock

BASE = "https://dudao.example"


class Scribe(House):
    """A house that writes letters."""

    def person(self, person: str) -> Person:
        """Somebody as they are today."""
        on = self.clock().date()
        return self.read(lambda session: self.engine.directory.person(session, person, on=on))

    def messages(self, case_id: str, kind: str | None = None) -> list[OutboxRow]:
        """What was said of a case, in order."""
        said = self.read(lambda session: messages_of_case(session, case_id))
        return [each for each in said if kind is None or each.kind == kind]

    def name_case(self, case_id: str, title: str) -> None:
        """Let a case have any title, such as no command would take."""
        with self.store.begin() as session:
            mine = case_file.c.id == case_id
            session.execute(update(case_file).where(mine).values(title=title))

    def about(self, case_id: str, name: str, kind: str = "task_assigned") -> OutboxRow:
        """The last message about work of a name."""
        said = self.messages(case_id, kind)
        return [each for each in said if _name_of(each) == name][-1]

    def write(
        self,
        message: OutboxRow,
        *,
        to: str | None = "xiao",
        absent: str | None = None,
        language: Language = "zh",
        detail: Detail = "full",
        base_url: str = BASE,
    ) -> Content:
        """Write one message."""
        reader = None if to is None else self.person(to)
        replaced = None if absent is None else self.person(absent)
        with self.store.read() as session:
            return content_of(
                session,
                engine=self.engine,
                now=self.clock(),
                message=message,
                to=reader,
                on_behalf_of=replaced,
                language=language,
                detail=detail,
                base_url=base_url,
            )

    def sum_up(
        self,
        messages: list[OutboxRow],
        *,
        language: Language = "zh",
        detail: Detail = "full",
    ) -> Content:
        """Write several messages as one."""
        reader = self.person("xiao")
        with self.store.read() as session:
            return digest_of(
                session,
                engine=self.engine,
                now=self.clock(),
                messages=messages,
                to=reader,
                language=language,
                detail=detail,
                base_url=BASE,
            )


def _name_of(message: OutboxRow) -> object:
    return message.body.get("name") if isinstance(message.body, dict) else None


@pytest.fixture
def scribe(database_url: str, clock: HandClock) -> Iterator[Scribe]:
    """A house that writes letters, on either store."""
    store = Store(database_url)
    try:
        made = Scribe(store, clock)
        made.engine = replace(made.engine, message_kinds=case_types().message_kinds)
        yield made
    finally:
        store.close()


@pytest.fixture
def memory_scribe(clock: HandClock) -> Iterator[Callable[[], Scribe]]:
    """Makes such houses in memory."""
    stores: list[Store] = []

    def make() -> Scribe:
        stores.append(Store.memory())
        made = Scribe(stores[-1], clock)
        made.engine = replace(made.engine, message_kinds=case_types().message_kinds)
        return made

    yield make
    for each in stores:
        each.close()
