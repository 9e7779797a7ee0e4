"""Whatever the bytes are, the answer comes quickly, in little memory, and is never a crash."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagram import Known, lint
from tests.support import diagrams as draw

HEAD = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
SECONDS = 10.0  # a second on a quiet machine; a busy one takes several times that
MEGABYTES = 100
KNOWN = Known(
    handlers={},
    groups=frozenset(f"group{number}" for number in range(60)),
    functions=frozenset(),
    settings=frozenset(),
    decisions=frozenset(),
    processes=frozenset(),
)


def in_process(*inside: str) -> bytes:
    return draw.definitions(draw.process("p", *inside))


def repeated(number: int, write: Callable[[int], str]) -> str:
    return "".join(write(each) for each in range(number))


def chinese(declared: str, codec: str) -> bytes:
    text = draw.bpmn(draw.task("t", "<documentation>整改</documentation>")).decode()
    return text.replace("UTF-8", declared).encode(codec)


HOSTILE = {
    "nothing": b"",
    "white space": b"   \n",
    "zeros": bytes(1000),
    "fifty megabytes": b"<a>" * 17_000_000,
    "nested a hundred thousand times": HEAD + b"<a>" * 100_000,
    "nested seventy times": HEAD + b"<a>" * 70 + b"</a>" * 70 + b"</definitions>",
    "a million elements": HEAD + b"<a/>" * 490_000 + b"</definitions>",
    "many comments": b"<!---->" * 70_000 + b"<a/>",
    "unfinished comments": b"<!-- " * 390_000,
    "many attributes": b"<a " + b"".join(b'a%d="" ' % n for n in range(150_000)) + b"/>",
    "billion laughs": b'<!DOCTYPE a [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY a%d "&a%d;&a%d;">' % (n + 1, n, n) for n in range(30))
    + b"]><a>&a30;</a>",
    "external entity": b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>',
    "utf-7": chinese("UTF-7", "utf-7"),
    "utf-8 said, gbk meant": chinese("UTF-8", "gbk"),
    "utf-16 said, utf-8 meant": chinese("UTF-16", "utf-8"),
    "utf-8 said, utf-16 meant": chinese("UTF-8", "utf-16"),
    "unknown encoding": chinese("KLINGON", "utf-8"),
    "nul": draw.bpmn(draw.task("t")).replace(b"task", b"ta\x00sk"),
    "long id": in_process(draw.task("x" * 1_000_000)),
    "many processes calling in a chain": draw.definitions(
        repeated(4_000, lambda n: draw.process(f"p{n}", draw.call(f"c{n}", f"p{n + 1}")))
    ),
    "a process calling itself often": in_process(
        repeated(9_000, lambda n: draw.call(f"c{n}", "p"))
    ),
    "unknown groups": in_process(repeated(9_000, lambda n: draw.user(f"u{n}", groups=f"grou{n}"))),
    "many conditions": in_process(
        draw.exclusive("g"),
        repeated(6_000, lambda n: draw.flow("g", "g", f"a{n} = 1 and b > 2", id_=f"f{n}")),
    ),
    "many starved joins": in_process(
        repeated(60, lambda n: draw.exclusive(f"x{n}") + draw.parallel(f"j{n}")),
        repeated(60 * 60, lambda n: draw.flow(f"x{n % 60}", f"j{n // 60}")),
    ),
    "many patterns": in_process(
        repeated(
            40,
            lambda task: draw.user(
                f"u{task}",
                draw.form(
                    repeated(
                        90,
                        lambda n: draw.field(
                            f"f{n}", default="a" * 40, hints={"pattern": f"(a|a)*{task}b{n}"}
                        ),
                    )
                ),
            ),
        )
    ),
    "a pattern that would fill the memory": in_process(
        draw.user("u", draw.form(draw.field("f", hints={"pattern": "(((a{999}){999}){999}){999}"})))
    ),
}


def peak() -> int:
    """Return the most memory this process ever held, in megabytes (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_are_refused_quickly_and_in_little_memory(name: str) -> None:
    before, began = peak(), time.process_time()
    findings = lint(HOSTILE[name], known=KNOWN)
    assert time.process_time() - began < SECONDS
    assert peak() - before < MEGABYTES
    assert any(finding.severity == "error" for finding in findings)
    assert all(finding.zh and finding.en and finding.code for finding in findings)
    assert len(findings) <= 500


@pytest.mark.parametrize(
    "name,code",
    [
        ("nothing", "not_xml"),
        ("zeros", "not_xml"),
        ("nul", "not_xml"),
        ("fifty megabytes", "too_large"),
        ("nested a hundred thousand times", "too_many_elements"),
        ("nested seventy times", "too_deep"),
        ("a million elements", "too_many_elements"),
        ("unfinished comments", "too_many_elements"),
        ("billion laughs", "dtd"),
        ("external entity", "dtd"),
        ("utf-7", "encoding"),
        ("utf-8 said, gbk meant", "encoding"),
        ("utf-16 said, utf-8 meant", "encoding"),
        ("utf-8 said, utf-16 meant", "encoding"),
        ("unknown encoding", "encoding"),
    ],
)
def test_a_file_that_is_refused_as_a_whole_says_why(name: str, code: str) -> None:
    (finding,) = lint(HOSTILE[name])
    assert (finding.code, finding.element_id) == (code, "")


@pytest.mark.parametrize(
    "name,code",
    [
        ("long id", "bad_id"),
        ("many conditions", "too_many_expressions"),
        ("unknown groups", "unknown_group"),
        ("a process calling itself often", "recursive_call"),
        ("a pattern that would fill the memory", "bad_pattern"),
    ],
)
def test_a_file_that_asks_for_too_much_says_where(name: str, code: str) -> None:
    assert code in {finding.code for finding in lint(HOSTILE[name], known=KNOWN)}


def test_elements_are_counted_apart_from_comments() -> None:
    many = "<textAnnotation/>" * 20_000
    assert [f.code for f in lint(draw.bpmn(many))] == ["too_many_elements"]
    assert "too_many_elements" not in {f.code for f in lint(draw.bpmn("<!-- -->" * 20_000))}


@pytest.mark.parametrize(
    "declared,codec",
    [
        ("UTF-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("GBK", "gbk"),
        ("GB2312", "gb2312"),
        ("gb18030", "gb18030"),
        ("UTF-16", "utf-16"),
        ("UTF-16", "utf-16-le"),
        ("UTF-16BE", "utf-16-be"),
    ],
)
def test_encodings_in_use_are_read_as_they_are_declared(declared: str, codec: str) -> None:
    findings = lint(chinese(declared, codec))
    assert [f for f in findings if f.code in {"encoding", "not_xml"}] == []


VALID = draw.definitions(
    draw.message("m", "report_sent"),
    draw.error("e", "E1"),
    draw.process(
        "p",
        draw.start("start", draw.form(draw.field("a", "enum", choices={"x": "甲"}))),
        draw.user("u", draw.form(draw.field("n", "long", default="3")), groups="leader"),
        draw.exclusive("g", default="f_g_end"),
        draw.subprocess("s", draw.many(collection="=items"), draw.service("v", "notify")),
        draw.boundary("b", "s", draw.timer(duration="P10D"), interrupts=False),
        draw.catch("c", draw.of_message("m")),
        draw.end(),
        draw.path("start", "u", "g"),
        draw.flow("g", "s", "n > 2"),
        draw.flow("g", "end"),
        draw.path("s", "c", "end"),
        draw.path("b", "end"),
    ),
)


def test_the_file_to_be_mutated_is_valid() -> None:
    assert [f for f in lint(VALID) if f.severity == "error"] == []


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_mutation_of_a_valid_file_gives_anything_but_findings(data: st.DataObject) -> None:
    mutant = bytearray(VALID)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(mutant)))
        length = data.draw(st.integers(0, 40))
        copied = data.draw(st.integers(0, len(VALID)))
        piece = data.draw(
            st.one_of(
                st.binary(max_size=8),
                st.just(VALID[copied : copied + length]),
                st.sampled_from([b"", b"<", b"]]>", b"&a;", b'"', b"${", b"id=", b"<task/>"]),
            )
        )
        mutant[at : at + length] = piece
    for finding in lint(bytes(mutant), known=KNOWN):
        assert finding.zh
        assert finding.en


WORDS = [
    b"userTask", b"serviceTask", b"subProcess", b"startEvent", b"endEvent", b"callActivity",
    b"exclusiveGateway", b"parallelGateway", b"eventBasedGateway", b"intermediateCatchEvent",
    b"boundaryEvent", b"sequenceFlow", b"task", b"start", b"end", b"list", b"enum", b"-P1D",
    b"R0/P1D", b"", b"=1 +", b"p", b"u", b"true", b"item.x", b"\xe6\x95\xb4", b"scriptTask",
    b"timerEventDefinition", b"errorEventDefinition", b"terminateEventDefinition",
]  # fmt: skip
TOKENS = sorted(
    {word.encode() for word in VALID.decode().replace('"', " ").split() if "<" not in word}
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(TOKENS), st.sampled_from(WORDS)), min_size=1, max_size=5))
def test_no_exchange_of_words_gives_anything_but_findings(
    exchanges: list[tuple[bytes, bytes]],
) -> None:
    mutant = VALID
    for old, new in exchanges:
        mutant = mutant.replace(old, new)
    assert all(finding.zh for finding in lint(mutant, known=KNOWN))
