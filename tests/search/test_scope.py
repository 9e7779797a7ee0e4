"""Who finds what: as the registers list cases and items, and as the file of a case shows papers."""

from __future__ import annotations

from io import BytesIO

import pytest

from engine import commands
from engine.commands import registers
from engine.commands.searching import Hits, search, search_publications
from engine.model.case import Actor
from engine.model.documents import Visibility
from engine.model.errors import EngineError
from engine.model.registers import CaseFilter, ItemFilter, Page
from engine.model.search_results import SearchKind
from engine.store.search_index import (
    count_entries,
    fill_if_empty,
    is_index_sound,
    rebuild,
    wrong_entries,
)
from engine.store.tables import search_entry
from tests.cases.desk import PEOPLE, refusal
from tests.registers.office import Office


def find(office: Office, person: str, text: str, **more: object) -> Hits:
    with office.store.read() as session:
        return search(
            session, engine=office.engine, clock=office.clock, actor=Actor(person), text=text,
            **more,  # type: ignore[arg-type]  # passed on
        )  # fmt: skip


def kinds(hits: Hits) -> dict[str, int]:
    found: dict[str, int] = {}
    for hit in hits.rows:
        found[hit.kind.value] = found.get(hit.kind.value, 0) + 1
    return found


def attach(office: Office, person: str, case_id: str, name: str, **more: object) -> str:
    with commands.receive(BytesIO(b"%PDF-1.7"), limit=1_000) as upload:
        given = office.give(
            commands.attach, person, case_id=case_id, name=name, upload=upload, **more
        )
    return given.attachment_id


def is_right(office: Office) -> bool:
    """Say whether the entries are exactly those that would be made from the rows."""
    with office.store.begin() as session:
        return not list(wrong_entries(session)) and is_index_sound(session)


@pytest.fixture
def at_work(office: Office) -> Office:
    """Two cases in two counties, one of them delivered and attached to."""
    served = office.rectify()
    office.deliver(served)
    attach(office, "li", served, "内部核查笔录.pdf", note="食堂留样照片")
    attach(office, "li", served, "送达回证.pdf", visibility=Visibility.UNIT, note="食堂负责人签字")
    attach(office, "xiao", served, "食堂自查.pdf")
    office.rectify(person="li", unit="430623", title="食堂燃气隐患")
    return office


def test_what_was_written_is_found_by_its_words(at_work: Office) -> None:
    assert kinds(find(at_work, "li", "食堂安全整改")) == {"case": 1}
    assert kinds(find(at_work, "li", "留样48小时"))["item"] == 2
    (notice,) = find(at_work, "li", "督导意见书", kinds=[SearchKind.DOCUMENT]).rows[:1]
    assert notice.reference == "岳教督整〔2026〕1号"
    marks = [notice.snippet.text[a:b] for a, b in notice.snippet.marks]
    assert marks == ["督导意见书"]
    assert kinds(find(at_work, "li", "核查笔录")) == {"attachment": 1}
    assert kinds(find(at_work, "li", "岳教督整〔2026〕1号"))["case"] == 1
    assert kinds(find(at_work, "li", "某乙县", kinds=[SearchKind.CASE])) == {"case": 1}
    assert kinds(find(at_work, "li", "责令限期整改", kinds=[SearchKind.CASE])) == {"case": 2}
    assert is_right(at_work)


def test_a_unit_finds_what_was_delivered_to_it_and_no_more(at_work: Office) -> None:
    seen = find(at_work, "xiao", "食堂")
    assert {hit.title for hit in seen.rows if hit.kind is SearchKind.ATTACHMENT} == {
        "送达回证.pdf",
        "食堂自查.pdf",
    }
    assert find(at_work, "xiao", "核查笔录").total.number == 0
    other = find(at_work, "hua", "食堂")
    assert {(hit.kind, hit.title) for hit in other.rows} == {(SearchKind.CASE, "食堂燃气隐患")}
    assert other.total.number == 1
    assert find(at_work, "yue", "燃气").total.number == 0


