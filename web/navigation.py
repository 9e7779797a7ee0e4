"""The menu: what there is to go to, for those who may."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, g, request, url_for

from web.asking import frame, may
from web.language import MANY, text

_WITHIN = {
    "pages-my-messages": "pages-inbox",
    "pages-opening": "pages-cases",
    "pages-work": "pages-desk",
}
"""Areas without a line of their own, and under whose line people look for them."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the menu; `words` are permissions of which one is enough, none is for all."""

    title: str
    endpoint: str
    icon: str
    words: frozenset[str] = frozenset()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is shown."""

    title: str
    url: str
    icon: str
    key: str
    is_here: bool


def menu() -> list[tuple[str, list[Line]]]:
    """Return the groups of the menu with the lines that whoever asks has a use for."""
    found: list[tuple[str, list[Line]]] | None = g.get("menu")
    if found is None:  # it stands on a page three times
        found = g.menu = _menu()
    return found


def _menu() -> list[tuple[str, list[Line]]]:
    may = frame().may
    groups = []
    for title, items in _groups():
        shown = [
            _line(each)
            for each in items
            if each.endpoint in current_app.view_functions
            and (not each.words or not each.words.isdisjoint(may))
        ]
        if shown:
            groups.append((title, shown))
    return groups


def tabs() -> list[Line]:
    """Return the few lines that stand at the bottom of a phone."""
    lines = {each.url: each for _, group in menu() for each in group}
    own = "pages-approvals.approvals" if may("approve_extension") else "pages-demands.demands"
    wanted = ("pages-desk.desk", own, "pages-cases.cases", "pages-inbox.inbox")
    known = (each for each in wanted if each in current_app.view_functions)
    return [lines[url] for url in map(url_for, known) if url in lines]


def _line(item: Item) -> Line:
    url = url_for(item.endpoint)
    part = item.endpoint.partition(".")[0]
    here = request.endpoint or ""
    area = here.partition(".")[0]
    is_here = here == item.endpoint or (
        _WITHIN.get(area, area) == part and not any(here == each.endpoint for each in _items())
    )
    return Line(item.title, url, item.icon, item.key, is_here)


def _items() -> list[Item]:
    return [each for _, group in _groups() for each in group]


def _item(title: str, endpoint: str, *words: str, icon: str, key: str = "") -> Item:
    return Item(title, f"pages-{endpoint}", icon, frozenset(words), key)


def _groups() -> list[tuple[str, list[Item]]]:
    return [
        (
            "",
            [
                _item(text("工作台"), "desk.desk", icon="home", key="g d"),
                _item(
                    text("审批"),
                    "approvals.approvals",
                    "approve_extension",
                    "assign",
                    icon="checklist",
                    key="g a",
                ),
                _item(text("整改要求"), "demands.demands", "see_served", icon="list-check"),
                _item(
                    text("案件", n=MANY),
                    "cases.cases",
                    "list_below",
                    "list_own",
                    icon="folders",
                    key="g c",
                ),
                _item(
                    text("问题项"),
                    "items.items",
                    "list_below",
                    "list_own",
                    icon="list-check",
                    key="g i",
                ),
                _item(text("消息"), "inbox.inbox", icon="bell", key="g m"),
                _item(text("总览"), "overview.overview", "list_below", icon="chart-bar", key="g o"),
                _item(
                    text("查找"),
                    "search.search",
                    "list_below",
                    "list_own",
                    icon="search",
                    key="g s",
                ),
            ],
        ),
        (
            text("监督与结果"),
            [
                _item(text("审计"), "audit.audit", "read_access", icon="shield-check"),
                _item(text("结果台账"), "ledger.ledger", "read_unit_record", icon="book"),
                _item(text("考核结果运用"), "ledger.assessments", "read_unit_record", icon="award"),
                _item(
                    text("公示公告"), "publications.publications", "list_below", icon="speakerphone"
                ),
            ],
        ),
        (
            text("办公室"),
            [
                _item(text("流程"), "processes.processes", "read_configuration", icon="sitemap"),
                _item(text("公文模板"), "templates.templates", "read_templates", icon="file-text"),
                _item(text("文号"), "numbers.numbers", "read_number_register", icon="hash"),
                _item(text("日历"), "calendars.calendars", "read_configuration", icon="calendar"),
                _item(text("单位", n=MANY), "units.units", "read_directory", icon="building"),
                _item(text("人员", n=MANY), "people.people", "read_directory", icon="users"),
                _item(text("代理"), "substitutions.substitutions", icon="user-share"),
                _item(
                    text("异常与定时"),
                    "operations.incidents",
                    "see_operations",
                    icon="alert-triangle",
                ),
                _item(text("通知规则"), "rules.rules", "read_configuration", icon="bell-cog"),
                _item(text("参数"), "settings.settings", "read_configuration", icon="settings"),
            ],
        ),
    ]
