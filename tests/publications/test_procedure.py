"""The shipped procedure, opened by another case, and what its drawing must guarantee."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from dudao.groups import GROUPS
from engine.commands import ObjectionFiled, cancel_case
from engine.diagram import Known
from engine.diagram.model import EventKind, NodeKind
from engine.identity import Membership, PersonEntry, upsert_people
from engine.model.errors import InvalidArgument
from engine.model.publications import PublicationState
from engine.store import Store
from tests.cases.desk import Desk, local, refusal
from tests.cases.drawing import catch, diagram, end, message, path, service, start, user
from tests.procedures.shipped import procedure
from tests.publications.office import CLOSING, close, file, look_up, read
from tests.support.clock import HandClock
from workflows.announcement import SETTINGS

SHIPPED = procedure("announcement")
NODES = SHIPPED.nodes
REVIEWERS = {"mi": "secrecy_officer", "bian": "editor", "ke": "section_head"}
NOTICE, PUBLIC_NOTICE = "岳教督公〔2026〕1号", "岳教督示〔2026〕1号"


def parent(kind: str) -> bytes:
    """A case that decides, has the decision announced, and notes with which result that ended."""
    return diagram(
        "decision",
        start(),
        service(
            "announce",
            "open_linked_case",
            {"announcement": "${linked_case}"},
            process="announcement",
            title="关于某单位问责情况的公告",
            kind=kind,
            text="经审定，对某单位公开批评。",
            source_decision="岳教督问〔2026〕1号",
        ),
        catch("heard", message("case_closed"), correlation="${announcement}"),
        user("note", groups="case_officer"),
        end(),
        path("start", "announce", "heard", "note", "end"),
        messages=("case_closed",),
    )


class Office(Desk):
    """A desk with everybody an announcement needs, and its diagram."""

    def known(self) -> Known:
        return dataclasses.replace(
            super().known(),
            groups=frozenset(GROUPS),
            decisions=frozenset({"legal_basis", "announcement_scope"}),
            processes=frozenset({"announcement"}),
        )

    def review(self, case_id: str, **redacted: object) -> None:
        """Redact, review for secrecy, proof-read three times."""
        for person, task, form in (
            ("li", "redact", {"names_checked": True, "source_kind": "问责决定", **redacted}),
            ("mi", "secrecy_review", {"secrecy_verdict": "可以公开", "secrecy_opinion": "不涉密"}),
            ("bian", "first_proof", {"first_verdict": "通过", "first_opinion": "无误"}),
            ("ke", "second_proof", {"second_verdict": "通过", "second_opinion": "无误"}),
            ("wang", "third_proof", {"third_verdict": "同意公布", "third_opinion": "同意"}),
        ):
            self.complete(person, self.one(case_id, task).id, form)

    def announced(self, kind: str) -> tuple[str, str]:
        """Open a decision of which an announcement is made; return both cases."""
        self.deploy(parent(kind))
        decision = self.open("decision", person="chen").case_id
        (child,) = self.linked(decision)
        return decision, child.id

    def result(self, decision: str) -> object:
        self.check(decision)
        assert self.nodes(decision) == ["note"]
        return self.variables(decision)["result"]


@pytest.fixture
def office(store: Store, clock: HandClock) -> Office:
    made = Office(store, clock, settings=SETTINGS)
    with store.begin() as session:
        upsert_people(
            session,
            [
                PersonEntry(each, f"{each}某", "430600", (Membership(group),))
                for each, group in REVIEWERS.items()
            ],
        )
    made.furnish()
    made.deploy(*SHIPPED.tables.values(), SHIPPED.diagram, CLOSING)
    return made


# ------------------------------------------------------------------------- opened by another case


def test_a_decision_has_its_announcement_made(office: Office) -> None:
    decision, child = office.announced("公告")
    assert office.nodes(child) == ["redact"]
    assert office.variables(child)["formed_on"] == local("2026-03-02T00:00:00").date()
    office.review(child)
    assert office.case(child).status == "closed"
    assert office.result(decision) == "已公告"
    assert office.case(child).reference == NOTICE
    view = read(office, NOTICE)
    assert view.title == "关于某单位问责情况的公告"
    assert view.text == "经审定，对某单位公开批评。"


def test_the_opener_s_document_of_a_kind_that_stays_inside_is_refused(office: Office) -> None:
    _, child = office.announced("公告")
    form = {"names_checked": True, "source_kind": "约谈纪要"}
    refused = refusal(lambda: office.complete("li", office.one(child, "redact").id, form))
    assert isinstance(refused, InvalidArgument)
    assert [(error.path, error.zh) for error in refused.errors] == [
        ("source_kind", "约谈纪要不予公开：《政府信息公开条例》第十六条第一款。")
    ]


def test_who_fills_in_the_form_is_told_what_was_found_and_where(office: Office) -> None:
    _, child = office.announced("公告")
    text = "对某单位公开批评。\n联系人李某，138-0013-8000，身份证１１０１０５１９４９１２３１００２Ｘ。"
    form = {"names_checked": True, "text": text}
    refused = refusal(lambda: office.complete("li", office.one(child, "redact").id, form))
    (error,) = refused.errors
    assert error.path == "text"
    assert "手机号码“138-0013-8000”（第2行第7字）" in error.zh
    assert "公民身份号码“１１０１０５１９４９１２３１００２Ｘ”（第2行第24字）" in error.zh


def test_nothing_objected_is_the_result(office: Office) -> None:
    decision, child = office.announced("公示")
    office.review(child)
    office.clock.move_to(local("2026-03-10T00:00:00"))
    office.sweep()
    assert office.result(decision) == "已公示无异议"


def filed(office: Office, ruling: str) -> tuple[str, str, ObjectionFiled]:
    """A public notice to which one objection was ruled on."""
    decision, child = office.announced("公示")
    office.review(child)
    receipt = file(office, PUBLIC_NOTICE)
    form: dict[str, object] = {"finding": "已核实", "proposal": ruling}
    office.complete("chen", office.one(child, "verify_objection").id, form)
    form = {"ruling": ruling, "ruling_answer": "已经核实。"}
    office.complete("zhao", office.one(child, "decide_objection").id, form)
    return decision, child, receipt


@pytest.mark.parametrize(
    "ruling, result", [("成立，撤回", "已撤回"), ("成立，停止决定", "异议成立已停止")]
)
def test_an_objection_upheld_decides_the_result(office: Office, ruling: str, result: str) -> None:
    decision, _, receipt = filed(office, ruling)
    assert office.result(decision) == result
    assert look_up(office, receipt.receipt).is_upheld is True
    assert read(office, PUBLIC_NOTICE).state is PublicationState.WITHDRAWN


def test_an_objection_not_upheld_leaves_the_notice_to_its_period(office: Office) -> None:
    decision, child, _ = filed(office, "不成立")
    assert office.case(child).status == "open"
    office.clock.move_to(local("2026-03-10T00:00:00"))
    office.sweep()
    assert office.result(decision) == "已公示异议不成立"


def test_a_withdrawal_from_outside_ends_the_period_and_the_answer_is_still_owed(
    office: Office,
) -> None:
    decision, child = office.announced("公示")
    office.review(child)
    file(office, PUBLIC_NOTICE)
    close(office, PUBLIC_NOTICE)
    office.check(child)
    assert office.nodes(child) == ["verify_objection"]
    office.complete(
        "chen",
        office.one(child, "verify_objection").id,
        {"finding": "已核实", "proposal": "成立，撤回"},
    )
    office.complete(
        "zhao",
        office.one(child, "decide_objection").id,
        {"ruling": "成立，撤回", "ruling_answer": "公示已经撤回。"},
    )
    assert office.incidents(child) == []
    assert office.result(decision) == "已撤回"


def test_a_case_superseded_from_outside_says_so(office: Office) -> None:
    decision, child = office.announced("公示")
    office.review(child)
    form = {
        "action": "替代",
        "target": PUBLIC_NOTICE,
        "asked_by": "重新研究",
        "asked_reason": "名单有变。",
        "notice_title": "新的公示",
    }
    newer = office.open("announcement", form, person="chen").case_id
    office.review(newer, text="新的名单。")
    assert read(office, PUBLIC_NOTICE).state is PublicationState.SUPERSEDED
    assert office.result(decision) == "已被替代"
    assert office.case(child).status == "closed"


def test_withdrawn_meanwhile_it_can_no_longer_be_corrected(office: Office) -> None:
    _, child = office.announced("公告")
    office.review(child)
    form = {
        "action": "更正",
        "target": NOTICE,
        "asked_by": "审计发现",
        "asked_reason": "数字有误。",
        "notice_title": "更正",
    }
    correction = office.open("announcement", form, person="chen").case_id
    close(office, NOTICE)
    with pytest.raises(InvalidArgument) as refused:
        office.review(correction, text="更正后。", wrong_text="一", right_text="二")
    assert refused.value.errors[0].path == "third_verdict"
    assert office.incidents(correction) == []


@pytest.mark.parametrize("verdict", ["不予公布", "不予公开"])
def test_what_is_not_published_is_the_result(office: Office, verdict: str) -> None:
    decision, child = office.announced("公告")
    form: dict[str, object] = {"names_checked": True, "source_kind": "问责决定"}
    office.complete("li", office.one(child, "redact").id, form)
    if verdict == "不予公开":
        form = {"secrecy_verdict": verdict, "withhold_basis": "第十四条", "secrecy_opinion": "涉密"}
        office.complete("mi", office.one(child, "secrecy_review").id, form)
    else:
        form = {"secrecy_verdict": "可以公开", "secrecy_opinion": "不涉密"}
        office.complete("mi", office.one(child, "secrecy_review").id, form)
        for person, step in (("bian", "first"), ("ke", "second")):
            form = {f"{step}_verdict": "通过", f"{step}_opinion": "无误"}
            office.complete(person, office.one(child, f"{step}_proof").id, form)
        form = {"third_verdict": verdict, "third_opinion": "暂不公布"}
        office.complete("wang", office.one(child, "third_proof").id, form)
    assert office.result(decision) == verdict


def test_a_canceled_announcement_is_heard_of(office: Office) -> None:
    decision, child = office.announced("公示")
    office.review(child)
    office.give(cancel_case, "li", case_id=child, reason="不再公示")
    assert office.result(decision) == "canceled"
    assert read(office, PUBLIC_NOTICE).state is PublicationState.WITHDRAWN


# ---------------------------------------------------------------------------------- the drawing


def test_everybody_who_reviews_is_somebody_else() -> None:
    chain = ["redact", "secrecy_review", "first_proof", "second_proof", "third_proof"]
    for position, task in enumerate(chain[1:], start=1):
        separate = NODES[task].properties["separate_from"].split(", ")
        assert separate == ["start", *chain[:position]], task


def test_every_verdict_is_asked_and_has_no_default() -> None:
    asked = {
        "secrecy_review": "secrecy_verdict",
        "first_proof": "first_verdict",
        "second_proof": "second_verdict",
        "third_proof": "third_verdict",
        "weigh_third_party": "disclose",
        "decide_objection": "ruling",
        "approve_withdrawal": "withdrawal_approved",
        "redact": "names_checked",
    }
    for task, field_id in asked.items():
        form = NODES[task].form
        assert form is not None
        field = form.field(field_id)
        assert field is not None
        assert field.required, task
        assert not field.default, task


def test_no_timer_publishes_or_decides() -> None:
    """The third party's silence is put before the leader; the period's end only ends the period."""
    interrupting = {
        node.id: SHIPPED.flows[node.outgoing[0]].target
        for node in NODES.values()
        if node.kind is NodeKind.BOUNDARY_EVENT
        and node.event is not None
        and node.event.kind is EventKind.TIMER
        and node.is_interrupting
    }
    assert interrupting == {"third_party_silent": "record_silence", "period_over": "end_period"}


def test_the_only_way_to_publishing_leads_through_the_leader_s_consent() -> None:
    (into,) = NODES["number_notice"].incoming
    assert SHIPPED.flows[into].condition == "${cleared}"
    setters = {
        id_ for id_, node in NODES.items() if any(name == "cleared" for name, _ in node.outputs)
    }
    assert setters == {"start_clock", "start_correction", "third_proof"}


def test_the_page_of_the_states_names_them_all() -> None:
    page = (Path(__file__).parents[2] / "docs" / "announcement.md").read_text("utf-8")
    for state in PublicationState:
        assert f"`{state.value}`" in page
