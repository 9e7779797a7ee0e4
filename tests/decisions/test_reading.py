"""Files that are refused, each with a sentence and, where there is one, the element."""

from __future__ import annotations

import time

import pytest

from engine.decisions import DecisionSyntaxError, lint_decisions, read_decisions
from engine.decisions.xml import MAX_BYTES
from tests.decisions.kit import KIT
from tests.decisions.tables import NAMESPACE, decision, definitions, literal, table

WHOLE = definitions(decision("d", table(["n"], ["x"], [["> 1", "1"], ["<= 1", "2"]])))
DTD = b'<!DOCTYPE definitions [<!ENTITY a "1">]>'
LAUGHS = (
    b'<!DOCTYPE d [<!ENTITY a "'
    + b"x" * 1000
    + b'">'
    + b"".join(b'<!ENTITY b%d "%s">' % (i, b"&a;" * 100) for i in range(50))
    + b"]>"
)

UNREADABLE = {
    "empty": b"",
    "no xml": b"hello",
    "deep lists": definitions(decision("d", "<list>" * 100 + "</list>" * 100)),
    "truncated": WHOLE[:-40],
    "wrong encoding": b"\xff\xfe" + WHOLE,
    "wrongly declared": b'<?xml version="1.0" encoding="utf-16"?>' + WHOLE,
    "unknown encoding": b'<?xml version="1.0" encoding="klingon"?>' + WHOLE,
    "null bytes": b"\0" * 100,
    "huge": WHOLE + b" " * MAX_BYTES,
    "deep": definitions("<a>" * 10_000 + "</a>" * 10_000),
    "dtd": DTD + WHOLE,
    "entities": DTD + WHOLE.replace(b"&gt; 1", b"&a;"),
    "external": b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + WHOLE,
    "laughs": LAUGHS + WHOLE.replace(b"&gt; 1", b"&b1;"),
    "other root": b"<definitions/>",
    "bpmn": WHOLE.replace(NAMESPACE.encode(), b"http://www.omg.org/spec/BPMN/20100524/MODEL"),
    "import": definitions('<import name="other" namespace="x" importType="y"/>'),
    "no id": definitions("<decision name='x'/>"),
    "same id": definitions(decision("d", literal("1")), decision("d", literal("2"))),
    "dangling": definitions(decision("d", literal("1"), decisions=["e"])),
    "cycle": definitions(
        decision("a", literal("b"), decisions=["b"]), decision("b", literal("a"), decisions=["a"])
    ),
    "self": definitions(decision("a", literal("1"), decisions=["a"])),
    "hit policy": WHOLE.replace(b"UNIQUE", b"LUCKY"),
    "aggregation": WHOLE.replace(b'hitPolicy="UNIQUE"', b'hitPolicy="COLLECT" aggregation="AVG"'),
    "cells": definitions(decision("d", table(["n"], ["x"], [["1"]]))),
    "no output": definitions(decision("d", table(["n"], [], [["1"]]))),
    "no input expression": definitions(
        decision("d", '<decisionTable><input id="i"/><output/></decisionTable>')
    ),
    "java": definitions(
        decision("d", f'<functionDefinition kind="Java">{literal("1")}</functionDefinition>')
    ),
    "empty list entry": definitions(decision("d", "<list><nothing/></list>")),
    "empty context": definitions(
        decision("d", "<context><contextEntry><variable name='x'/></contextEntry></context>")
    ),
    "unnamed binding": definitions(
        decision("d", f"<invocation>{literal('f')}<binding>{literal('1')}</binding></invocation>")
    ),
    "too many rules": definitions(decision("d", table(["n"], ["x"], [["1", "1"]] * 2_001))),
    "empty if": definitions(decision("d", "<conditional/>")),
    "no callee": definitions(decision("d", "<invocation/>")),
    "ragged relation": definitions(
        decision(
            "d", f'<relation><column name="a"/><row>{literal("1")}{literal("2")}</row></relation>'
        )
    ),
    "unparsable cell": WHOLE.replace(b"&gt; 1", b"&gt; &gt;"),
    "other language": WHOLE.replace(
        b"<inputExpression ", b'<inputExpression expressionLanguage="juel" '
    ),
    "unparsable type": definitions(
        '<itemDefinition name="t"><typeRef>string</typeRef><allowedValues><text>"a</text>'
        "</allowedValues></itemDefinition>"
    ),
}


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=list(UNREADABLE))
def test_a_file_we_cannot_execute_is_refused_soon_and_with_a_sentence(data: bytes) -> None:
    started = time.process_time()
    with pytest.raises(DecisionSyntaxError) as caught:
        read_decisions(data)
    assert caught.value.zh.endswith("。") or "XML" in caught.value.zh
    assert caught.value.en
    findings = lint_decisions(data)
    assert findings[0].severity == "error"
    assert time.process_time() - started < 10


def test_the_error_names_element_and_line() -> None:
    data = WHOLE.replace(b"<rule ", b"\n<rule ").replace(b"&gt; 1", b"&gt; &gt;")
    with pytest.raises(DecisionSyntaxError) as caught:
        read_decisions(data)
    assert (caught.value.element_id, caught.value.line) == ("r1i1", 2)


@pytest.mark.parametrize("year", ["20151101", "20180521", "20191111", "20211108", "20230324"])
def test_every_version_of_dmn_is_read(year: str) -> None:
    secure = "https" if year >= "2019" else "http"
    namespace = f"{secure}://www.omg.org/spec/DMN/{year}/MODEL/".replace(
        "20151101/MODEL", "20151101/dmn.xsd"
    )
    data = definitions(decision("d", literal("1 + 1")), namespace=namespace)
    assert read_decisions(data).evaluate("d", {}).value == 2


def test_comments_extensions_and_drawings_are_passed_over() -> None:
    noise = "<!-- x --><extensionElements><a xmlns='urn:x'/></extensionElements><?pi x?>"
    data = definitions(noise, decision("d", noise + literal("1")), "<textAnnotation id='t'/>")
    assert read_decisions(data).evaluate("d", {}).value == 1


@pytest.mark.skipif(not KIT.is_dir(), reason=f"{KIT.name} is not beside the repository")
def test_cutting_a_file_anywhere_never_fails_otherwise() -> None:
    data = next(KIT.glob("0010*/*.dmn")).read_bytes()
    for cut in range(0, len(data), 97):
        lint_decisions(data[:cut])
        lint_decisions(data[:cut] + data[cut + 5 :])
