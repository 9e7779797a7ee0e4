"""Processes as pages: what is published, told step by step, and proposals with their findings."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from dudao.groups import GROUPS
from engine.model.settings import ENGINE_SETTINGS, Setting, Settings
from tests.cases.drawing import diagram, end, path, start, timer, user
from tests.proposals.requests import MISDRAWN, PLAIN, SCENARIO
from tests.web.pages import Pages, Shown

_TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
  <decision id="terms" name="期限表">
    <description>按严重程度核定。</description>
    <decisionTable id="t" hitPolicy="FIRST">
      <input id="i" label="严重程度"><inputExpression id="e" typeRef="string"><text>severity</text></inputExpression></input>
      <output id="o" label="期限" name="term" typeRef="string" />
      <annotation name="说明" />
      <rule id="r1"><inputEntry id="a"><text>not("一般")</text></inputEntry><outputEntry id="b"><text>"7日"</text></outputEntry><annotationEntry><text>从严</text></annotationEntry></rule>
      <rule id="r2"><inputEntry id="c"><text>-</text></inputEntry><outputEntry id="f"><text>null</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
""".encode()


_TIMED = diagram(
    "timed",
    start("reason:string!"),
    user("draft", groups="case_officer"),
    user(
        "check", "意见:text!", groups="leader", due='${setting("review.term")}',
        separate_from="start, draft",
    ),
    '<boundaryEvent id="late" name="late" attachedToRef="check" cancelActivity="false">'
    f"{timer('5工作日')}</boundaryEvent>",
    user("remind", groups="director"),
    end(),
    end("reminded"),
    path("start", "draft", "check", "end"),
    path("late", "remind", "reminded"),
)  # fmt: skip
_EDITED = diagram(
    "edited",
    start(),
    user("draft", groups="case_officer"),
    user("edit", groups="editor"),
    end(),
    path("start", "draft", "edit", "end"),
)
_LONGER = diagram(
    "plain",
    start("reason:string!"),
    user("check", groups="leader"),
    user("again", groups="director"),
    end(),
    path("start", "check", "again", "end"),
)


@pytest.fixture
def office(pages: Pages) -> Pages:
    """Return the pages of an office whose groups have names."""
    desk = pages.desk
    desk.engine = replace(desk.engine, groups=GROUPS)
    return Pages(desk)


def test_what_is_published_is_listed_with_its_version_and_a_way_to_its_cases(
    office: Pages,
) -> None:
    office.desk.deploy(PLAIN)
    page = office.get("li", "/processes")
    assert "第 1 版" in page.text
    (link,) = page.all("//a[contains(@href, '/cases?')]/@href")
    assert "process=plain" in link
    assert "status=open" in link
    assert "还没有发布任何决策表" in page.text


def test_only_who_may_read_the_configuration_sees_processes(office: Pages) -> None:
    for path_ in ("/processes", "/processes/plain", "/processes/proposals"):
        office.get("xiao", path_, status=403)
    office.get("li", "/processes/none", status=404)


def test_a_step_says_who_until_when_who_may_not_and_what_happens_if_nobody_does(
    office: Pages,
) -> None:
    office.desk.engine = replace(
        office.desk.engine,
        settings=Settings.of(
            ENGINE_SETTINGS, [Setting("review.term", "P3WD", "复核的期限", kind="term")]
        ),
    )
    told = Pages(office.desk)
    told.desk.deploy(_TIMED)
    page = told.get("li", "/processes/timed")
    (check,) = page.all("//details[@data-element='check']")
    words = " ".join(check.text_content().split())
    assert "分管领导" in words
    assert "3 个工作日（参数“复核的期限”）" in words
    assert "办理过“立案”“draft”的人不得办理" in words
    assert "late（5 个工作日）：转入“remind”，本环节继续。" in words
    assert "意见（必填）" in words
    marks = json.loads(page.all("//script[@id='process-marks']")[0].text_content())
    assert {"element": "check", "state": "said", "text": "分管领导 · 3 个工作日"} in marks
    order = page.all("//details[@data-element]/@data-element")
    assert order.index("draft") < order.index("check") < order.index("remind")


def test_a_version_says_what_it_changed_and_older_ones_stay_to_be_read(office: Pages) -> None:
    office.desk.deploy(PLAIN)
    office.desk.deploy(_LONGER)
    page = office.get("li", "/processes/plain")
    assert "增加：“again”" in page.text
    older = office.get("li", "/processes/plain?version=1")
    assert "新立的案件已不用它" in older.text
    first = office.get("li", "/processes/plain/source?version=1").response
    assert first.data == PLAIN
    assert "attachment" in first.headers["Content-Disposition"]
    assert office.get("li", "/processes/plain/diagram.bpmn").response.data != PLAIN


