"""What is sent to each endpoint: a request that would do something, inside and outside."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.model.message_kinds import ENGINE_KINDS
from notifications.rules.defaults import DEFAULTS
from notifications.rules.model import NEAR_DUE, OPENER, Rule
from notifications.rules.records import record_of
from tests.api.matrix.drawings import PLAIN, SCENARIO
from tests.api.matrix.world import CONTACT_CODE, PASSWORD, Place, person_of

Values = Mapping[str, Any]
Of = Callable[[Place, str], Values]
BOTH = ("inside", "outside")
OWN = ("inside",)
REASON = {"reason": "领导批示"}
LATER = "2027-01-05T09:00:00+08:00"
MEMO = "种类：文件\n发文机关标志：某市教育局文件\n标题：便函\n正文：\n请整改。\n"
SAID = {"*", *(kind.key for kind in ENGINE_KINDS)}
RULES = [
    *(record_of(each) for each in DEFAULTS if each.event in SAID),
    record_of(Rule("mine", NEAR_DUE, (OPENER,), (), days=5)),
]


def _nothing(_place: Place, _role: str) -> Values:
    return {}


def always(**values: object) -> Of:
    """Say the same of every place to every role."""
    return lambda _place, _role: values


ANY = always(**{"If-Match": "*"})


@dataclass(frozen=True, slots=True)
class Row:
    """A request: names in the path, body, query, headers; `about` is what a list must show."""

    path: Of = _nothing
    body: Of | None = None
    form: Of | None = None
    query: Of = _nothing
    headers: Of = _nothing
    about: Callable[[Place], str] | None = None
    sides: tuple[str, ...] = BOTH
    of_all: bool = False
    """It concerns all units: inside is asked by people over all, outside by those of a county."""

    def arguments(self, place: Place, role: str) -> dict[str, Any]:
        """Return what werkzeug's client is to send."""
        sent: dict[str, Any] = {"query_string": self.query(place, role)}
        if self.body is not None:
            sent["json"] = self.body(place, role)
        if self.form is not None:
            sent["data"] = self.form(place, role)
        return sent


def a_case(place: Place, _role: str) -> Values:
    return {"case_id": place.rectification}


def a_message(place: Place, _role: str) -> Values:
    return {"message_id": place.message}


def a_todo(place: Place, _role: str) -> Values:
    return {"case_id": place.todo}


def free_work(place: Place, role: str) -> Values:
    return {"work_id": place.of(place.free, role)}


def held_work(place: Place, role: str) -> Values:
    return {"work_id": place.of(place.held, role)}


def to_peer(place: Place, _role: str) -> Values:
    return {"person": place.person("official"), **REASON}


def a_person(place: Place, _role: str) -> Values:
    return {"person": place.person("official")}


def a_colleague(place: Place, _role: str) -> Values:
    return {"person": place.person("second_official")}


def a_contact(place: Place, role: str) -> Values:
    return {**a_colleague(place, role), "channel": "mail"}


def a_document(place: Place, _role: str) -> Values:
    return {"document_id": place.document}


def internal(place: Place, _role: str) -> Values:
    return {"attachment_id": place.internal_file}


def served(place: Place, _role: str) -> Values:
    return {"attachment_id": place.served_file}


def an_incident(place: Place, _role: str) -> Values:
    return {"incident_id": place.incident}


def a_delivery(place: Place, _role: str) -> Values:
    return {"delivery_id": place.delivery}


def an_entry(place: Place, _role: str) -> Values:
    return {"entry": place.entry}


def a_publication(place: Place, _role: str) -> Values:
    return {"number": place.publication}


def of_unit(place: Place, _role: str) -> Values:
    return {"unit": place.unit}


def of_case(place: Place, _role: str) -> Values:
    return {"case_id": place.todo}


def a_table(place: Place, _role: str) -> Values:
    table = "问题\t类别\n食堂留样不全\t安全隐患\n".encode()
    return {
        "file": (io.BytesIO(table), "问题.tsv"),
        "process": "rectification",
        "unit": place.unit,
    }


