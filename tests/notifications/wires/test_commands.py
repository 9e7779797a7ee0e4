"""`dudao channel`, `dudao doctor`, and the settings that name channels."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from dudao.failures import Stop
from dudao.serving.options import Assignment, Serving, find_serving
from dudao.settings import Place, find_channel_urls, find_said
from tests.acceptance.program import Ended, dudao
from tests.notifications.wires.receiver import Receiver

KEY = "0123abcd0123"
SECRET = "0123456789abcdef"
TOML = """\
port = 8001
public_url = "https://dudao.example/"

[channels]
group = "dingtalk+http://{host}/robot/send?access_token=0123abcd0123"
sms = "sms+http://{host}/send#secret=0123456789abcdef"
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def file(tmp_path: Path, receiver: Receiver) -> Path:
    made = tmp_path / "d.toml"
    made.write_text(TOML.format(host=receiver.host), "utf-8")
    return made


def run(*arguments: str | Path, home: Path, **more: str) -> Ended:
    """Run a command; no secret may ever be printed."""
    ended = dudao(*arguments, home=home, **more)
    assert KEY not in ended.said
    assert SECRET not in ended.said
    assert "Traceback" not in ended.said
    return ended


def test_a_variable_precedes_the_file(file: Path) -> None:
    variables = {"DUDAO_CHANNEL_SMS": "sms+https://other/", "DUDAO_CHANNEL_GROUP": ""}
    urls = find_channel_urls(config=str(file), environment=variables)
    assert urls["sms"] == "sms+https://other/"
    assert urls["group"].startswith("dingtalk+http://")
    assert find_said({}, config=str(file), environment={})["port"] == "8001"
    assert find_channel_urls(environment={"XDG_CONFIG_HOME": str(file.parent)}) == {}


@pytest.mark.parametrize("text", ["channels = 'x'", "[channels]\nx = 3", "[channels.x]\ny = 'z'"])
def test_channels_that_are_no_table_of_texts_are_wrong_use(text: str, tmp_path: Path) -> None:
    file = tmp_path / "d.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(Stop) as raised:
        find_channel_urls(config=str(file), environment={})
    assert (raised.value.status, raised.value.code) == (2, "invalid_channels")


def test_links_begin_with_the_public_address() -> None:
    assert (
        find_serving({"public_url": "https://dudao.example/"}).base_url == "https://dudao.example"
    )
    assert find_serving({"public_url": "https://x/督导"}).base_url == "https://x/督导"
    assert find_serving({}).base_url == "http://127.0.0.1:8000"
    assert find_serving({"host": "::1", "port": "9"}).base_url == "http://[::1]:9"


@pytest.mark.parametrize(
    "text",
    ["dudao.example", "ftp://x/", "https://", "https://u:p@x/", "https://x/?a=1", "https://x:y/"],
)
def test_an_address_that_no_link_can_begin_with_is_wrong_use(text: str) -> None:
    with pytest.raises(Stop, match="public_url") as raised:
        find_serving({"public_url": text})
    assert raised.value.status == 2


def test_a_worker_is_told_the_channels_and_shows_none_of_them(tmp_path: Path) -> None:
    place = Place(tmp_path, "sqlite://")
    told = Assignment(
        place,
        Serving(public_url="https://x"),
        supervisor=1,
        build="a:b",
        channels={"sms": f"sms+https://x/#secret={SECRET}"},
    )
    assert Assignment.from_json(told.to_json()) == told
    assert SECRET not in repr(told)


def test_channels_are_listed_without_their_secrets(
    file: Path, home: Path, receiver: Receiver
) -> None:
    ended = run("channel", "list", "--config", file, home=home)
    assert ended.status == 0
    assert "钉钉群机器人" in ended.out
    assert "共用" in ended.out
    listed = run("channel", "list", "--config", file, "--json", home=home).answer["channels"]
    assert listed == [
        {
            "name": "group",
            "zh": "钉钉群机器人",
            "en": "DingTalk group robot",
            "is_personal": False,
            "address": f"dingtalk+http://{receiver.host}/…",
        },
        {
            "name": "sms",
            "zh": "短信",
            "en": "Short message",
            "is_personal": True,
            "address": f"sms+http://{receiver.host}/…",
        },
    ]


def test_without_channels_there_is_nothing_to_list(home: Path) -> None:
    ended = run("channel", "list", home=home)
    assert ended.status == 0
    assert "没有设置渠道" in ended.out


