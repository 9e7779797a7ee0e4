"""The diagram that most tests of open work use."""

from __future__ import annotations

from tests.cases.drawing import boundary, diagram, end, flow, gateway, path, start, timer, user

APPROVAL = diagram(
    "approval",
    start("reason:string"),
    user("draft", "text:string!", assignee="${case.opened_by}"),
    user(
        "approve",
        "approved:boolean!",
        "opinion:string",
        groups="leader,director",
        due="5工作日",
        separate_from="draft,start",
    ),
    boundary("reminder", "approve", timer("P3D"), interrupting=False),
    user("remind", groups="case_officer"),
    gateway("decided", default="back"),
    user("respond", groups="respondent"),
    end("end"),
    end("reminded"),
    path("start", "draft", "approve", "decided"),
    flow("decided", "respond", "${approved}"),
    flow("decided", "draft", name="back"),
    path("respond", "end"),
    path("reminder", "remind", "reminded"),
)
