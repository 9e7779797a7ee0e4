"""The same three user tasks in viewflow; it finds this module by its name in the database."""

from __future__ import annotations

from datetime import timedelta

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.flow.views import UpdateProcessView

_FORM = UpdateProcessView.as_view(fields=[])


def is_approved(activation: Activation) -> bool:
    return bool(activation.process.data.get("approved"))


class Rectification(flow.Flow):  # type: ignore[misc]  # viewflow has no types
    start = flow.StartHandle().Next(this.a)
    a = flow.View(_FORM).Permission("viewflow.case_officer").Next(this.b)
    b = (
        flow.View(_FORM)
        .Permission("viewflow.leader")
        .OnTimeout(timedelta(days=10), this.end)
        .Next(this.decision)
    )
    decision = flow.If(is_approved).Then(this.c).Else(this.a)
    c = flow.View(_FORM).Permission("viewflow.director").Next(this.end)
    end = flow.End()