def test_a_message_that_arrives_is_shown_with_its_receipt(
    file: Path, home: Path, receiver: Receiver
) -> None:
    receiver.answers(200, '{"id":"42"}')
    ended = run("channel", "try", "sms", "138 0000 1234", "--config", file, home=home)
    assert (ended.status, ended.err) == (0, "")
    assert "对方已接收。回执：42" in ended.out
    assert receiver.last.said["to"] == "+8613800001234"
    assert "测试消息" in receiver.last.said["text"]


def test_a_shared_channel_needs_no_address(file: Path, home: Path, receiver: Receiver) -> None:
    receiver.answers(200, '{"errcode":0,"errmsg":"ok"}')
    ended = run("channel", "try", "group", "--config", file, "--json", home=home)
    assert ended.answer == {
        "ok": True,
        "channel": "group",
        "receipt": '{"errcode":0,"errmsg":"ok"}',
    }


def test_a_message_that_does_not_arrive_is_shown_with_its_cause(
    file: Path, home: Path, receiver: Receiver
) -> None:
    receiver.answers(200, f'{{"errcode":310000,"errmsg":"sign not match for {KEY}"}}')
    ended = run("channel", "try", "group", "--config", file, home=home)
    assert ended.status == 1
    assert (
        "没有送达：对方不接受机器人的密钥、签名或安全设置（310000：sign not match for …）"
        in ended.err
    )
    ended = run("channel", "try", "group", "--config", file, "--json", home=home)
    assert '"service_310000"' in ended.said


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["mail"], "没有名为 mail 的渠道；设置的渠道：group、sms"),
        (["sms"], "短信是送到个人的，请写明收件地址"),
        (["sms", "0730-8888888"], "收件地址不对：应为大陆手机号"),
        ([], "缺少"),
    ],
)
def test_what_cannot_be_meant_is_wrong_use(
    arguments: list[str], said: str, file: Path, home: Path, receiver: Receiver
) -> None:
    ended = run("channel", "try", *arguments, "--config", file, home=home)
    assert ended.status == 2, ended.said
    assert said in ended.err
    assert receiver.received == []


@pytest.mark.parametrize(
    "command", [["serve"], ["channel", "list"], ["channel", "try", "sms", "x"]]
)
def test_a_wrong_channel_is_said_at_the_start(command: list[str], home: Path) -> None:
    ended = run(*command, home=home, DUDAO_CHANNEL_SMS=f"sms+https://gateway/#secrets={SECRET}")
    assert ended.status == 2, ended.said
    assert "渠道 sms：# 后面只能写 secret、hash、sign、parts、ca、proxy、timeout" in ended.err


def test_the_doctor_says_of_each_channel_whether_somebody_answers(
    file: Path, home: Path, receiver: Receiver
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        gone = f"127.0.0.1:{taken.getsockname()[1]}"
        ended = run(
            "doctor", "--config", file, "--json", home=home,
            DUDAO_CHANNEL_GONE=f"webhook+http://{gone}/#secret=whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3",
            DUDAO_CHANNEL_THROUGH=f"wecom+https://qyapi.invalid/send?key={KEY}#proxy=env",
        )  # fmt: skip
    found = {
        str(each["zh"]).partition("：")[0]: (each["level"], str(each["zh"]).rpartition("，")[2])
        for each in ended.answer["checks"]  # type: ignore[attr-defined] # JSON
        if each["name"] == "渠道"
    }
    assert found == {
        "group": ("ok", "可以连通（没有发送）。"),
        "sms": ("ok", "可以连通（没有发送）。"),
        "gone": ("error", "或者网络不通。"),
        "through": ("ok", "没有检查能否连通。"),
    }
    assert ended.status == 1
    assert receiver.received == []


def test_the_doctor_names_a_channel_that_cannot_be_meant(home: Path) -> None:
    ended = run("doctor", home=home, DUDAO_CHANNEL_SMS=f"pigeon://{SECRET}/")
    assert ended.status == 1
    assert "渠道 sms：地址的开头 pigeon 不认识" in ended.out


def test_the_doctor_says_that_links_lead_nowhere_without_a_public_address(
    home: Path, receiver: Receiver
) -> None:
    url = f"sms+http://{receiver.host}/#secret={SECRET}"
    assert "没有设置 public_url" in run("doctor", home=home, DUDAO_CHANNEL_SMS=url).out