def to_import(place: Place, role: str) -> Values:
    more = {"title": "食堂整改", "form": '{"severity": "一般", "grounds": "督导意见书"}'}
    return {**a_table(place, role), **more}


def a_file(_place: Place, _role: str) -> Values:
    return {"file": (io.BytesIO(b"%PDF-1.7"), "照片.pdf")}


def a_list(table: str) -> Values:
    return {"file": (io.BytesIO(table.encode()), "名单.csv")}


def a_diagram(_place: Place, _role: str) -> Values:
    return {"files": [(io.BytesIO(PLAIN), "plain.bpmn"), (io.BytesIO(SCENARIO), "plain.yml")]}


def a_proposal(place: Place, _role: str) -> Values:
    return {"proposal": place.proposal}


def own_proposal(place: Place, role: str) -> Values:
    return {"proposal": place.of(place.proposals, role)}


def to_open(place: Place, _role: str) -> Values:
    return {"process": "todo", "unit": place.unit, "title": "某校整改", "form": {}}


def own(role: str) -> str:
    return person_of("inside", "official" if role == "nobody" else role)


ROWS: Mapping[str, Row] = {
    # cases
    "cases.list_them": Row(query=of_unit, about=lambda place: place.todo),
    "cases.export": Row(query=of_unit),
    "cases.open_one": Row(body=to_open),
    "cases.fetch": Row(a_case),
    "cases.cancel": Row(a_todo, body=always(**REASON)),
    "cases.suspend": Row(a_todo, body=always(**REASON)),
    "cases.resume": Row(lambda p, _: {"case_id": p.suspended}, body=always(**REASON)),
    "cases.send": Row(a_todo, body=always(message="news", payload={"news": "来信"})),
    "cases.extend": Row(
        a_todo,
        body=lambda p, role: {
            "variable": "term",
            "term": "2工作日",
            **REASON,
            **_approver(p, role),
        },
    ),
    "cases.history": Row(a_case),
    "cases.access": Row(a_case),
    "cases.told": Row(a_case),
    "cases.services": Row(a_case),
    "cases.variables": Row(a_case),
    "cases.diagram": Row(a_case),
    # work
    "work.list_them": Row(
        query=always(whose="scope", limit=100), about=lambda place: place.free["official"]
    ),
    "work.list_them:mine": Row(query=always(limit=100), about=lambda place: place.held["official"]),
    "work.fetch": Row(free_work),
    "work.candidates": Row(free_work),
    "work.claim": Row(free_work),
    "work.unclaim": Row(held_work),
    "work.assign": Row(lambda p, _: {"work_id": p.free["official"]}, body=to_peer),
    "work.delegate": Row(held_work, body=lambda p, role: {"person": _peer(p, role), **REASON}),
    "work.complete": Row(free_work, body=always(form={})),
    "work.withdraw": Row(lambda p, role: {"work_id": p.of(p.undoable, role)}),
    "work.urge": Row(lambda p, _: {"work_id": p.free["official"]}, body=always(words="请尽快")),
    "work.extend": Row(
        lambda p, _: {"work_id": p.free["official"]},
        body=lambda p, role: {"term": "2工作日", **REASON, **_approver(p, role)},
    ),
    "work.claim_several": Row(
        body=lambda p, role: {"work_ids": [p.of(p.free, role)]}, about=lambda _: '"done":true'
    ),
    "work.assign_several": Row(
        body=lambda p, role: {"work_ids": [p.free["official"]], **to_peer(p, role)},
        about=lambda _: '"done":true',
    ),
    "search.find": Row(query=always(text="案件"), about=lambda place: place.todo),
    "overview.figures": Row(query=of_unit, about=lambda place: f'"id":"{place.unit}"'),
    "overview.export": Row(query=of_unit),
    "notifications.mine": Row(sides=OWN),
    "notifications.unread": Row(sides=OWN),
    "notifications.one": Row(path=a_message),
    "notifications.mark_all": Row(sides=OWN),
    "notifications.kinds": Row(sides=OWN),
    "notifications.set_kind": Row(
        path=always(kind="reminder"), body=always(is_counted=False), sides=OWN
    ),
    "notifications.choice": Row(sides=OWN),
    "notifications.choose": Row(
        body=always(digest_at=8, language="zh", off_channels=["sms"]), sides=OWN
    ),
    "own-contacts.mine": Row(sides=OWN),
    "own-contacts.give": Row(
        path=always(channel="mail"), body=always(address="a@example.cn"), sides=OWN
    ),
    "own-contacts.send_code": Row(path=always(channel="mail"), sides=OWN),
    "own-contacts.confirm": Row(
        path=always(channel="mail"), body=always(code=CONTACT_CODE), sides=OWN
    ),
    "own-contacts.remove": Row(path=always(channel="mail"), sides=OWN),
    # items
    "items.list_them": Row(query=of_unit, about=lambda place: place.rectification),
    "items.list_of_case": Row(a_case),
    "items.export": Row(query=of_unit),
    "items.blank": Row(query=always(process="rectification"), sides=OWN),
    "items.preview": Row(form=a_table),
    "items.import_table": Row(form=to_import),
    # papers
    "documents.list_them": Row(a_case),
    "documents.read_one": Row(a_document),
    "documents.download": Row(a_document),
    "documents.render": Row(a_document),
    "documents.void": Row(a_document, body=always(**REASON)),
    "documents.list_series": Row(of_all=True),
    "documents.list_numbers": Row(always(series="岳教督整", year=2026), of_all=True),
    "documents.check_numbers": Row(always(series="岳教督整", year=2026), of_all=True),
    "attachments.list_them": Row(a_case),
    "attachments.attach": Row(a_case, form=a_file),
    "attachments.download": Row(internal),
    "attachments.download:served": Row(served),
    "attachments.remove": Row(served, body=always(**REASON)),
    "templates.list_them": Row(sides=OWN),
    "templates.read_one": Row(always(key="rectification_notice"), sides=OWN),
    "templates.list_versions": Row(always(key="rectification_notice"), sides=OWN),
    "templates.read_version": Row(always(key="rectification_notice", version=1), sides=OWN),
    "templates.publish": Row(
        always(key="memo"),
        body=always(source=MEMO, name="便函"),
        headers=always(**{"If-None-Match": "*"}),
        of_all=True,
    ),
    "templates.check": Row(body=always(source=MEMO), sides=OWN),
    # ledger
    "ledger.read_record": Row(query=of_unit),
    "ledger.read_record:person": Row(query=lambda p, _: {"person": f"{p.unit}李某"}, of_all=True),
    "ledger.read_sheet": Row(query=lambda p, _: {"unit": p.unit, "year": 2026}),
    "ledger.export_sheet": Row(query=lambda p, _: {"unit": p.unit, "year": 2026}),
    "ledger.list_of_case": Row(a_case),
    "ledger.lift": Row(an_entry, body=always(document="某人社解〔2026〕1号")),
    "ledger.correct": Row(an_entry, body=always(changes={"note": "笔误"}, **REASON)),
    # publications
    "publications.list_them": Row(a_publication),
    "public.list_them": Row(sides=OWN, about=lambda place: place.publication),
    "public.find": Row(query=always(text="名单"), sides=OWN, about=lambda place: place.publication),
    "public.read_one": Row(a_publication, sides=OWN),
    "public.object_to": Row(a_publication, body=always(text="名单有误"), sides=OWN),
    "public.look_up": Row(body=lambda p, _: {"receipt": p.receipt}, sides=OWN),
    # configuration
    "definitions.definitions": Row(sides=OWN),
    "definitions.definition": Row(always(key="rectification"), sides=OWN),
    "definitions.decisions": Row(sides=OWN),
    "definitions.decision": Row(always(key="rectification_due"), sides=OWN),
    "definitions.definitions:startable": Row(
        query=always(startable=True), about=lambda _: '"key":"todo"', sides=OWN
    ),
    "definitions.check": Row(form=a_diagram, sides=OWN),
    "definitions.deploy": Row(form=a_diagram, of_all=True),
    "definitions.diagram": Row(always(key="rectification"), sides=OWN),
    "definitions.staffing": Row(always(key="rectification"), query=of_unit),
    "definitions.table": Row(always(key="rectification_due"), sides=OWN),
    "proposals.proposals": Row(about=lambda place: place.proposal, sides=OWN),
    "proposals.propose": Row(
        form=lambda p, role: {**a_diagram(p, role), "note": "新流程"}, of_all=True
    ),
    "proposals.fetch": Row(a_proposal, sides=OWN),
    "proposals.source": Row(
        lambda p, role: {**a_proposal(p, role), "file_name": "plain.bpmn"}, sides=OWN
    ),
    "proposals.publish": Row(a_proposal, of_all=True),
    "proposals.publish:own": Row(own_proposal, of_all=True),
    "proposals.refuse": Row(a_proposal, body=always(**REASON), of_all=True),
    "proposals.withdraw": Row(own_proposal, of_all=True),
    "proposals.withdraw:other": Row(a_proposal, of_all=True),
    "settings.settings": Row(sides=OWN),
    "settings.setting": Row(always(key="light.near"), sides=OWN),
    "settings.change": Row(
        always(key="light.near"),
        body=always(value="5日"),
        headers=ANY,
        of_all=True,
    ),
    "settings.calendars": Row(sides=OWN),
    "settings.upload": Row(
        body=always(days=[{"on": "2027-03-01", "working": False, "name": "校庆"}]), of_all=True
    ),
    "settings.preview": Row(
        body=always(days=[{"on": "2027-03-01", "working": False, "name": "校庆"}]), of_all=True
    ),
    "settings.recomputation": Row(of_all=True),
    "settings.recompute": Row(of_all=True),
    "settings.calendar": Row(always(year=2026), sides=OWN),
    "rules.rules": Row(sides=OWN),
    "rules.change": Row(body=always(rules=RULES, **REASON), headers=ANY, of_all=True),
    "rules.preview": Row(body=always(rules=RULES), of_all=True),
    "rules.versions": Row(sides=OWN),
    "rules.version": Row(always(version=0), sides=OWN),
    "rules.comparison": Row(query=always(before=0, after=0), sides=OWN),
    # operations
    "operations.incidents": Row(about=lambda place: place.incident),
    "operations.retry": Row(an_incident),
    "operations.resolve": Row(an_incident, body=always(variables={}, **REASON)),
    "operations.deliveries": Row(about=lambda place: place.delivery),
    "operations.resend": Row(a_delivery, body=always(**REASON)),
    "operations.give_up": Row(a_delivery, body=always(**REASON)),
    "operations.resend_all": Row(always(channel="mail"), body=always(**REASON), of_all=True),
    "operations.timers": Row(about=lambda place: place.todo),
    "operations.move": Row(
        lambda p, _: {"case_id": p.todo, "aid": p.timer}, body=always(due_at=LATER, **REASON)
    ),
    # people
    "directory.people": Row(about=lambda place: place.person("official")),
    "directory.person": Row(a_person),
    "contacts.of_person": Row(a_person),
    "contacts.put": Row(a_contact, body=always(address="a@example.cn")),
    "contacts.unset": Row(a_contact),
    "directory.units": Row(about=lambda place: place.unit),
    "directory.unit": Row(lambda p, _: {"code": p.unit}),
    "directory.groups": Row(sides=OWN),
    "accounts.accounts": Row(about=lambda place: place.person("official")),
    "accounts.set_password": Row(a_colleague, body=always(password="另一个密码 也要很长才行")),
    "accounts.unlock": Row(a_colleague),
    "accounts.clear_codes": Row(a_colleague),
    "accounts.sign_out": Row(a_colleague, body=always(tokens=True)),
    "accounts.tokens": Row(a_colleague),
    "directory-editing.add_unit": Row(
        body=lambda p, _: {"code": f"{p.unit}-9", "name": "某小学", "parent": p.unit}
    ),
    "directory-editing.change_unit": Row(
        lambda p, _: {"code": f"{p.unit}-1"},
        body=lambda p, _: {"name": "某中学", "parent": p.unit, "kind": "school"},
        headers=ANY,
    ),
    "directory-editing.end_unit": Row(
        lambda p, _: {"code": f"{p.unit}-1"}, body=always(reason="合并"), headers=ANY
    ),
    "directory-editing.restore_unit": Row(
        lambda p, _: {"code": f"{p.unit}-2"}, body=always(reason="撤销有误"), headers=ANY
    ),
    "directory-editing.add_person": Row(
        body=lambda p, _: {"id": "xin", "name": "新某", "unit": p.unit}
    ),
    "directory-editing.change_person": Row(
        a_colleague, body=lambda p, _: {"name": "改某", "unit": p.unit}, headers=ANY
    ),
    "directory-editing.grant": Row(a_colleague, body=always(group="inspector")),
    "directory-editing.end": Row(a_colleague, body=always(group="case_officer")),
    "directory-lists.import_units": Row(
        form=lambda p, _: a_list(f"代码,名称,上级代码\n{p.unit}-9,某小学,{p.unit}\n")
    ),
    "directory-lists.import_people": Row(
        form=lambda p, _: a_list(f"编号,姓名,单位代码,职务,任职单位\nxin,新某,{p.unit},督学,\n")
    ),
    "directory-lists.units_template": Row(sides=OWN),
    "directory-lists.people_template": Row(sides=OWN),
    "substitutions.substitutions": Row(about=lambda place: place.substitution),
    "substitutions.make": Row(
        body=lambda p, role: {
            "absent": p.person("second_official" if role == "administrator" else role),
            "substitute": p.person("official" if role != "official" else "second_official"),
            "from_on": "2026-09-21",
            "until_on": "2026-09-25",
            "reason": "学习",
        }
    ),
    "substitutions.end": Row(lambda p, _: {"substitution": p.substitution}),
    # the own account
    "session.sign_in": Row(
        body=lambda _, role: {"person": own(role), "password": PASSWORD}, sides=OWN
    ),
    "leaving.sign_out": Row(sides=OWN),
    "account.me": Row(sides=OWN),
    "account.change_password": Row(
        body=always(old=PASSWORD, new="另一个密码 也要很长才行"), sides=OWN
    ),
    "account.begin_codes": Row(body=always(password=PASSWORD), sides=OWN),
    "account.confirm_codes": Row(
        body=lambda p, role: {"code": p.codes.get(role, "000000")}, sides=OWN
    ),
    "account.remove_codes": Row(body=always(password=PASSWORD), sides=OWN),
    "account.sessions": Row(sides=OWN),
    "account.end_session": Row(
        lambda p, role: {"session_id": p.sessions.get(role, p.sessions["official"])}
    ),
    "account.sign_out_everywhere": Row(body=always(tokens=True), sides=OWN),
    "account.tokens": Row(sides=OWN),
    "account.issue_token": Row(
        body=lambda _p, _r: {
            "name": "报表",
            "scopes": ["cases:read"],
            "expires_at": "2026-10-20T09:00:00+08:00",
        },
        sides=OWN,
    ),
    "account.revoke_token": Row(
        lambda p, role: {"token_id": p.tokens.get(role, p.tokens["official"])}
    ),
    "documentation.document": Row(sides=OWN),
    "documentation.page": Row(sides=OWN),
}
"""Every endpoint, by its name; what follows a colon tells two requests to the same one apart."""


def _approver(place: Place, role: str) -> Values:
    """Return who approves: the leader here, unless it is the leader who asks."""
    return {} if role == "leader" else {"approver": place.person("leader")}


def _peer(place: Place, role: str) -> str:
    """Return somebody else who could do the work of a role."""
    return f"{place.side}_second_{role if role in place.held else 'official'}"
