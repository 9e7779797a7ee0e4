"""Small diagrams that give every endpoint something to act on."""

from __future__ import annotations

from tests.cases.drawing import (
    boundary,
    catch,
    diagram,
    end,
    flow,
    gateway,
    message,
    path,
    service,
    start,
    timer,
    user,
)

SET_TERM = (
    '<manualTask id="clock"><extensionElements><camunda:inputOutput>'
    '<camunda:outputParameter name="term">${deadline("10工作日")}</camunda:outputParameter>'
    "</camunda:inputOutput></extensionElements></manualTask>"
)
WORKERS = ("case_officer", "leader", "respondent")
"""The groups that have work of their own in the diagram `todo`."""
TODO = diagram(
    "todo",
    start(),
    SET_TERM,
    gateway("fork", "parallel"),
    *(user(f"of_{each}", groups=each, due="5工作日") for each in WORKERS),
    boundary("late", "of_leader", timer('${deadline("30日")}'), interrupting=False),
    user("urge", groups="case_officer"),
    catch("wait", message("news")),
    end(),
    end("urged"),
    path("start", "clock", "fork"),
    *(flow("fork", f"of_{each}") + flow(f"of_{each}", "end") for each in WORKERS),
    path("fork", "wait", "end"),
    path("late", "urge", "urged"),
    messages=("news",),
)
"""Work for each of them at once, a deadline in a variable, a timer, and a message waited for."""
TWICE = diagram(
    "twice",
    start(),
    user("first", groups=",".join(WORKERS)),
    user("second", groups="director"),
    end(),
    path("start", "first", "second", "end"),
)
"""What was done first may be withdrawn."""
FAILING = diagram(
    "failing",
    start(),
    service("fetch", "fetch"),
    user("use", groups="case_officer"),
    end(),
    path("start", "fetch", "use", "end"),
)
"""A service that does not answer: an incident."""
