"""Definitions and decision tables are kept byte for byte, in versions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.model.errors import AlreadyExists, NotFound
from engine.store import Store
from engine.store.definitions import (
    DecisionTableRow,
    decision_table_by_id,
    definition_by_id,
    insert_decision_table,
    insert_definition,
    list_decision_tables,
    list_definitions,
    newest_decision_table,
    newest_definition,
)
from engine.store.reads import read_revision
from tests.store.samples import NOW, definition

SOURCE = "\ufeff<?xml version='1.0'?>\r\n<定义/>\x00".encode("utf-16")


def table(number: int) -> DecisionTableRow:
    return DecisionTableRow(f"t{number}", "term", number, "期限", "h", SOURCE, NOW, "u-admin")


def test_the_newest_version_of_a_definition_is_found(store: Store) -> None:
    second = replace(definition(2), source=SOURCE, calls={"linked": "linked-1"})
    with store.begin() as session:
        for row in (definition(1), second, definition(1, key="linked")):
            insert_definition(session, row)
    with store.read() as session:
        assert newest_definition(session, "rectification") == second
        assert definition_by_id(session, "rectification-1") == definition(1)
        assert newest_definition(session, "unknown") is None
        with pytest.raises(NotFound):
            definition_by_id(session, "unknown")
        newest = list_definitions(session)
        assert [(row.key, row.version) for row in newest] == [("linked", 1), ("rectification", 2)]
        assert [row.version for row in list_definitions(session, "rectification")] == [2, 1]


def test_the_newest_version_of_a_decision_table_is_found(store: Store) -> None:
    with store.begin() as session:
        insert_decision_table(session, table(1))
        insert_decision_table(session, table(2))
    with store.read() as session:
        assert newest_decision_table(session, "term") == table(2)
        assert decision_table_by_id(session, "t1") == table(1)
        assert newest_decision_table(session, "unknown") is None
        with pytest.raises(NotFound):
            decision_table_by_id(session, "unknown")
        assert [row.version for row in list_decision_tables(session)] == [2]
        assert [row.version for row in list_decision_tables(session, "term")] == [2, 1]


def test_a_version_is_published_once_and_everybody_is_told(store: Store) -> None:
    with store.begin() as session:
        insert_definition(session, definition(1))
    with store.read() as session:
        assert read_revision(session) == 1
    with pytest.raises(AlreadyExists), store.begin() as session:
        insert_definition(session, replace(definition(1), id="other"))
    with store.read() as session:
        assert read_revision(session) == 1
