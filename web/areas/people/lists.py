"""People from a list, and as a list: first what it would change, then the change itself."""

from __future__ import annotations

from io import BytesIO

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from api.files import send_made
from engine.commands import directory as commands
from engine.commands.reading.keeping import export_people
from engine.store.contacts import addresses_of
from notifications.contacts.addresses import address_checks
from notifications.contacts.listing import import_list as import_people
from registers.directory import PEOPLE as LIST
from registers.directory import (
    PeopleList,
    check_people_list,
    list_template,
    people_choices,
    people_lines,
)
from registers.reading import Row
from web.areas.people.area import PEOPLE
from web.asking import act, look, look_recorded, service
from web.directory_lists import (
    MOST_SHOWN,
    TAKES,
    carried,
    differences,
    faults,
    sent_list,
    travelling_list,
    workbook,
)
from web.filling import Filled
from web.language import either, text
from web.pages import goto
from web.saying import say


@PEOPLE.form("/import", takes=TAKES)
def import_list() -> ResponseReturnValue:
    """Take a list and show what it would change; nothing is written."""
    look(commands.known_units)
    form = Filled.of_request()
    if form.is_sent:
        with form.trying():
            sent = sent_list(form)
            if sent is not None:
                return _report(_checked(sent[0]), form, sent[1])
    return _upload(form)


@PEOPLE.deed("/import/apply", takes=TAKES)
def apply_list() -> ResponseReturnValue:
    """Bring the people up to date from the list whose report was seen."""
    form = Filled.of_request()
    with form.trying():
        listed = _checked(travelling_list(form))
        done = act(
            import_people,
            channels=service().channels,
            people=listed.people,
            addresses=listed.addresses,
            deactivate_missing=bool(form.get("deactivate_missing")),
            note=form.get("name"),
        )
        made = done.people
        say(
            text(
                "已导入：新增 %(a)s 人，更改 %(c)s 人，改为不在职 %(d)s 人，登记地址 %(n)s 个。",
                a=len(made.added), c=len(made.changed), d=len(made.deactivated), n=done.addresses,
            )
        )  # fmt: skip
    if form.is_accepted:
        return goto("pages-people.people")
    return _upload(form)


@PEOPLE.page("/import/template")
def template() -> Response:
    """Give out the empty workbook for a list of people."""
    look(commands.known_units)
    made = list_template(LIST, people_choices(service().engine.groups, either), either)
    return send_made(BytesIO(made), f"{either(*LIST.title)}.xlsx")


@PEOPLE.page("/export")
def export() -> Response:
    """Give out the people within reach as a workbook; the history says who took it."""
    own, people = service(), look_recorded(export_people)
    with own.store.read() as session:
        addresses = addresses_of(session, [each.id for each in people])
    return workbook(LIST, people_lines(people, own.engine.groups, addresses, say=either))


def _checked(rows: tuple[Row, ...]) -> PeopleList:
    own = service()
    names = {code: unit.name for code, unit in look(commands.known_units).items()}
    checks = address_checks(own.channels)
    return check_people_list(rows, groups=own.engine.groups, units=names, checks=checks)


def _report(listed: PeopleList, form: Filled, name: str) -> ResponseReturnValue:
    missing = bool(form.get("deactivate_missing"))
    found = look(
        import_people,
        channels=service().channels,
        people=listed.people,
        addresses=listed.addresses,
        deactivate_missing=missing,
        is_trial=True,
    )
    held: dict[str, dict[str, str]] = {}
    for who, channel, address in listed.addresses:
        held.setdefault(who, {})[channel] = address
    return render_template(
        "people/report.html",
        report=found.people,
        changes=differences(found.people),
        addresses=found.addresses,
        table=carried(LIST, people_lines(listed.people, service().engine.groups, held)),
        name=name,
        deactivate_missing=missing,
        most=MOST_SHOWN,
    )


def _upload(form: Filled) -> ResponseReturnValue:
    page = render_template(
        "people/import.html", form=form, faults=faults(form, LIST), columns=LIST.headings(either)
    )
    return page, form.status