def test_a_decision_table_is_shown_as_people_read_it(office: Pages) -> None:
    proposal = _propose(office, "li", {"terms.dmn": _TABLE})
    office.send("wang", f"{proposal}/publish", {})
    page = office.get("li", "/processes/tables/terms")
    rows = [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")]
        for row in page.all("//table[contains(@class, 'is-rules')]/tbody/tr")
    ]
    assert rows == [["1", "一般 以外", "7日", "从严"], ["2", "不限", "（空）", ""]]
    assert "取第一条相符的规则" in page.text
    assert office.get("li", "/processes/tables/terms/source").response.data == _TABLE


def test_findings_stand_in_a_list_and_at_their_elements(office: Pages) -> None:
    proposal = _propose(office, "li", {"plain.bpmn": MISDRAWN, "核对.yml": SCENARIO})
    page = office.get("li", proposal)
    (error,) = page.all("//li[@data-element='check']")
    assert "“check”" in error.text_content()
    assert "nobody_known" in error.text_content()
    (mark,) = [
        each
        for each in json.loads(page.all("//script[@id='marks-1']")[0].text_content())
        if each["state"] == "wrong"
    ]
    assert (mark["element"], mark["text"]) == ("check", "错误 1")
    assert "没有运行：先要改好上面的错误" in page.text
    drawing = office.get("li", f"{proposal}/drawing?file=plain.bpmn").response
    assert drawing.mimetype == "application/xml"
    assert drawing.data == MISDRAWN
    office.get("li", f"{proposal}/drawing?file=none.bpmn", status=404)
    page = office.get("wang", proposal)
    assert page.all("//*[@id='deed-publish']//form") == []
    assert "有误，不能发布" in page.text


def test_what_is_no_diagram_at_all_keeps_its_whole_list(office: Pages) -> None:
    page = office.get("li", _propose(office, "li", {"断.bpmn": PLAIN[:-20]}))
    assert page.all("//ol[contains(@class, 'findings')]/li")
    assert page.all("//*[@data-diagram]/@data-failed")[0].startswith("这个文件画不出来")


def test_a_failed_scenario_says_what_was_expected_and_where(office: Pages) -> None:
    wrong = SCENARIO.replace("closed", "open")
    page = office.get("li", _propose(office, "li", {"plain.bpmn": PLAIN, "错.yml": wrong}))
    assert "第 3 步（第 10 行）" in page.text
    assert "应为 open 实为 closed" in page.text


def test_a_second_person_publishes_and_the_first_one_reads_why_not(office: Pages) -> None:
    office.desk.deploy(PLAIN)
    proposal = _propose(office, "wang", {"plain.bpmn": _LONGER})
    own = office.get("wang", proposal)
    assert "提交人不能发布自己的申请" in own.text
    assert "增加：“again”" in own.text
    refused = office.get("wang", f"{proposal}/publish")
    assert refused.all("//main//button[@type='submit']") == []
    office.send("zhao", f"{proposal}/publish", {})
    after = office.get("zhao", proposal)
    assert "已发布：plain第 2 版" in after.text
    assert "第 2 版" in office.get("li", "/processes").text
    again = office.get("li", f"{proposal}/publish")
    assert again.all("//main//button[@type='submit']") == []


def test_publishing_over_a_moved_base_is_refused_and_said_beforehand(office: Pages) -> None:
    proposal = _propose(office, "li", {"plain.bpmn": PLAIN})
    before = office.get("wang", f"{proposal}/publish")
    office.desk.deploy(_LONGER)
    sent = office.client("wang").post(
        f"{proposal}/publish", data=before.form_values(f"{proposal}/publish")
    )
    assert sent.status_code == 409
    assert "发布会覆盖其中的修改" in Shown(sent).text
    page = office.get("wang", proposal)
    assert "现行已是第 1 版" in page.text
    assert page.all("//*[@id='deed-publish']//form") == []


def test_refusing_needs_a_reason_that_the_proposer_reads(office: Pages) -> None:
    proposal = _propose(office, "li", {"plain.bpmn": PLAIN})
    empty = office.send("wang", f"{proposal}/refuse", {"reason": " "}, status=422)
    assert "请写明退回的理由" in empty.text
    office.send("wang", f"{proposal}/refuse", {"reason": "表单缺一项"})
    assert "表单缺一项" in office.get("li", proposal).text
    assert "已退回" in office.get("li", "/processes/proposals?state=refused").text
    assert "没有符合条件" in office.get("li", "/processes/proposals?state=awaiting").text


