"""Old memberships become posts in the person's own unit, and posts can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from engine.identity import Directory, Membership, PersonEntry, Unit, upsert_people, upsert_units
from engine.store import Store, migrate
from engine.store.connections import connect

CITY, SCHOOL = Unit("430600", "岳阳市"), Unit("430600-1", "某校", "430600")
OWN = Membership("督学", date(2026, 1, 1), date(2026, 12, 31))
ELSEWHERE = Membership("校长", date(2026, 3, 1), unit="430600-1")


def move(url: str, step: Callable[[Config], None]) -> None:
    engine = connect(url)
    with engine.begin() as connection:
        step(config(connection))
    engine.dispose()


def config(connection: Connection) -> Config:
    made = Config()
    made.set_main_option("script_location", "engine/store/migrations")
    made.attributes["connection"] = connection
    return made


def test_posts_are_taken_back_without_giving_rights_elsewhere(blank_database_url: str) -> None:
    url = blank_database_url
    migrate(url)
    store = Store(url)
    with store.begin() as session:
        upsert_units(session, [CITY, SCHOOL])
        upsert_people(session, [PersonEntry("li", "李某", "430600", (OWN, ELSEWHERE))])
    store.close()

    move(url, lambda made: command.downgrade(made, "0005_publications"))
    engine = connect(url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM membership")).mappings().all()
    engine.dispose()
    assert [(row["person"], row["group_name"]) for row in rows] == [("li", "督学")]
    assert "unit" not in rows[0]

    migrate(url)
    store = Store(url)
    with store.read() as session:
        assert Directory().entry(session, "li").memberships == (OWN,)
    store.close()
