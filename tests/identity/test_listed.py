"""A text is found in a JSON list as a whole element, whatever is in it and in its neighbours."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Text, literal, select

from engine.identity.listed import Lists
from engine.store import Store

TEXTS = st.text(alphabet='ab督"\\,[]%_ ', max_size=4)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = Store(database_url)
    yield opened
    opened.close()


@given(listed=st.lists(TEXTS, max_size=4), wanted=TEXTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_list_has_the_texts_that_are_its_elements_and_no_others(
    store: Store, listed: list[str], wanted: str
) -> None:
    written = literal(orjson.dumps(listed).decode(), Text)
    asked = {text: Lists(written, text) for text in {wanted, *listed}}
    with store.read() as session:
        found = session.execute(select(*asked.values())).one()
        lacked = session.execute(select(*(~each for each in asked.values()))).one()
    assert [bool(each) for each in found] == [text in listed for text in asked]
    assert [bool(each) for each in lacked] == [text not in listed for text in asked]