@pytest.mark.usefixtures("any_way")
@pytest.mark.parametrize("person", sorted(PEOPLE))
def test_a_search_finds_what_registers_and_files_show(at_work: Office, person: str) -> None:
    hits = find(at_work, person, "食堂", page=Page(500))
    found = {(hit.kind, hit.id) for hit in hits.rows}
    everything = find(at_work, "li", "食堂", page=Page(500)).rows
    engine, clock, actor = at_work.engine, at_work.clock, Actor(person)
    with at_work.store.begin() as session:
        cases = registers.list_cases(
            session, engine=engine, clock=clock, actor=actor, wanted=CaseFilter()
        )
        items = registers.list_items(
            session, engine=engine, clock=clock, actor=actor, wanted=ItemFilter()
        )
        papers = set()
        for case_id in {hit.case_id for hit in everything}:
            try:
                documents = commands.list_documents(
                    session, engine=engine, clock=clock, actor=actor, case_id=case_id
                )
                attached = commands.list_attachments(
                    session, engine=engine, clock=clock, actor=actor, case_id=case_id
                )
            except EngineError:
                continue
            papers |= {(SearchKind.DOCUMENT, row.id) for row in documents}
            papers |= {(SearchKind.ATTACHMENT, row.id) for row in attached}
    shown = {(SearchKind.CASE, row.id) for row in cases.rows}
    shown |= {(SearchKind.ITEM, row.id) for row in items.rows}
    assert found == {(hit.kind, hit.id) for hit in everything} & (shown | papers)
    assert hits.total.number == len(found)


def test_somebody_unknown_is_told_so(at_work: Office) -> None:
    assert refusal(lambda: find(at_work, "nobody", "食堂")).code == "not_permitted"


def test_a_removed_attachment_is_found_no_more(at_work: Office) -> None:
    (hit,) = find(at_work, "li", "核查笔录").rows
    at_work.give(commands.remove_attachment, "li", attachment_id=hit.id, reason="重复")
    assert find(at_work, "li", "核查笔录").rows == ()
    assert is_right(at_work)


def test_what_is_taken_back_is_found_as_before(at_work: Office) -> None:
    (case,) = find(at_work, "li", "食堂安全整改").rows
    work = at_work.work_of(case.id, "submit_plan", 1)
    at_work.complete("xiao", work, {"plan": "每餐称量登记"})
    assert kinds(find(at_work, "xiao", "称量登记")) == {"item": 1}
    at_work.withdraw("xiao", work)
    assert find(at_work, "li", "称量登记").rows == ()
    assert is_right(at_work)


def test_entries_are_made_again_as_they_were(at_work: Office) -> None:
    with at_work.store.begin() as session:
        before = session.execute(search_entry.select().order_by(search_entry.c.id)).all()
        assert rebuild(session) == count_entries(session) == len(before)
        after = session.execute(search_entry.select().order_by(search_entry.c.id)).all()
    assert [tuple(row)[1:] for row in before] == [tuple(row)[1:] for row in after]
    assert is_right(at_work)


def test_a_database_without_entries_is_filled_once(at_work: Office) -> None:
    with at_work.store.begin() as session:
        session.execute(search_entry.delete())
        assert fill_if_empty(session) > 0
        assert fill_if_empty(session) == 0
    assert kinds(find(at_work, "li", "食堂安全整改")) == {"case": 1}


def test_what_does_not_agree_is_named_and_put_right(at_work: Office) -> None:
    (case,) = find(at_work, "li", "食堂燃气").rows
    with at_work.store.begin() as session:
        entry = search_entry.c
        stale = entry.id == f"case:{case.id}"
        session.execute(search_entry.update().where(stale).values(title="旧名"))
        left = session.execute(search_entry.select().where(entry.kind == "item")).first()
        assert left is not None
        session.execute(search_entry.update().where(entry.id == left.id).values(id="item:nothing"))
        assert set(wrong_entries(session)) == {f"case:{case.id}", left.id, "item:nothing"}
        rebuild(session)
    assert is_right(at_work)


def test_the_public_finds_nothing_of_the_file(at_work: Office) -> None:
    with at_work.store.read() as session:
        assert search_publications(session, text="食堂").rows == ()
