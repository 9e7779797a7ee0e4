"""Drawing changes the drawing of a file and not one other byte."""

from __future__ import annotations

import pytest
from lxml import etree

from engine.diagram import DiagramError, lint
from engine.diagram.layout import draw
from tests.drawings.test_layout import CLOSED, check, file_of
from tests.procedures.drawn import BPMNDI

PLAIN = file_of(f"<!-- 说明 -->\n  {CLOSED}")


def around(data: bytes) -> tuple[bytes, bytes]:
    """The bytes before and behind the drawing."""
    start = data.index(b"<bpmndi:BPMNDiagram ")
    stop = data.rindex(b"</bpmndi:BPMNDiagram>") + len(b"</bpmndi:BPMNDiagram>")
    return data[:start].rstrip(), data[stop:].lstrip()


def test_a_file_without_a_drawing_gets_one_before_its_end() -> None:
    before, behind = around(draw(PLAIN))
    assert before + b"\n" + behind == PLAIN
    assert not any(finding.code == "no_drawing" for finding in lint(draw(PLAIN)))


def test_a_new_drawing_stands_where_the_old_one_stood() -> None:
    once = draw(PLAIN)
    moved = once.replace(b'x="', b'x="1')
    assert draw(moved) == once
    behind = once.replace(b"</bpmn:definitions>", b"<!-- last -->\n</bpmn:definitions>")
    assert draw(behind) == behind


@pytest.mark.parametrize("codec", ["utf-16", "gb18030", "utf-8-sig"])
def test_a_file_keeps_its_encoding(codec: str) -> None:
    name = {"gb18030": "GB18030", "utf-16": "UTF-16"}.get(codec, "UTF-8")
    text = f'<?xml version="1.0" encoding="{name}"?>\n{PLAIN.decode()}'
    drawn = draw(text.encode(codec))
    assert drawn.decode(codec).replace(name, "UTF-8").encode() == draw(
        text.replace(name, "UTF-8").encode()
    )


def test_a_file_keeps_its_line_ends_and_its_prefixes() -> None:
    data = (
        PLAIN.replace(b"\n", b"\r\n")
        .replace(b"<bpmn:", b"<")
        .replace(b"</bpmn:", b"</")
        .replace(b"xmlns:bpmn=", b'xmlns:omgdc="http://www.omg.org/spec/DD/20100524/DC" xmlns=')
    )
    drawn = draw(data)
    assert drawn.count(b"\n") == drawn.count(b"\r\n")
    assert b"<omgdc:Bounds" in drawn
    assert b"xmlns:dc=" not in drawn
    check(drawn)


def test_every_id_of_the_drawing_is_new() -> None:
    data = file_of(CLOSED.replace('id="e"', 'id="t_di"').replace('"e"', '"t_di"'))
    ids = [each.get("id") for each in etree.fromstring(draw(data)).iter("*") if each.get("id")]
    assert len(ids) == len(set(ids))


def test_every_process_has_a_drawing_of_its_own() -> None:
    one = f'<bpmn:process id="p">{CLOSED}</bpmn:process>'
    two = one.replace('id="', 'id="z').replace('Ref="', 'Ref="z')
    data = file_of("").replace(b'<bpmn:process id="p"></bpmn:process>', (one + two).encode())
    drawn = draw(data)
    planes = [
        each.get("bpmnElement") for each in etree.fromstring(drawn).iter(f"{BPMNDI}BPMNPlane")
    ]
    assert planes == ["p", "zp"]
    check(drawn)
    assert draw(drawn) == drawn


def test_what_is_no_diagram_is_refused() -> None:
    with pytest.raises(DiagramError):
        draw(b"<html />")
