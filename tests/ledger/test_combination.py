"""Several forms at once, by the shipped table: what the record says of them together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from engine.decisions import read_decisions
from engine.model.ledger import EffectKind, LiftMode, OutcomeEntry
from engine.model.ledger_record import Record, record_on, standing
from engine.model.outcome_effects import TABLE as KEY
from engine.model.outcome_effects import outlook_of
from tests.ledger.office import TABLE
from tests.store.samples import entry

DECISIONS = read_decisions(TABLE)
KNOWN = datetime(2030, 1, 1, tzinfo=UTC)


def given(
    id_: str, form: str, identity: str, on: str, *, decision: str = "", period: str | None = None
) -> OutcomeEntry:
    """An entry as `record_outcome` makes it."""
    result = DECISIONS.evaluate(KEY, {"形式": form, "身份": identity}).value
    assert isinstance(result, Mapping)
    day = date.fromisoformat(on)
    found = outlook_of(result, form=form, identity=identity, effective_on=day, period=period)  # type: ignore[arg-type]
    details = {
        "category": found.category.value,
        "lift": found.lift.value if found.lift is LiftMode.IN_WRITING else None,
        "is_set": True if period else None,
    }
    return entry(
        id_,
        code=form,
        person="李某",
        form=form,
        decision=decision or None,
        decided_on=day,
        effective_on=day,
        until_on=found.until_on,
        effects=[each.record() for each in found.effects],
        details=details,
    )


def on(day: str, *entries: OutcomeEntry) -> Record:
    return record_on(entries, date.fromisoformat(day), KNOWN)


def ban(record: Record, kind: EffectKind = EffectKind.PROMOTION_BAN) -> date | None:
    found = record.restriction(kind)
    return None if found is None else found.until_on


def test_of_two_sanctions_in_one_decision_only_the_heavier_restricts() -> None:
    # 《公职人员政务处分法》第十五条
    warned = given("a", "警告", "公务员", "2026-03-10", decision="某监〔2026〕1号")
    demerit = given("b", "记过", "公务员", "2026-03-10", decision="某监〔2026〕1号")
    record = on("2026-04-01", warned, demerit)
    assert [each.is_executed for each in record.held] == [False, True]
    assert ban(record) == date(2027, 3, 10)
    assert record.grade_cap == "不确定等次"
    assert on("2026-10-01", warned, demerit).codes == ("记过",)


def test_equal_sanctions_in_one_decision_last_as_long_as_the_authority_set() -> None:
    # 同条：一个处分期以上、总和以下
    both = [
        given(each, "警告", "公务员", "2026-03-10", decision="某监〔2026〕1号", period="9个月")
        for each in ("a", "b")
    ]
    assert ban(on("2026-04-01", *both)) == date(2026, 12, 10)


def test_a_sanction_during_another_adds_what_remained() -> None:
    old = given("a", "记过", "公务员", "2026-03-10")
    new = given("b", "警告", "公务员", "2026-09-10")
    remained = date(2027, 3, 10) - date(2026, 9, 10)
    assert ban(on("2026-10-01", old, new)) == date(2027, 3, 10) + remained


def test_of_organisational_measures_at_the_same_time_the_longest_counts() -> None:
    moved = given("a", "调整职务", "公务员", "2026-03-10")
    resigned = given("b", "责令辞职", "公务员", "2026-03-10")
    talked = given("c", "诫勉", "公务员", "2026-03-10")
    assert ban(on("2026-04-01", talked, moved, resigned)) == date(2028, 3, 10)
    assert ban(on("2026-04-01", talked, moved)) == date(2027, 3, 10), "not added to each other"


def test_the_party_and_the_state_each_run_and_the_later_end_prevails() -> None:
    party = given("a", "党内严重警告", "党员", "2026-03-10")
    state = given("b", "记过", "公务员", "2026-03-10")
    record = on("2026-04-01", party, state)
    assert ban(record) == date(2027, 9, 10), "18 months of the Party's"
    assert ban(record, EffectKind.PAY_STEP_BAN) == date(2027, 3, 10), "only the state's"
    found = record.restriction(EffectKind.PROMOTION_BAN)
    assert found is not None
    assert found.entries == ("a", "b")


def test_the_worst_cap_prevails_as_long_as_it_holds() -> None:
    warned = given("a", "警告", "公务员", "2026-12-10")
    demerit = given("b", "记过", "公务员", "2026-01-10")
    assert on("2027-01-01", warned, demerit).grade_cap == "不确定等次"
    assert on("2027-02-01", warned, demerit).grade_cap == "称职"


def test_sanctions_of_an_institution_are_not_added() -> None:
    first = given("a", "记过", "事业", "2026-03-10")
    second = given("b", "警告", "事业", "2026-09-10")
    held = {each.entry.id: each for each in standing([first, second], KNOWN)}
    assert [each.awaits_lift for each in held.values()] == [True, True]
    assert ban(on("2029-01-01", first, second)) is None
    assert on("2029-01-01", first, second).restriction(EffectKind.PROMOTION_BAN) is not None
