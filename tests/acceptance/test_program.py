"""The program as a process: exit statuses, streams, settings from everywhere, signals."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from tests.acceptance.program import command, dudao, environment, started


def test_it_says_its_version_and_explains_itself(home: Path) -> None:
    version = started("--version", home=home)
    assert version.status == 0
    assert version.out.startswith("dudao ")
    help_ = started("--help", home=home)
    assert help_.status == 0
    for name in ("init", "demo", "lint", "deploy", "scenario", "import", "doctor", "worker"):
        assert f"  {name} " in help_.out
    assert "Usage" not in help_.out


@pytest.mark.parametrize(
    "arguments, said",
    [
        ([], "用法：dudao"),
        (["fly"], "没有 fly 这个命令"),
        (["lnt"], "lint"),
        (["--fly"], "没有 --fly 这个选项"),
        (["lint"], "缺少 FILE"),
        (["lint", "--fly"], "没有 --fly 这个选项"),
        (["scenario", "nowhere.yml"], "找不到文件 nowhere.yml"),
        (["init", "--data"], "--data"),
        (["init", "--database", "oracle://x"], "数据库地址无法识别"),
        (["init", "--config", "nowhere.toml"], "配置文件"),
        (["import", "calendar"], "缺少 FILE"),
    ],
)
def test_wrong_use_is_one_clear_sentence_and_status_2(
    home: Path, arguments: list[str], said: str
) -> None:
    ended = dudao(*arguments, home=home)
    assert ended.status == 2, ended.said
    assert said in ended.err
    assert ended.out == ""


def test_statuses_reach_the_shell(outside: Path, home: Path) -> None:
    scenario = outside / "scenarios" / "逾期.yml"
    good = started("scenario", scenario, home=home)
    assert (good.status, good.err) == (0, "")
    scenario.write_text(scenario.read_text("utf-8").replace("light: red", "light: grey"), "utf-8")
    assert started("scenario", scenario, home=home).status == 1
    assert started("scenario", "nowhere.yml", home=home).status == 2


def test_errors_are_json_where_json_was_asked_for(home: Path) -> None:
    ended = dudao("scenario", "--json", "nowhere.yml", home=home)
    assert ended.status == 2
    error = ended.answer["error"]
    assert isinstance(error, dict)
    assert error["code"] == "no_such_file"
    assert error["zh"]
    assert error["en"]


def test_a_reader_that_leaves_early_is_no_error(outside: Path, home: Path) -> None:
    program = subprocess.Popen(
        command("scenario", outside / "scenarios"),
        cwd=home,
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.close()
    assert program.stderr.read() == b""
    program.stderr.close()
    assert program.wait(timeout=120) in (0, 1)


def test_the_place_comes_from_option_variable_file_and_default(home: Path) -> None:
    (home / "d.toml").write_text('data = "from file"\n', "utf-8")

    def place(*arguments: str, **more: str) -> object:
        ended = dudao("init", "--json", *arguments, home=home, **more)
        assert ended.status == 0, ended.said
        return ended.answer["data"]

    assert place() == str(home / ".local" / "share" / "dudao")
    assert place(XDG_DATA_HOME=str(home / "x")) == str(home / "x" / "dudao")
    assert place("--config", "d.toml") == str(home / "from file")
    assert place("--config", "d.toml", DUDAO_DATA="from variable") == str(home / "from variable")
    assert place("--data", "from option", DUDAO_DATA="v") == str(home / "from option")


def test_init_may_be_run_again(home: Path) -> None:
    first = dudao("init", "--data", "数 据", home=home)
    assert "已建立数据库" in first.out
    again = dudao("init", "--data", "数 据", home=home)
    assert again.status == 0
    assert "已是最新" in again.out


def test_a_folder_that_cannot_be_made_is_wrong_use(home: Path) -> None:
    (home / "file").write_text("", "utf-8")
    ended = dudao("init", "--data", "file", home=home)
    assert ended.status == 2
    assert "不能建立文件夹" in ended.err


def test_a_file_that_is_no_database_is_an_answer_not_a_crash(home: Path) -> None:
    (home / "d").mkdir()
    (home / "d" / "dudao.db").write_bytes(b"not a database" * 100)
    for name in ("init", "doctor", "settings", "worker"):
        ended = dudao(name, "--data", "d", home=home)
        assert ended.status == 1, ended.said
        assert "数据库" in ended.said


def test_a_server_that_does_not_answer_is_named_without_its_password(home: Path) -> None:
    url = "postgresql://somebody:secret@127.0.0.1:1/x"
    ended = dudao("init", "--database", url, home=home)
    assert ended.status == 1
    assert "不能使用" in ended.err
    assert "secret" not in ended.said


def test_the_worker_ends_when_told_to(home: Path) -> None:
    dudao("init", "--data", "d", home=home)
    once = dudao("worker", "--once", "--data", "d", home=home)
    assert once.status == 0
    assert "没有到期的定时器" in once.out
    program = subprocess.Popen(
        command("worker", "--data", "d"),
        cwd=home,
        env=environment(home, PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert program.stdout is not None
    assert "已启动" in program.stdout.readline()
    program.send_signal(signal.SIGTERM)
    out, err = program.communicate(timeout=120)
    assert program.returncode == 0, err
    assert "已停止" in out
    assert err == ""
