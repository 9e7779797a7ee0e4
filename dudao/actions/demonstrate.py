"""`dudao demo`: fill an empty place with units, people and cases in all states."""

from __future__ import annotations

import click
from sqlalchemy import func, select

from bpmn.catalogue import Shipped, catalogue
from dudao import system
from dudao.composition import CaseTypes, build_engine, case_types
from dudao.demo.accounts import demo_account_lines, give_demo_accounts
from dudao.demo.cases import demo_cases, play_case
from dudao.desk import Desk
from dudao.directory.filling import fill_directory
from dudao.failures import DONE
from dudao.invocation import Invocation, command
from dudao.linting import Names
from dudao.opening import opened
from dudao.preparing import initialise
from dudao.publishing import publish
from dudao.scenarios.search import File
from dudao.screen import Screen
from dudao.settings import Place
from engine.store import Store
from engine.store.tables import case_file


def register(group: click.Group) -> None:
    """Add the command."""

    @command(group, "demo", "填入示范数据：岳阳的单位、各种角色的人员、各种状态的案件。")
    def demo(invocation: Invocation) -> int:
        screen = invocation.screen
        did = fill(invocation.place, screen)
        accounts = demo_account_lines(invocation.place.data)
        for line in accounts:
            screen.say(f"  {line}")
        screen.answer({"ok": True, "did": did, "accounts": accounts})
        return DONE


def fill(place: Place, screen: Screen) -> list[str]:
    """Fill a place that has no cases; return what was done, one sentence each."""
    did = list(initialise(place))
    types = case_types()
    with opened(place) as store:
        did += _directory(store)
        did += give_demo_accounts(
            store, engine=build_engine(types), clock=system.clock, data=place.data
        )
        did += _diagrams(store, types)
        did += _cases(store, types, screen)
    for sentence in did:
        screen.say(f"✓ {sentence}")
    if not did:
        screen.say("✓ 示范数据已经填好，无需改动。")
    return did


def _directory(store: Store) -> list[str]:
    with store.begin() as session:
        units, people = fill_directory(session)
    added = len(units.added), len(people.added)
    return [f"已填入{added[0]}个单位、{added[1]}名人员。"] if any(added) else []


def _diagrams(store: Store, types: CaseTypes) -> list[str]:
    did = []
    desk = Desk(store, build_engine(types), system.clock)
    for shipped in catalogue().values():
        with desk.work() as session:
            deployment = publish(session, desk, types, _files(shipped), names=Names())
        for row in deployment.definitions:
            did.append(f"已发布流程 {row.key} 第{row.version}版（{row.name}）。")  # noqa: PERF401
    return did


def _files(shipped: Shipped) -> list[File]:
    both = {**shipped.diagrams, **shipped.tables}
    return [File(f"bpmn/{shipped.key}/{name}", data) for name, data in both.items()]


def _cases(store: Store, types: CaseTypes, screen: Screen) -> list[str]:
    with store.read() as session:
        if session.execute(select(func.count()).select_from(case_file)).one()[0]:
            return []
    cases = list(demo_cases())
    for case in cases:
        play_case(case, store, types, system.clock())
    del screen
    return [f"已办理{len(cases)}个示范案件。"] if cases else []
