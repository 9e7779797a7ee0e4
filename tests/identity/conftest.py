"""A small directory on each of the two stores."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from engine.identity import Membership, PersonEntry, Unit, upsert_people, upsert_units
from engine.store import Store

UNITS = (
    Unit("430600", "某某市人民政府教育督导室", kind="office"),
    Unit("430621", "某某县教育局", "430600", "bureau"),
    Unit("430621-1", "某某县第一中学", "430621", "school"),
    Unit("430624", "某某区教育局", "430600", "bureau"),
)
PEOPLE = (
    PersonEntry("u-city", "市级督学", "430600", (Membership("督学"), Membership("分管领导"))),
    PersonEntry("u-county", "县级督学", "430621", (Membership("督学"),)),
    PersonEntry("u-school", "校长", "430621-1", (Membership("督学"),)),
    PersonEntry("u-other", "区级督学", "430624", (Membership("督学"),)),
    PersonEntry("u-gone", "离任督学", "430600", (Membership("督学"),), is_active=False),
    PersonEntry(
        "u-dated",
        "借调督学",
        "430600",
        (Membership("督学", date(2026, 3, 1), date(2026, 3, 31)),),
    ),
)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """Return a store with four units and six people."""
    opened = Store(database_url)
    with opened.begin() as session:
        upsert_units(session, UNITS)
        upsert_people(session, PEOPLE)
    yield opened
    opened.close()
