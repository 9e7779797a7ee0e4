"""viewflow's side of the comparison, run by the Python of its own environment.

    python -m bench.peers.viewflow_app sqlite|postgresql DATABASE [HOST USER] STORED

Makes the stored cases, then for each line on standard input (a number of cases) completes their
three tasks and prints the seconds of each step as a JSON list. A step is what viewflow's own views do:
lock, load, check the permission of the user's group, assign, start, the form's values into the
process, execute, commit; here in one transaction.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from time import perf_counter
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

PEOPLE: dict[str, object] = {}
FORMS: tuple[tuple[str, str, str, dict[str, object]], ...] = (
    ("a", "li", "case_officer", {"notice": "食堂留样不足四十八小时，责令限期整改。"}),
    ("b", "wang", "leader", {"approved": True, "opinion": "同意下发。"}),
    ("c", "zhao", "director", {"result": "整改到位。"}),
)
_WAL = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
_PIECE = 1_000


def database(kind: str, name: str, *place: str) -> dict[str, object]:
    """Return Django's settings for the database; SQLite as ours has it."""
    if kind == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            "OPTIONS": {"init_command": _WAL, "transaction_mode": "IMMEDIATE"},
        }
    host, user = place
    return {"ENGINE": "django.db.backends.postgresql", "NAME": name, "HOST": host, "USER": user}


def prepare(given: dict[str, object]) -> None:
    """Set Django up and make the tables and the people."""
    settings.configure(
        DATABASES={"default": given},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "viewflow",
            "viewflow.workflow",
            "bench.peers",
        ],
        USE_TZ=True,
        SECRET_KEY="bench",  # noqa: S106 - nothing is kept
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()
    call_command("migrate", verbosity=0)
    _hire()


def _hire() -> None:
    """Make a user for each task, in the group that may perform it."""
    from django.contrib.auth.models import Group, Permission, User  # noqa: PLC0415 - after setup
    from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415
    from viewflow.workflow.models import Process  # noqa: PLC0415

    kind = ContentType.objects.get_for_model(Process)
    for _, person, role, _ in FORMS:
        group = Group.objects.create(name=role)
        group.permissions.add(
            Permission.objects.create(codename=role, name=role, content_type=kind)
        )
        user = User.objects.create(username=person)
        user.groups.add(group)
        PEOPLE[person] = user  # kept with its permissions: they are read once, as ours are


def store(count: int) -> list[int]:
    """Make cases that wait for A; return the ids of their tasks."""
    from viewflow.workflow.models import Process, Task  # noqa: PLC0415 - after setup
    from viewflow.workflow.status import PROCESS, STATUS  # noqa: PLC0415

    from bench.peers.viewflow_flow import Rectification  # noqa: PLC0415

    flow: Any = Rectification
    data = {"grounds": "专项督导发现食品安全隐患。"}
    processes = Process.objects.bulk_create(
        [Process(flow_class=flow, status=PROCESS.NEW, data=data) for _ in range(count)],
        batch_size=_PIECE,
    )
    starts = [
        Task(
            process=each,
            flow_task=flow.start,
            flow_task_type="START",
            status=STATUS.DONE,
            finished=each.created,
        )
        for each in processes
    ]
    starts = Task.objects.bulk_create(starts, batch_size=_PIECE)
    tasks = [
        Task(
            process=each,
            flow_task=flow.a,
            flow_task_type="HUMAN",
            status=STATUS.NEW,
            owner_permission="viewflow.case_officer",
        )
        for each in processes
    ]
    tasks = Task.objects.bulk_create(tasks, batch_size=_PIECE)
    link = Task.previous.through
    links = [
        link(from_task_id=task.pk, to_task_id=start.pk)
        for task, start in zip(tasks, starts, strict=True)
    ]
    link.objects.bulk_create(links, batch_size=_PIECE)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [task.pk for task in tasks]


def steps(task_id: int) -> list[float]:
    """Complete the three tasks of a case; return the seconds of each step."""
    from viewflow.workflow.models import Task  # noqa: PLC0415 - after setup
    from viewflow.workflow.status import STATUS  # noqa: PLC0415

    from bench.peers.viewflow_flow import Rectification  # noqa: PLC0415

    flow: Any = Rectification
    seconds = []
    process_id = Task.objects.get(pk=task_id).process_id
    for node, person, _, form in FORMS:
        # Which task waits is known to whoever sends the form, as it is in our own step.
        open_task = Task.objects.get(
            process_id=process_id, flow_task=getattr(flow, node), status=STATUS.NEW
        )
        task_id = open_task.pk
        begin = perf_counter()
        step(task_id, PEOPLE[person], form)
        seconds.append(perf_counter() - begin)
    process = Task.objects.get(pk=task_id).process
    assert process.finished is not None, "the case should have ended"
    return seconds


def step(task_id: int, user: object, form: dict[str, object]) -> None:
    """Do what viewflow's view of a task does when its form is sent."""
    from django.db import transaction  # noqa: PLC0415 - after setup
    from viewflow.workflow.models import Task  # noqa: PLC0415

    task = Task.objects.select_related("process").get(pk=task_id)
    with transaction.atomic(), task.activation() as activation:
        assert activation.assign.has_perm(user)
        activation.assign(user)
        activation.start(None)
        activation.process.data.update(form)
        activation.process.save()
        activation.execute()


def main() -> None:
    *place, stored = sys.argv[1:]
    prepare(database(*place))
    tasks = store(int(stored))
    print(
        json.dumps(f"viewflow {version('django-viewflow')}, Django {django.__version__}"),
        flush=True,
    )
    for line in sys.stdin:
        count = int(line)
        batch, tasks = tasks[:count], tasks[count:]
        print(json.dumps([second for task in batch for second in steps(task)]), flush=True)


if __name__ == "__main__":
    main()
