"""The same commands on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

from tests.acceptance.program import dudao, troubles


def test_a_server_serves_as_well_as_a_file(
    blank_database_url: str, outside: Path, home: Path
) -> None:
    def on_server(*arguments: str | Path) -> tuple[int, str]:
        ended = dudao(*arguments, "--database", blank_database_url, "--data", "d", home=home)
        return ended.status, ended.said

    status, said = on_server("deploy", outside / "限期 答复.bpmn", outside / "期限.dmn")
    if blank_database_url.startswith("postgresql"):
        assert (status, "dudao init" in said) == (1, True)  # a server is set up on purpose
        assert on_server("init")[0] == 0
        status, said = on_server("deploy", outside / "限期 答复.bpmn", outside / "期限.dmn")
    assert (status, "已发布 answer 第1版" in said) == (0, True), said
    status, said = on_server("demo")
    assert status == 0, said
    assert "个示范案件" in said
    place = ("--database", blank_database_url, "--data", "d")
    doctor = dudao("doctor", "--json", *place, home=home)
    assert troubles(doctor) <= {"工作日历"}, doctor.said
    status, said = on_server("worker", "--once")
    assert status == 0, said
