from __future__ import annotations

from pathlib import Path

import pytest

from documents import print_pdf, render_pdf, typefaces
from documents.layout.fonts import Role, shipped_fonts
from tests.documents.samples import sample


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an operator's folder with a font that calls itself 仿宋 (a renamed shipped one)."""
    font = shipped_fonts()[1].read_bytes()
    old = "Noto Sans SC".encode("utf-16-be")
    assert font.count(old) > 0
    renamed = font.replace(old, "Fang-Song_  ".encode("utf-16-be"))
    (tmp_path / "simfang.otf").write_bytes(renamed)
    return tmp_path


def test_without_a_folder_every_standard_font_is_replaced_and_the_note_says_so() -> None:
    faces = typefaces()
    assert faces.replaced == tuple(Role)
    for role in Role:
        assert role in faces.note_zh
    assert faces.note_zh.startswith("未安装方正小标宋简体")
    assert "Noto Sans SC" in faces.note_en


def test_a_font_in_the_operator_s_folder_is_used(folder: Path) -> None:
    faces = typefaces([folder])
    assert Role.BODY not in faces.replaced
    assert Role.BODY not in faces.note_zh
    content = sample("announcement")
    assert render_pdf(content, fonts=[folder]) != render_pdf(content)


def test_a_folder_without_fonts_changes_nothing(tmp_path: Path) -> None:
    content = sample("announcement")
    assert render_pdf(content, fonts=[tmp_path]) == render_pdf(content)


def test_a_character_no_font_has_leaves_a_file_and_a_note() -> None:
    content = sample("announcement", publish_text="认定示范园：\U0010fffd幼儿园。")
    printed = print_pdf(content)
    assert printed.pdf.startswith(b"%PDF")
    assert "10fffd" in printed.unshown
    assert not printed.archival
    assert "不是 PDF/A" in printed.note_zh
    assert "not PDF/A" in printed.note_en


def test_a_document_all_of_whose_characters_are_there_is_archival() -> None:
    printed = print_pdf(sample("announcement"))
    assert printed.archival
    assert printed.unshown == ""
    assert b"pdfaid" in printed.pdf
