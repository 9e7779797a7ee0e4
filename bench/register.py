"""A big register: cases of many units, titles, days, with open work and entries to search."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import bindparam, update

from bench.office import Office
from bench.steps import Sample
from bench.stock import settle
from dudao import system
from engine.identity import Membership, PersonEntry, Unit, upsert_people, upsert_units
from engine.store import Session
from engine.store.search_index import rebuild
from engine.store.tables import case_file, open_work

COUNTIES, SCHOOLS = 20, 25
CITY = "wang"
"""The leader of the city, whose scope is every case."""
COUNTY = "yang"
"""The leader of one county, whose scope is one case in twenty."""
_WORDS = (
    "食堂 留样 消防 校车 宿舍 门卫 安保 体检 近视 作业 减负 收费 招生 学籍 师德 培训 编制 课程 教材 教辅"
    " 校舍 危房 操场 塑胶 饮水 厕所 供暖 用电 燃气 器材 实验 图书 劳动 体育 美育 心理 欺凌 溺水 交通 疫苗"
    " 控辍 保学 资助 午餐 托管 幼儿 职教 特教 民办 督学"
)
WORDS = tuple(_WORDS.split())
_PIECE = 5_000


def fill(office: Office, count: int) -> Sample:
    """Store so many open cases that wait for the leaders' approval, no two alike."""
    counties = [f"4306{number:02d}-c" for number in range(COUNTIES)]
    schools = [f"{county}{number:02d}" for county in counties for number in range(SCHOOLS)]
    with office.store.begin() as session:
        upsert_units(session, [Unit(each, f"县{each}", "430600", "county") for each in counties])
        upsert_units(
            session,
            [Unit(each, f"学校{each}", each[: len(counties[0])], "school") for each in schools],
        )
        upsert_people(session, [PersonEntry(COUNTY, "杨某", counties[0], (Membership("leader"),))])
    sample = Sample(office)
    for ids in _pieces(sample.copies(count, before=1)):
        with office.store.begin() as session:
            _vary(session, ids, schools)
    with office.store.begin() as session:
        rebuild(session)
    settle(office.url)
    return sample


def _vary(session: Session, ids: Sequence[str], units: Sequence[str]) -> None:
    chance = random.Random(ids[0])  # noqa: S311 - variety, not a secret
    now = system.clock()
    cases: list[dict[str, object]] = []
    works: list[dict[str, object]] = []
    for each in ids:
        opened_at = now - timedelta(minutes=chance.randrange(60 * 24 * 365))
        due_at = now + timedelta(minutes=chance.randrange(-60 * 24 * 20, 60 * 24 * 60))
        unit = chance.choice(units)
        title = "、".join(chance.sample(WORDS, 3)) + "责令限期整改"
        cases.append({"which": each, "u": unit, "t": title, "o": opened_at, "d": due_at})
        works.append({"which": each, "u": unit, "d": due_at})
    session.execute(_CASE, cases)
    session.execute(_WORK, works)


_CASE = (
    update(case_file)
    .where(case_file.c.id == bindparam("which"))
    .values(
        unit=bindparam("u"), title=bindparam("t"), opened_at=bindparam("o"), due_at=bindparam("d")
    )
)
_WORK = (
    update(open_work)
    .where(open_work.c.case_id == bindparam("which"))
    .values(unit=bindparam("u"), due_at=bindparam("d"))
)


def _pieces(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for begin in range(0, len(ids), _PIECE):
        yield ids[begin : begin + _PIECE]
