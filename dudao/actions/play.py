"""`dudao play`: show the product at work on the command line, with a simulated clock."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import click
from rich.cells import cell_len
from rich.text import Text

from dudao import system
from dudao.actions.demonstrate import fill
from dudao.batch import names_in, people_of
from dudao.composition import GROUPS, build_engine, case_types
from dudao.demo.place import demo_place
from dudao.desk import Desk
from dudao.directory.filling import fill_directory
from dudao.failures import DONE, Stop
from dudao.invocation import Invocation, command
from dudao.linting import Names as LintNames
from dudao.opening import opened
from dudao.publishing import publish
from dudao.scenarios.model import Act, Scenario
from dudao.scenarios.reader import read_scenario
from dudao.scenarios.result import StepResult
from dudao.scenarios.runner import run_scenario
from dudao.scenarios.search import Bundle, Library
from dudao.scenarios.world import World
from dudao.screen import Screen, padded
from dudao.settings import Place
from dudao.simulation import SimulatedClock
from dudao.timeline.drawing import Drawing
from dudao.timeline.entries import Names
from dudao.timeline.following import Follower
from dudao.timeline.overview import draw_overview, overview
from engine.model.calendar import WorkCalendar
from engine.store import Store

SCRIPT = "play.yml"


def register(group: click.Group) -> None:
    """Add the command."""

    @command(group, "play", "演示：填入示范数据，用模拟时钟走完一次责令限期整改。")
    def play(invocation: Invocation) -> int:
        screen = invocation.screen
        place = demo_place(invocation)
        screen.say(Text("一、准备示范数据", "bold"))
        fill(place, screen)
        screen.say()
        screen.say(Text("二、一次责令限期整改，从立案到销号（模拟时钟，真实命令）", "bold"))
        screen.say()
        _timeline(screen)
        screen.say()
        screen.say(Text("三、示范案件现状", "bold"))
        screen.say()
        _cases(screen, place)
        screen.say()
        _hints(screen, place)
        screen.answer({"ok": True, "data": str(place.data)})
        return DONE


def _timeline(screen: Screen) -> None:
    script = files("dudao.demo").joinpath(SCRIPT)
    scenario = read_scenario(SCRIPT, script.read_bytes())
    library = Library()
    bundle = library.bundle(scenario.process, Path(SCRIPT))
    store = Store.memory()
    try:
        _play(screen, store, scenario, library, bundle)
    finally:
        store.close()


def _play(
    screen: Screen, store: Store, scenario: Scenario, library: Library, bundle: Bundle
) -> None:
    types = case_types()
    clock = SimulatedClock(scenario.clock)
    desk = Desk(store, build_engine(types), clock)
    with desk.work() as session:
        fill_directory(session, people=people_of(scenario))
        publish(session, desk, types, bundle.files, names=LintNames())
    follower = _follower(screen, desk, scenario, names_in(library, bundle))
    screen.say(follower.drawing.heading())
    world = World(
        desk,
        clock,
        people=scenario.people,
        folder=Path(),
        watch=lambda: follower.look(world.case_id),
    )

    def tell(step: StepResult) -> None:
        action = scenario.steps[step.number - 1].action
        who = scenario.people[action.player].name if isinstance(action, Act) else ""
        follower.tell_refusal(scenario, step, who)
        for failure in step.failures:
            raise Stop(f"演示没有办成（{SCRIPT}:{failure.line}）：{failure.zh}", code="play_failed")

    run_scenario(scenario, world, tell=tell)


def _follower(
    screen: Screen, desk: Desk, scenario: Scenario, activity: Callable[[str], str]
) -> Follower:
    calendar = WorkCalendar.published()
    names = Names(
        person=lambda each: scenario.people[each].name if each in scenario.people else each,
        group=lambda each: GROUPS.get(each, each),
        activity=activity,
        calendar=calendar,
    )
    return Follower(desk, Drawing(calendar, has_colour=screen.has_colour), names, screen.say)


def _cases(screen: Screen, place: Place) -> None:
    with opened(place) as store:
        desk = Desk(store, build_engine(case_types()), system.clock)
        with store.read() as session:
            cases = overview(session, desk)
            units = desk.engine.directory.units(session)
        screen.show(draw_overview(cases, units, desk, has_colour=screen.has_colour))


def _hints(screen: Screen, place: Place) -> None:
    screen.say(Text("接下来可以（在项目目录里，dudao 即 .venv/bin/python -m dudao）：", "bold"))
    hints = (
        ("dudao scenario bpmn/rectification/scenarios", "运行全部流程场景，看顺序流覆盖率"),
        ("dudao lint bpmn/rectification/rectification.bpmn", "检查流程图"),
        (f"dudao doctor --data {shlex.quote(str(place.data))}", "检查本安装"),
        ("dudao --help", "全部命令"),
    )
    width = max(cell_len(line) for line, _ in hints)
    for line, what in hints:
        screen.say(f"  {padded(line, width)}   {what}")
