"""`dudao export` gives back what was published, byte for byte."""

from __future__ import annotations

from pathlib import Path

from tests.acceptance.program import dudao


def deployed(outside: Path, home: Path) -> list[Path]:
    files = [outside / "限期 答复.bpmn", outside / "期限.dmn"]
    assert dudao("deploy", "--data", "d", *files, home=home).status == 0
    return files


def test_a_diagram_and_a_table_come_back_as_they_were(outside: Path, home: Path) -> None:
    diagram, table = deployed(outside, home)
    said = dudao("export", "--data", "d", "answer", home=home)
    assert "已将 answer 第1版（限期答复）写入 answer.bpmn" in said.out
    assert (home / "answer.bpmn").read_bytes() == diagram.read_bytes()
    assert dudao("export", "--data", "d", "answer_term", "表.dmn", home=home).status == 0
    assert (home / "表.dmn").read_bytes() == table.read_bytes()


def test_an_older_version_can_be_asked_for(outside: Path, home: Path) -> None:
    files = deployed(outside, home)
    old = files[0].read_bytes()
    files[0].write_text(old.decode().replace('name="审核"', 'name="审核答复"'), "utf-8")
    assert dudao("deploy", "--data", "d", *files, home=home).status == 0
    dudao("export", "--data", "d", "answer", "--version", "1", "old.bpmn", home=home)
    assert (home / "old.bpmn").read_bytes() == old
    missing = dudao("export", "--data", "d", "answer", "--version", "9", home=home)
    assert missing.status == 1
    assert "已发布第1至第2版" in missing.err


def test_a_file_is_not_overwritten_unasked(outside: Path, home: Path) -> None:
    deployed(outside, home)
    (home / "answer.bpmn").write_text("mine")
    refused = dudao("export", "--data", "d", "answer", home=home)
    assert refused.status == 2
    assert "--force" in refused.err
    assert (home / "answer.bpmn").read_text() == "mine"
    assert dudao("export", "--data", "d", "answer", "--force", home=home).status == 0


def test_what_was_not_published_is_named_with_what_was(outside: Path, home: Path) -> None:
    deployed(outside, home)
    refused = dudao("export", "--data", "d", "answers", home=home)
    assert refused.status == 1
    assert "answer" in refused.err


def test_the_tables_that_every_installation_has_can_be_exported(outside: Path, home: Path) -> None:
    deployed(outside, home)
    assert dudao("export", "--data", "d", "legal_basis", home=home).status == 0
    assert "《教育督导问责办法》".encode() in (home / "legal_basis.dmn").read_bytes()