def test_only_the_proposer_withdraws(office: Pages) -> None:
    proposal = _propose(office, "li", {"plain.bpmn": PLAIN})
    assert "只有提交人可以撤回" in office.get("wang", proposal).text
    office.send("li", f"{proposal}/withdraw", {})
    assert "已撤回" in office.get("li", proposal).text


def test_files_and_a_note_are_asked_for_beside_their_fields(office: Pages) -> None:
    page = _send(office, "li", {}, note="", status=422)
    assert "请选择要提交的文件" in page.text
    assert "请写明改了什么" in page.text
    kept = _send(office, "li", {"a.txt": b"text"}, note="说明还在", status=422)
    assert kept.all("//textarea[@name='note']")[0].text.strip() == "说明还在"
    _send(office, "qian", {"plain.bpmn": PLAIN}, note="督学不能提交", status=403)


def test_sending_the_same_form_twice_proposes_once(office: Pages) -> None:
    form = office.get("li", "/processes/proposals/new").form_values("/processes/proposals/new")
    for _ in range(2):
        data = {**form, "note": "一次", "files": [(io.BytesIO(PLAIN), "plain.bpmn")]}
        sent = office.client("li").post("/processes/proposals/new", data=data)
        assert sent.status_code == 303
    assert len(office.get("li", "/processes/proposals").all("//tbody/tr")) == 1


def test_where_people_are_short_is_said_for_units_below_ones_own(office: Pages) -> None:
    proposal = _propose(office, "li", {"edited.bpmn": _EDITED})
    office.send("wang", f"{proposal}/publish", {})
    page = office.get("li", "/processes/edited/staffing")
    assert "缺少信息编辑（“edit”）" in page.text
    one = office.get("li", "/processes/edited/staffing?unit=430621")
    assert "某甲县" in one.text
    assert "缺少信息编辑" in one.text


def _propose(office: Pages, person: str, files: Mapping[str, bytes | str]) -> str:
    """Hand files in and return the address of the proposal."""
    return _send(office, person, files, note="改由领导核对", status=303).location


def _send(
    office: Pages, person: str, files: Mapping[str, bytes | str], *, note: str, status: int
) -> Shown:
    address = "/processes/proposals/new"
    sent = [
        (io.BytesIO(each.encode() if isinstance(each, str) else each), name)
        for name, each in files.items()
    ]
    return office.send(person, address, {"note": note, "files": sent}, status=status)


def test_who_may_publish_finds_a_proposal_in_the_inbox_and_on_the_desk(office: Pages) -> None:
    proposal = _propose(office, "li", {"plain.bpmn": PLAIN})
    for person in ("wang", "guan"):
        desk = office.get(person, "/desk")
        assert "待您发布（1）" in desk.text
        assert desk.all(f"//main//a[@href='{proposal}']")
        (message,) = office.get(person, "/inbox").all(
            "//main//tr[contains(., '待您发布')]//a/@href"
        )
        opened = office.get(person, message)
        assert "li某提交了流程发布申请" in opened.text
        assert opened.all(f"//main//a[@href='{proposal}']")
    for person in ("li", "chen", "yue"):
        assert "待您发布" not in office.get(person, "/desk").text
        assert "待您发布" not in office.get(person, "/inbox").text


def test_who_proposed_hears_of_publication_and_of_refusal(office: Pages) -> None:
    office.send("wang", f"{_propose(office, 'li', {'plain.bpmn': PLAIN})}/publish", {})
    assert "待您发布" not in office.get("guan", "/desk").text
    (message,) = office.get("li", "/inbox").all("//main//tr[contains(., '申请已发布')]//a/@href")
    assert "已由wang某发布" in office.get("li", message).text
    refused = _propose(office, "li", {"plain.bpmn": _LONGER})
    office.send("wang", f"{refused}/refuse", {"reason": "表单缺一项"})
    (message,) = office.get("li", "/inbox").all("//main//tr[contains(., '申请被退回')]//a/@href")
    assert "理由：表单缺一项" in office.get("li", message).text


def test_faulty_and_withdrawn_proposals_wait_for_nobody(office: Pages) -> None:
    _send(office, "li", {"plain.bpmn": MISDRAWN}, note="有误", status=303)
    office.send("li", f"{_propose(office, 'li', {'plain.bpmn': PLAIN})}/withdraw", {})
    assert "待您发布" not in office.get("wang", "/desk").text
