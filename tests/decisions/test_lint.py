"""What the linter says about a file, and what it must not say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.decisions import DecisionError, DecisionFinding, lint_decisions, read_decisions
from tests.decisions.tables import decision, definitions, input_data, literal, table, text

LEVEL = ("级别", "string", '"高","中","低"')


def lint(logic: str, *parts: str, inputs: Sequence[str] = ()) -> tuple[DecisionFinding, ...]:
    return lint_decisions(definitions(*parts, decision("d", logic, inputs=inputs)))


def said(findings: Sequence[DecisionFinding]) -> list[tuple[str, str, int]]:
    return [(finding.severity, finding.code, finding.rule) for finding in findings]


def test_a_sound_table_has_no_findings() -> None:
    rules = [['"高"', "true", "1"], ['"高"', "false", "2"], ['not("高")', "-", "3"]]
    logic = table([LEVEL, ("首次", "boolean")], [("天数", "number")], rules)
    assert lint(logic) == ()


def test_an_unparsable_cell_is_named_with_rule_and_element() -> None:
    (finding,) = lint(table(["n"], ["x"], [["> 1", "1"], [">> 1", "2"]]))
    assert (finding.severity, finding.code, finding.rule) == ("error", "unparsable", 2)
    assert finding.element_id == "r2i1"
    assert "第" in finding.zh
    assert finding.en.startswith("Line 1")


def test_every_unparsable_cell_is_named() -> None:
    findings = lint(table(["n"], ["x"], [["> >", "1"], ["1", "2 +"]]))
    assert said(findings) == [("error", "unparsable", 1), ("error", "unparsable", 2)]


def test_text_without_quotes_is_an_unknown_name_with_advice() -> None:
    findings = lint(table([LEVEL], ["x"], [["高", "1"], ["-", "2"]]))
    (finding,) = [f for f in findings if f.code == "unknown_name"]
    assert (finding.severity, finding.rule) == ("error", 1)
    assert '请加双引号："高"' in finding.zh


def test_a_name_that_is_not_required_is_told_apart_from_one_that_does_not_exist() -> None:
    parts = [input_data("a"), input_data("b")]
    findings = lint(literal("a + b + c"), *parts, inputs=["a"])
    assert [(f.severity, f.code) for f in findings] == [
        ("error", "unknown_name"),
        ("warning", "unknown_name"),
    ]
    assert "连线" in findings[1].zh


def test_names_bound_inside_are_known() -> None:
    context = (
        f'<context><contextEntry><variable name="x"/>{literal("1")}</contextEntry>'
        f"<contextEntry>{literal('x + count([x][item > x])')}</contextEntry></context>"
    )
    loop = (
        f'<for iteratorVariable="y"><in>{literal("[1]")}</in><return>{literal("y")}</return></for>'
    )
    parts = [input_data("a")]
    assert lint(context, *parts) == ()
    assert lint(loop, *parts) == ()


def test_unknown_functions_are_errors_unless_the_caller_offers_them() -> None:
    data = definitions(decision("d", literal("due(1) + count([1])")))
    assert said(lint_decisions(data)) == [("error", "unknown_function", 0)]
    assert lint_decisions(data, functions=["due"]) == ()


@pytest.mark.parametrize(
    "logic, severity",
    [
        (table(["n"], ["x"], [["-", "1"]], policy="FIRST", aggregation="SUM"), "error"),
        (table(["n"], ["x", "y"], [["-", "1", "2"]], policy="COLLECT", aggregation="SUM"), "error"),
        (table(["n"], ["x"], [["-", "1"]], policy="PRIORITY"), "error"),
        (table(["n"], ["x"], [["-", "1"]], policy="OUTPUT ORDER"), "error"),
        (table(["n"], ["x", "x"], [["-", "1", "2"]]), "error"),
        (table(["n"], ["", "x"], [["-", "1", "2"]]), "error"),
        (table(["n"], ["x"], []), "warning"),
    ],
)
def test_a_hit_policy_that_does_not_suit_the_table_is_found(logic: str, severity: str) -> None:
    assert (severity, "hit_policy", 0) in said(lint(logic))


@pytest.mark.parametrize(
    "kind, cell",
    [
        ("number", '"5"'),
        ("number", "> true"),
        ("string", "5"),
        ("string", "[1..3]"),
        ("boolean", '"true"'),
        ("date", '"2026-01-01"'),
        ("date", "2026"),
        ("integer", '"5"'),
    ],
)
def test_a_cell_of_another_type_than_its_column_is_an_error(kind: str, cell: str) -> None:
    findings = lint(table([("n", kind)], ["x"], [[cell, "1"], ["-", "2"]]))
    assert ("error", "type_mismatch", 1) in said(findings)


def test_an_output_of_another_type_than_its_column_is_an_error() -> None:
    findings = lint(table(["n"], [("x", "number")], [["-", '"5"']]))
    assert said(findings) == [("error", "type_mismatch", 1)]


def test_values_that_are_not_allowed_are_found_on_both_sides() -> None:
    output = ("x", "string", '"a","b"')
    findings = lint(table([LEVEL], [output], [['"最高"', '"a"'], ["-", '"c"']], policy="FIRST"))
    assert ("warning", "not_allowed", 1) in said(findings)
    assert ("error", "not_allowed", 2) in said(findings)


OVERLAPPING = [
    ("number", [["> 5", "1"], ["[1..6]", "2"]], "n=6"),
    ("number", [["-", "1"], ["5", "2"]], "n=5"),
    ("number", [["1, 2, 3", "1"], ["3", "2"]], "n=3"),
    ("string", [['"a"', "1"], ['not("b")', "2"]], 'n="a"'),
    ("boolean", [["true", "1"], ["true", "2"]], "n=true"),
    (
        "date",
        [['< date("2026-01-02")', "1"], ['[@"2026-01-01"..@"2026-02-01"]', "2"]],
        "2026-01-01",
    ),
    ("number", [["? > 3 and ? < 9", "1"], ["5", "2"]], "n=5"),
]


@pytest.mark.parametrize("kind, rules, example", OVERLAPPING)
def test_rules_that_overlap_under_unique_are_an_error_with_an_example(
    kind: str, rules: list[list[str]], example: str
) -> None:
    found = [f for f in lint(table([("n", kind)], ["x"], rules)) if f.code == "overlap"]
    assert [(f.severity, f.rule) for f in found] == [("error", 2)]
    assert example in found[0].zh


def test_an_overlap_between_integers_only_is_a_warning() -> None:
    findings = lint(table([("n", "number")], ["x"], [["> 5", "1"], ["< 6", "2"]]))
    assert ("warning", "overlap", 2) in said(findings)


APART = [
    ("number", [["> 5", "1"], ["<= 5", "2"]]),
    ("number", [["[1..5)", "1"], ["[5..9]", "2"]]),
    ("string", [['"a"', "1"], ['not("a")', "2"]]),
    ("number", [["> limit", "1"], ["5", "2"]]),
    ("number", [["> limit", "1"], ["<= limit", "2"]]),
    ("", [["> 5", "1"], ['"x"', "2"]]),
]


@pytest.mark.parametrize("kind, rules", APART)
def test_rules_that_may_be_apart_are_not_said_to_overlap(kind: str, rules: list[list[str]]) -> None:
    logic = table([("n", kind)], ["x"], rules)
    findings = lint(logic, input_data("n"), input_data("limit"), inputs=["n", "limit"])
    assert "overlap" not in [f.code for f in findings]


def test_columns_that_depend_on_each_other_give_no_claim() -> None:
    logic = table(
        [("n", "number"), ("n * 2", "number")], ["x"], [["< 5", "> 10", "1"], ["< 3", "> 8", "2"]]
    )
    assert "overlap" not in [f.code for f in lint(logic)]


def test_a_computed_column_overlaps_only_where_the_cells_are_the_same() -> None:
    def overlaps(second: str) -> bool:
        logic = table([("count(xs)", "number")], ["x"], [["> 2.1", "1"], [second, "2"]])
        return "overlap" in [f.code for f in lint(logic)]

    assert not overlaps("< 2.9")
    assert overlaps("> 2.1")
    assert overlaps("-")


def test_only_answers_that_a_required_decision_can_give_are_considered() -> None:
    first = table(["k"], ["y"], [["1", '"a"'], ["not(1)", '"b"']])
    logic = table([("first", "string")], ["x"], [['not("a")', "1"], ['not("b")', "2"]])
    data = definitions(
        input_data("k"),
        decision("first", first, inputs=["k"]),
        decision("d", logic, decisions=["first"]),
    )
    assert lint_decisions(data) == ()


def test_any_minds_an_overlap_only_if_the_outputs_differ() -> None:
    same = table([("n", "number")], ["x"], [["> 1", "1"], ["-", "1"]], policy="ANY")
    other = table([("n", "number")], ["x"], [["> 1", "1"], ["-", "2"]], policy="ANY")
    unsure = table([("n", "number")], ["x"], [["> 1", "1"], ["-", "n"]], policy="ANY")
    assert "overlap" not in [f.code for f in lint(same)]
    assert ("error", "overlap", 2) in said(lint(other))
    assert "overlap" not in [f.code for f in lint(unsure)]


@pytest.mark.parametrize(
    "inputs, rules, example",
    [
        ([("n", "number")], [["< 5", "1"], ["> 5", "2"]], "n=5"),
        ([("n", "number")], [["<= 5", "1"], [">= 6", "2"]], "只影响非整数"),
        ([LEVEL], [['"高"', "1"], ['"低"', "2"]], '级别="中"'),
        ([("s", "string")], [['"a"', "1"]], 's="其他"'),
        ([("b", "boolean")], [["true", "1"]], "b=false"),
        (
            [("n", "number"), ("b", "boolean")],
            [["< 5", "-", "1"], [">= 5", "true", "2"]],
            "n=5，b=false",
        ),
        ([("d", "date")], [['< date("2026-01-01")', "1"]], "d=2026-01-01"),
    ],
)
def test_values_that_no_rule_covers_are_a_warning_with_an_example(
    inputs: list[tuple[str, ...]], rules: list[list[str]], example: str
) -> None:
    found = [f for f in lint(table(inputs, ["x"], rules)) if f.code == "gap"]  # type: ignore[arg-type]
    assert found
    assert found[0].severity == "warning"
    assert example in found[0].zh


def test_a_default_output_leaves_no_gap_and_collecting_tables_have_none() -> None:
    rules = [["< 5", "1"]]
    with_default = table([("n", "number")], ["x"], rules, default="0")
    collecting = table([("n", "number")], ["x"], rules, policy="COLLECT")
    assert lint(with_default) == ()
    assert lint(collecting) == ()


def test_a_rule_that_earlier_ones_cover_is_never_reached() -> None:
    rules = [["< 5", "-", "1"], [">= 5", "true", "2"], ["> 3", "true", "3"], ["-", "-", "4"]]
    logic = table([("n", "number"), ("b", "boolean")], ["x"], rules, policy="FIRST")
    assert said(lint(logic)) == [("warning", "unreachable", 3)]


def test_a_last_rule_for_everything_else_is_reached_by_null() -> None:
    logic = table(
        [("b", "boolean")], ["x"], [["true", "1"], ["false", "2"], ["-", "3"]], policy="FIRST"
    )
    assert lint(logic) == ()


def test_a_condition_that_no_value_passes_is_found() -> None:
    findings = lint(table([("n", "number")], ["x"], [["[5..1]", "1"], ["-", "2"]], policy="FIRST"))
    assert said(findings) == [("warning", "unreachable", 1)]


SAMPLED = [
    ("date and time", '< @"2026-01-01T00:00:00"', '> @"2026-01-05T00:00:00"', "2026-01-0"),
    ("days and time duration", '< @"P1D"', '> @"P3D"', "P"),
    ("date", '< @"2026-01-01"', '> @"2026-01-02"', "2026-01-0"),
    ("date", '< @"0001-01-01"', '> @"9999-12-31"', "-"),
    ("date and time", '< @"0001-01-01T00:00:00"', '> @"9999-12-31T23:59:59"', "-"),
]


@pytest.mark.parametrize("kind, low, high, example", SAMPLED)
def test_gaps_between_moments_and_durations_are_found(
    kind: str, low: str, high: str, example: str
) -> None:
    findings = lint(table([("k", kind)], ["x"], [[low, "1"], [high, "2"]]))
    (gap,) = [f for f in findings if f.code == "gap"][:1]
    assert example in gap.zh


@pytest.mark.parametrize(
    "kind, cells",
    [
        ("time", ['< @"10:00:00"', '>= @"10:00:00"']),
        ("years and months duration", ['< @"P1Y"', '> @"P2Y"']),
        ("date and time", ['< @"2026-01-01T00:00:00"', '> @"2026-01-01T00:00:00Z"']),
        ("Any", ["1", "2"]),
        ("", ['"a"', "1"]),
    ],
)
def test_what_cannot_be_foreseen_gives_no_claim(kind: str, cells: list[str]) -> None:
    rows = [[cell, str(number)] for number, cell in enumerate(cells)]
    assert lint(table([("k", kind)], ["x"], rows)) == ()


def test_tables_with_very_many_different_values_give_no_claim() -> None:
    rows = [[str(number), "1"] for number in range(250)]
    assert lint(table([("k", "number")], ["x"], rows)) == ()


def test_a_text_that_is_compared_by_order_hides_no_rule() -> None:
    rows = [['< "m"', "1"], ['>= "m"', "2"], ['"z"', "3"], ["-", "4"]]
    assert "unreachable" not in [
        f.code for f in lint(table([("k", "string")], ["x"], rows, policy="FIRST"))
    ]


def test_a_rule_below_the_first_that_never_matches_is_said_once() -> None:
    rows = [["1", "1"], ["[5..1]", "2"], ["-", "3"]]
    findings = lint(table([("n", "number")], ["x"], rows, policy="FIRST"))
    assert said(findings) == [("warning", "unreachable", 2)]


def test_other_names_of_the_sample_text_are_not_taken_for_it() -> None:
    rows = [['"其他"', "1"]]
    (gap,) = lint(table([("k", "string")], ["x"], rows))
    assert 'k="其他其他"' in gap.zh


def test_columns_over_parts_of_one_variable_are_told_apart() -> None:
    parts = [input_data("c")]

    def codes(first: str, second: str) -> list[str]:
        rows = [["1", "-", "1"], ["1", "2", "2"]]
        columns = [(first, "number"), (second, "number")]
        return [f.code for f in lint(table(columns, ["x"], rows), *parts, inputs=["c"])]

    assert "overlap" in codes("c.a", "c.b")
    assert "overlap" not in codes("c", "c.b")


def test_answers_of_a_decision_that_are_not_known_give_no_claim() -> None:
    logic = table([("first", "string")], ["x"], [['not("a")', "1"], ['not("b")', "2"]])
    part = table([("first.y", "string")], ["x"], [['not("a")', "1"], ['not("b")', "2"]])
    firsts = [
        literal('"a"'),
        table(["k"], ["y"], [["-", '"a"']], policy="COLLECT"),
        table(["k"], ["y"], [["-", "k"]]),
        table(["k"], ["y", "z"], [["-", "1", "2"]]),
    ]
    for first in firsts:
        for second in (logic, part):
            data = definitions(
                input_data("k"),
                decision("first", first, inputs=["k"]),
                decision("d", second, decisions=["first"]),
            )
            assert "overlap" not in [f.code for f in lint_decisions(data)]


def test_knowledge_and_services_are_known_names() -> None:
    parts = [
        input_data("n"),
        '<businessKnowledgeModel id="b" name="f"><encapsulatedLogic><formalParameter name="k"/>'
        + literal("if k > 0 then f(k - 1) else missing")
        + "</encapsulatedLogic></businessKnowledgeModel>",
        '<businessKnowledgeModel id="empty" name="e"/>',
        '<decisionService id="s" name="svc"><outputDecision href="#d"/></decisionService>',
    ]
    data = definitions(
        *parts,
        decision("d", literal("f(1) + svc() + e()"), knowledge=["b", "s", "empty"]),
        decision(
            "filter",
            f"<filter><in>{literal('[n]')}</in><match>{literal('a > 1')}</match></filter>",
            inputs=["n"],
        ),
    )
    assert [(f.code, f.zh[:12]) for f in lint_decisions(data)] == [
        ("unknown_name", "没有名为“missing")
    ]


def test_outputs_that_do_not_parse_or_are_empty_are_no_conflict_under_any() -> None:
    rows = [["-", "1 +", "1"], ["-", "2", ""]]
    codes = [f.code for f in lint(table(["n"], ["x", "y"], rows, policy="ANY"))]
    assert codes == ["unparsable"]
    rows = [["-", "1", "1"], ["-", "1", ""]]
    assert lint(table(["n"], ["x", "y"], rows, policy="ANY")) == ()


def test_the_structure_of_the_file_is_looked_at() -> None:
    assert said(lint_decisions(definitions())) == [("error", "no_decision", 0)]
    assert said(lint("")) == [("error", "no_logic", 0)]
    assert said(lint(literal("1"), input_data("x", "tNothing"))) == [("warning", "unknown_type", 0)]
    bad_type = (
        '<itemDefinition name="t"><itemComponent name="c"><typeRef>string</typeRef>'
        + text("allowedValues", '"a')
        + "</itemComponent></itemDefinition>"
    )
    assert said(lint(literal("1"), bad_type)) == [("error", "unparsable", 0)]


# ------------------------------------------------------------------ against the tables themselves

NUMBER_CELLS = st.sampled_from(
    ["-", "1", "2", "< 2", ">= 2", "[1..3]", "(1..3)", "]0..2[", "not(1)", "1, 3", "> 0.5", "? > 1"]
)
TEXT_CELLS = st.sampled_from(["-", '"a"', '"b"', 'not("a")', '"a","b"', 'not("a","b")', "null"])
ROWS = st.lists(st.tuples(NUMBER_CELLS, TEXT_CELLS), min_size=1, max_size=5)
POINTS = [Decimal(n) / 4 for n in range(-4, 20)]


def matching(rows: Sequence[tuple[str, str]], n: Decimal | None, s: str | None) -> tuple[int, ...]:
    cells = [[*row, "1"] for row in rows]
    data = definitions(decision("d", table(["n", "s"], ["x"], cells, policy="COLLECT")))
    return read_decisions(data).evaluate("d", {"n": n, "s": s}).matched_rules


@given(ROWS)
def test_findings_agree_with_trying_every_value(rows: list[tuple[str, str]]) -> None:
    cells = [[*row, "1"] for row in rows]
    inputs = [("n", "number"), ("s", "string")]
    found = lint(table(inputs, ["x"], cells))
    tried = [matching(rows, n, s) for n in POINTS for s in ("a", "b", "c")]
    pairs = {(a, b) for hits in tried for a in hits for b in hits if a < b}
    assert {f.rule for f in found if f.code == "overlap"} == {b for _, b in pairs}
    assert any(f.code == "gap" for f in found) == (() in tried)


@given(ROWS)
def test_a_rule_said_to_be_unreachable_never_comes_first(rows: list[tuple[str, str]]) -> None:
    cells = [[*row, "1"] for row in rows]
    found = lint(table([("n", "number"), ("s", "string")], ["x"], cells, policy="FIRST"))
    values = [(n, s) for n in [*POINTS, None] for s in ("a", "b", "c", None)]
    first = {hits[0] for n, s in values if (hits := matching(rows, n, s))}
    assert not {f.rule for f in found if f.code == "unreachable"} & first


@given(ROWS, st.sampled_from(POINTS), st.sampled_from(["a", "b", "c"]))
def test_a_table_without_overlap_findings_never_conflicts(
    rows: list[tuple[str, str]], n: Decimal, s: str
) -> None:
    cells = [[*row, "1"] for row in rows]
    data = definitions(decision("d", table([("n", "number"), ("s", "string")], ["x"], cells)))
    if any(f.code == "overlap" for f in lint_decisions(data)):
        return
    try:
        read_decisions(data).evaluate("d", {"n": n, "s": s})
    except DecisionError:
        pytest.fail("the rules conflict")


def test_dates_are_compared_as_dates() -> None:
    data = definitions(
        decision(
            "d",
            table(
                [("d1", "date")],
                ["x"],
                [['>= date("2026-01-01")', "1"], ["-", "2"]],
                policy="FIRST",
            ),
        )
    )
    assert read_decisions(data).evaluate("d", {"d1": date(2026, 1, 1)}).value == 1
