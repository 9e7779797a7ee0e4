"""Extension and content must agree; what a computer would run is refused whatever its name."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.errors import InvalidArgument
from engine.model.file_types import TYPES, identify
from tests.papers.hostile import DOCX, HONEST, PDF, REFUSED, archive

ALLOWED = frozenset(TYPES) - {"zip"}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_taken(name: str) -> None:
    found = identify(name, io.BytesIO(HONEST[name]), allowed=ALLOWED)
    assert found == TYPES[name.rpartition(".")[2].lower()]


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused(what: str) -> None:
    name, data, code = REFUSED[what]
    with pytest.raises(InvalidArgument) as refused:
        identify(name, io.BytesIO(data), allowed=ALLOWED)
    assert refused.value.code == code


def test_what_an_office_does_not_allow_is_refused_and_what_it_allows_is_said() -> None:
    with pytest.raises(InvalidArgument, match="可以上传：jpg、png"):
        identify("报告.pdf", io.BytesIO(PDF), allowed={"jpg", "png"})


def test_the_refusal_says_what_the_content_is_like() -> None:
    with pytest.raises(InvalidArgument, match="内容像是 pdf"):
        identify("报告.docx", io.BytesIO(PDF), allowed=ALLOWED)
    with pytest.raises(InvalidArgument, match="内容像是 gif"):
        identify("报告.docx", io.BytesIO(b"GIF89a" + bytes(range(1, 30))), allowed=ALLOWED)


@pytest.mark.parametrize("inside", ["病毒.exe", "页.html", "再压一层.zip", "宏.docm"])
def test_an_archive_that_is_allowed_may_not_hide_these(inside: str) -> None:
    data = archive({"材料/说明.txt": b"x", f"材料/{inside}": b"x"})
    with pytest.raises(InvalidArgument, match=inside):
        identify("材料.zip", io.BytesIO(data), allowed={"zip"})


def test_an_archive_that_is_allowed_and_harmless_is_taken() -> None:
    data = archive({"材料/说明.txt": b"x"}, compression=zipfile.ZIP_STORED)
    assert identify("材料.zip", io.BytesIO(data), allowed={"zip"}).media_type == "application/zip"


@given(place=st.integers(0, len(DOCX) - 1), byte=st.integers(0, 255))
def test_a_document_with_any_byte_changed_is_taken_or_refused_but_never_fails(
    place: int, byte: int
) -> None:
    data = bytearray(DOCX)
    data[place] = byte
    assert fate("报告.docx", bytes(data)).startswith(("taken", "file_"))


@given(data=st.binary(min_size=1, max_size=300), name=st.sampled_from(sorted(TYPES)))
def test_any_bytes_are_taken_or_refused_but_never_fail(data: bytes, name: str) -> None:
    assert fate(f"a.{name}", data).startswith(("taken", "file_"))


def fate(name: str, data: bytes) -> str:
    """What becomes of a file: taken, or the code of the refusal."""
    try:
        identify(name, io.BytesIO(data), allowed=TYPES)
    except InvalidArgument as refused:
        return refused.code
    return "taken"
