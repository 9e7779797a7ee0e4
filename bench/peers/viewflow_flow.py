"""The same three user tasks in viewflow; it finds this module by its name in the database."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.flow.views import UpdateProcessView

_FORM = UpdateProcessView.as_view(fields=[])


@cache
def person(name: str) -> AbstractUser:
    """Return a user, read once and for all: the cheapest way to assign a task."""
    found: AbstractUser = get_user_model().objects.get(username=name)
    return found


def is_approved(activation: Activation) -> bool:
    return bool(activation.process.data.get("approved"))


class Rectification(flow.Flow):  # type: ignore[misc]  # viewflow has no types
    start = flow.StartHandle().Next(this.a)
    a = flow.View(_FORM).Assign(lambda _: person("li")).Next(this.b)
    b = (
        flow.View(_FORM)
        .Assign(lambda _: person("wang"))
        .OnTimeout(timedelta(days=10), this.end)
        .Next(this.decision)
    )
    decision = flow.If(is_approved).Then(this.c).Else(this.a)
    c = flow.View(_FORM).Assign(lambda _: person("zhao")).Next(this.end)
    end = flow.End()
