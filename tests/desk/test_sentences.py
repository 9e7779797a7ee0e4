"""Every event of a case has a sentence that says it plainly, in Chinese and in English."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

import engine
from engine.commands.reading.sentence_names import with_posts
from engine.model.event_sentences import SENTENCES, Said, Told, sentence, sentence_of_redacted
from engine.model.event_words import ACCESS_WORDS, CASE_WORDS, EVENT_WORDS, SYSTEM_WORDS
from engine.model.values import Value

COMMANDS = Path(engine.__file__).parent / "commands"
AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
DUE, LATER = (datetime(2026, 11, day, 15, 59, 59, tzinfo=UTC) for day in (3, 18))


class PlainNames:
    """Names as an office has them."""

    def doer(self, person: str, at: datetime) -> str:
        del at
        return f"{self.person(person)}（承办人）"

    def person(self, person: str) -> str:
        return {"li": "李某", "wang": "王某", "zhao": "赵某"}[person]

    def group(self, group: str) -> str:
        return {"leader": "分管领导"}[group]

    def unit(self, unit: str) -> str:
        return {"430621": "某甲县"}.get(unit, "")

    def activity(self, node: str) -> str:
        return {"sign": "签收通知书", "late": "逾期未签收", "end": "结案"}.get(node, "")

    def answer(self, node: str, form: object) -> Said:
        del node
        return Said("同意：是", "同意: yes") if form else Said("", "")

    def table(self, decision: str) -> str:
        return {"legal_basis": "法律依据"}[decision]

    def paper(self, document: str) -> str:
        return {"c.9": "整改通知书"}.get(document, "")


def told(type_: str, **more: object) -> Told:
    return Told(type_, AT, PlainNames(), **{"person": "li", "node": "sign", **more})  # type: ignore[arg-type]


REASON: dict[str, Value] = {"reason": "设备采购需要时间。"}
SUSPENDED: dict[str, Value] = {
    "deadline": {"adjustments": [{"suspended_at": "x"}]},
    **REASON,
    "approver": "wang",
}


@pytest.mark.parametrize(
    "event, zh, en",
    [
        (
            told("task_claimed"),
            "李某（承办人）签收了“签收通知书”。",
            "李某（承办人） took “签收通知书”.",
        ),
        (
            told("task_completed", on_behalf_of="wang", data={"form": {"ok": True}, "due_at": DUE}),
            "李某（承办人）代王某办结了“签收通知书”（同意：是）。",
            "李某（承办人）, on behalf of 王某, completed “签收通知书” (同意: yes).",
        ),
        (
            told("task_completed", data={"item": 2, "due_at": datetime(2026, 11, 1, tzinfo=UTC)}),
            "李某（承办人）办结了“签收通知书”（第2项），已逾期。",
            "李某（承办人） completed “签收通知书” (item 2), late.",
        ),
        (
            told("task_created", data={"groups": ["leader"], "due_at": DUE}),
            "“签收通知书”等待分管领导签收办理，11月3日到期。",
            "“签收通知书” waits for 分管领导 to take it, due on 3 November 2026.",
        ),
        (
            told(
                "task_assigned",
                before={"assignee": "wang"},
                after={"assignee": "zhao"},
                data=REASON,
            ),
            "李某（承办人）把“签收通知书”由王某改派给赵某（原因：设备采购需要时间）。",
            "李某（承办人） reassigned “签收通知书” from 王某 to 赵某 (reason: 设备采购需要时间).",
        ),
        (
            told(
                "deadline_changed",
                node=None,
                before={"due_at": DUE},
                after={"due_at": LATER},
                data=SUSPENDED,
            ),
            "因案件中止，期限由11月3日改为11月18日（原因：设备采购需要时间）。",
            (
                "The deadline moved from 3 November 2026 to 18 November 2026 because of the "
                "suspension (reason: 设备采购需要时间)."
            ),
        ),
        (
            told(
                "deadline_extended",
                before={"due_at": DUE},
                after={"due_at": LATER},
                data={**SUSPENDED, "term": "P15D"},
            ),
            (
                "“签收通知书”的期限由11月3日延至11月18日"
                "（延长15日，原因：设备采购需要时间，批准人：王某）。"
            ),
            (
                "The deadline of “签收通知书” was extended from 3 November 2026 to 18 November 2026 "
                "(by 15 days, reason: 设备采购需要时间, approved by 王某)."
            ),
        ),
        (
            told("timer_set", node="late", data={"due_at": datetime(2026, 11, 3, 16, tzinfo=UTC)}),
            "“逾期未签收”将于11月3日24时自动进行。",
            "“逾期未签收” will follow by itself on 3 November 2026 24:00.",
        ),
        (
            told("decision_made", data={"decision": "legal_basis", "rules": [4, 29]}),
            "“签收通知书”按决策表“法律依据”判定（第4、29行）。",
            "“签收通知书” was decided by the table “法律依据” (row 4, 29).",
        ),
        (
            told("document_voided", person=None, data={"title": "整改通知书", "number": "1号"}),
            "《整改通知书》（1号）已作废。",
            "“整改通知书” (1号) was voided.",
        ),
        (
            told("linked_case_ended", data={"reference": "1号", "result": "end", "status": "x"}),
            "关联案件1号已办结。",
            "The linked case 1号 has ended.",
        ),
        (
            told("case_closed", person="system", node="end", data={"code": "x"}),
            "案件办结（结果：结案）。",
            "The case was closed (result: 结案).",
        ),
        (
            told("incident_raised", data={"zh": "handler_x 出错", "retry_at": None}),
            "“签收通知书”自动办理未成功，等待系统管理员处理。",
            "“签收通知书” could not be carried out; it waits for an administrator to see to it.",
        ),
    ],
)
def test_it_says_who_did_what_from_what_to_what_and_why(event: Told, zh: str, en: str) -> None:
    said = sentence(event)
    assert (said.zh, said.en) == (zh, en)


def test_every_type_of_a_case_has_a_sentence_and_no_other_has() -> None:
    assert set(SENTENCES) == set(CASE_WORDS)


def test_a_type_is_of_one_chain_and_has_a_name_in_both_languages() -> None:
    assert len(EVENT_WORDS) == len(CASE_WORDS) + len(ACCESS_WORDS) + len(SYSTEM_WORDS)
    for word in EVENT_WORDS.values():
        assert word.zh
        assert not word.zh.isascii()
        assert word.en
        assert word.en.isascii()


@pytest.mark.parametrize("type_", sorted(SENTENCES))
def test_a_sentence_holds_with_whatever_an_event_lacks(type_: str) -> None:
    """Fields of old events may be missing; what is said then is still whole."""
    for node in ("sign", None):
        said = sentence(told(type_, node=node, data={"decision": "legal_basis"}))
        assert said.zh.endswith("。")
        assert said.en.endswith(".")
        assert "None" not in said.zh + said.en


def test_what_the_system_did_by_itself_is_a_detail() -> None:
    details = {
        type_
        for type_ in SENTENCES
        if sentence(told(type_, data={"decision": "legal_basis"})).is_detail
    }
    assert {"timer_set", "timer_canceled", "activity_passed", "handler_called"} <= details
    assert not details & {"task_completed", "case_opened", "deadline_extended", "document_issued"}


def test_of_a_redacted_event_only_its_kind_is_said() -> None:
    said = sentence_of_redacted("task_completed")
    assert said.zh == "办结待办（内容已依法删除）。"


def test_every_type_that_a_command_records_in_a_case_is_among_them() -> None:
    found = set()
    for file in sorted(COMMANDS.rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and _is_of_case(call):
                texts = (each.value for each in call.args if isinstance(each, ast.Constant))
                found |= {each for each in texts if isinstance(each, str) and "_" in each}
    assert len(found) > 40
    assert found - set(CASE_WORDS) == set()


def _is_of_case(call: ast.Call) -> bool:
    """Say whether a call records an event with the step of a case."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr == "record" and bool(call.args)
    is_named = isinstance(call.func, ast.Name) and call.func.id in ("_give", "_record")
    return is_named and isinstance(call.args[0], ast.Name) and call.args[0].id in ("step", "turn")


@pytest.mark.parametrize(
    "name, posts, said",
    [
        ("彭某", ["督学"], "彭某（督学）"),
        ("彭某（督学）", ["督学"], "彭某（督学）"),
        ("罗某（办公室主任）", ["分管领导", "办公室主任"], "罗某（办公室主任、分管领导）"),
        ("督学", ["督学"], "督学（督学）"),
        ("彭某（督学）", [], "彭某（督学）"),
    ],
)
def test_a_post_that_a_name_says_already_stands_once(
    name: str, posts: list[str], said: str
) -> None:
    assert with_posts(name, posts) == said
