"""Robots of group chats: what they are sent, how it is signed, and what their codes mean."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from notifications.channel import Channel, Deferred, Refused, Undelivered, WrongAddress
from notifications.channels.dingtalk import DingTalkRobot
from notifications.channels.feishu import FeishuRobot
from notifications.channels.wecom import WeComRobot
from tests.notifications.wires.receiver import NOW, PARCEL, Receiver, SteadyClock

SECRET = "SEC+of/nobody=="
WECOM = "wecom+http://{}/cgi-bin/webhook/send?key=693a91f6-7xxx"
DINGTALK = "dingtalk+http://{}/robot/send?access_token=0123abcd0123#secret=SEC+of/nobody=="
FEISHU = "feishu+http://{}/open-apis/bot/v2/hook/e3a1-token#secret=SEC+of/nobody=="
WELL = {
    WeComRobot: '{"errcode":0,"errmsg":"ok"}',
    DingTalkRobot: '{"errcode":0,"errmsg":"ok"}',
    FeishuRobot: '{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}',
}
URLS: dict[type[Channel], str] = {WeComRobot: WECOM, DingTalkRobot: DINGTALK, FeishuRobot: FEISHU}
ROBOTS = list(URLS)


@dataclass(frozen=True, slots=True)
class Group:
    """A robot and the server that it talks to."""

    robot: Channel
    receiver: Receiver

    def refuses(self, code: int, words: str, status: int = 200) -> Undelivered:
        """Send a parcel that is answered with a code; return why it did not arrive."""
        names = ("code", "msg") if isinstance(self.robot, FeishuRobot) else ("errcode", "errmsg")
        self.receiver.answers(status, json.dumps(dict(zip(names, (code, words), strict=True))))
        with pytest.raises(Undelivered) as raised:
            self.robot.send(PARCEL)
        assert words in raised.value.zh
        assert words in str(raised.value)
        assert raised.value.code == f"service_{code}"
        return raised.value


@pytest.fixture
def group(receiver: Receiver, at: SteadyClock) -> Iterator[Callable[[type[Channel]], Group]]:
    """Open the robot of a service."""
    opened: list[Channel] = []

    def open_(kind: type[Channel], more: str = "") -> Group:
        receiver.answers(200, WELL[kind])
        opened.append(kind.from_url(URLS[kind].format(receiver.host) + more, clock=at))
        return Group(opened[-1], receiver)

    yield open_
    for each in opened:
        each.close()


Opened = Callable[[type[Channel]], Group]


def text_of(receiver: Receiver) -> str:
    said = receiver.last.said
    return str(said["content"]["text"] if "content" in said else said["text"]["content"])


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_parcel_is_said_in_the_group(kind: type[Channel], group: Opened) -> None:
    opened = group(kind)
    sent = opened.robot.send(PARCEL)
    assert sent.receipt == WELL[kind]
    assert text_of(opened.receiver) == (
        "岳教督整〔2026〕3号：整改期限将至\n"
        "问题“食堂留样不全”的整改期限为2026年3月5日（星期四）24时。\n逾期将提请督办。\n"
        "https://dudao.example/work/7"
    )
    assert "整改期限" in opened.receiver.last.body.decode("utf-8")
    assert opened.receiver.last.headers["Content-Type"] == "application/json; charset=utf-8"
    assert not kind.is_personal


def test_wecom_gets_the_key_and_whom_to_mention(group: Opened) -> None:
    opened = group(WeComRobot)
    opened.robot.send(replace(PARCEL, to="xiaomou"))
    assert opened.receiver.last.path == "/cgi-bin/webhook/send?key=693a91f6-7xxx"
    said = opened.receiver.last.said
    assert said["msgtype"] == "text"
    assert said["text"]["mentioned_list"] == ["xiaomou"]
    opened.robot.send(replace(PARCEL, to="13800001234"))
    assert opened.receiver.last.said["text"]["mentioned_mobile_list"] == ["13800001234"]
    opened.robot.send(PARCEL)
    assert set(opened.receiver.last.said["text"]) == {"content"}


def test_dingtalk_gets_a_signature_by_its_documented_algorithm(group: Opened) -> None:
    opened = group(DingTalkRobot)
    opened.robot.send(PARCEL)
    parts = urlsplit(opened.receiver.last.path)
    said = parse_qs(parts.query)
    assert parts.path == "/robot/send"
    assert said["access_token"] == ["0123abcd0123"]
    # 把timestamp+"\n"+密钥当做签名字符串，使用HmacSHA256算法计算签名，然后进行Base64 encode，最后再把签名
    # 参数再进行urlEncode
    stamp = str(int(NOW.timestamp() * 1000))
    mac = hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), digestmod=hashlib.sha256)
    assert said["timestamp"] == [stamp]
    assert said["sign"] == [base64.b64encode(mac.digest()).decode()]
    assert "secret" not in opened.receiver.last.path


def test_dingtalk_mentions_by_number_or_account_and_in_the_text(group: Opened) -> None:
    opened = group(DingTalkRobot)
    opened.robot.send(replace(PARCEL, to="13800001234"))
    said = opened.receiver.last.said
    assert said["at"] == {"isAtAll": False, "atMobiles": ["13800001234"]}
    assert said["text"]["content"].endswith("\n@13800001234")
    opened.robot.send(replace(PARCEL, to="manager7"))
    assert opened.receiver.last.said["at"] == {"isAtAll": False, "atUserIds": ["manager7"]}


def test_feishu_gets_a_signature_by_its_documented_algorithm(group: Opened) -> None:
    opened = group(FeishuRobot)
    opened.robot.send(replace(PARCEL, to="ou_18eac8"))
    said = opened.receiver.last.said
    # 把 timestamp + "\n" + 密钥 当做签名字符串，使用 HmacSHA256 算法计算空字符串的签名结果，再进行 Base64 编码
    stamp = str(int(NOW.timestamp()))
    mac = hmac.new(f"{stamp}\n{SECRET}".encode(), digestmod=hashlib.sha256)
    assert said["timestamp"] == stamp
    assert said["sign"] == base64.b64encode(mac.digest()).decode()
    assert said["msg_type"] == "text"
    assert said["content"]["text"].endswith('\n<at user_id="ou_18eac8">肖某</at>')
    assert opened.receiver.last.path == "/open-apis/bot/v2/hook/e3a1-token"


def test_each_signature_is_of_its_own_moment(group: Opened, at: SteadyClock) -> None:
    opened = group(FeishuRobot)
    opened.robot.send(PARCEL)
    at.now += timedelta(hours=2)
    opened.robot.send(PARCEL)
    first, second = (each.said for each in opened.receiver.received)
    assert first["sign"] != second["sign"]
    assert int(second["timestamp"]) - int(first["timestamp"]) == 7200


@pytest.mark.parametrize("kind", [DingTalkRobot, FeishuRobot])
def test_a_robot_without_a_secret_is_not_signed(
    kind: type[Channel], receiver: Receiver, at: SteadyClock
) -> None:
    receiver.answers(200, WELL[kind])
    robot = kind.from_url(URLS[kind].format(receiver.host).partition("#")[0], clock=at)
    robot.send(PARCEL)
    robot.close()
    assert "sign" not in receiver.last.path
    assert "sign" not in receiver.last.said


@pytest.mark.parametrize("kind", [DingTalkRobot, FeishuRobot])
def test_a_keyword_that_the_robot_insists_on_is_added_once(
    kind: type[Channel], receiver: Receiver, at: SteadyClock
) -> None:
    receiver.answers(200, WELL[kind])
    url = URLS[kind].format(receiver.host)
    robot = kind.from_url(f"{url}&keyword=督导", clock=at)
    robot.send(PARCEL)
    assert text_of(receiver).endswith("\n督导")
    robot.send(replace(PARCEL, subject="督导：整改期限将至"))
    assert text_of(receiver).count("督导") == 1
    robot.close()


@pytest.mark.parametrize("kind", ROBOTS)
def test_nobody_is_mentioned_by_what_stands_in_a_case(kind: type[Channel], group: Opened) -> None:
    opened = group(kind)
    opened.robot.send(replace(PARCEL, text='<@all> <at user_id="all">所有人</at> </AT> 3 < 5'))
    text = text_of(opened.receiver)
    assert "3 < 5" in text
    if kind is WeComRobot:
        assert "<@" not in text
    if kind is FeishuRobot:
        assert "<at" not in text.lower()
        assert "</at" not in text.lower()


@pytest.mark.parametrize(
    "kind, limit", [(WeComRobot, 2048), (DingTalkRobot, 20_000), (FeishuRobot, 20_480)]
)
def test_what_is_too_long_gives_way_to_the_sentence_and_keeps_the_link(
    kind: type[Channel], limit: int, group: Opened
) -> None:
    opened = group(kind)
    opened.robot.send(replace(PARCEL, text="长" * 9000))
    text = text_of(opened.receiver)
    assert text == f"{PARCEL.subject}\n{PARCEL.short}\n{PARCEL.link}"
    opened.robot.send(replace(PARCEL, text="长" * 9000, subject="题" * 9000))
    text = text_of(opened.receiver)
    assert text.endswith(f"题…\n{PARCEL.link}")
    assert len(text.encode()) <= limit
    assert kind is WeComRobot or len(opened.receiver.last.body) <= limit


@pytest.mark.parametrize(
    "kind, code, words",
    [
        (WeComRobot, 45009, "api freq out of limit"),
        (DingTalkRobot, 130101, "send too fast, exceed 20 times per minute"),
        (DingTalkRobot, 410100, "发送速度太快而限流"),
        (DingTalkRobot, 660026, "send too fast"),
        (FeishuRobot, 11232, "frequency limited psm[lark.oapi.app_platform_runtime]"),
    ],
)
def test_a_robot_that_said_too_much_waits(
    kind: type[Channel], code: int, words: str, group: Opened
) -> None:
    cause = group(kind).refuses(code, words)
    assert isinstance(cause, Deferred)
    assert cause.is_channel
    assert cause.after == timedelta(minutes=10 if kind is DingTalkRobot else 1)


@pytest.mark.parametrize(
    "kind, code, words, status",
    [
        (WeComRobot, 93000, "invalid webhook url", 200),
        (DingTalkRobot, 300001, "token is not exist", 200),
        (DingTalkRobot, 310000, "sign not match, more: [https://ding-doc.dingtalk.com]", 200),
        (DingTalkRobot, 310000, "keywords not in content", 200),
        (DingTalkRobot, 400102, "机器人已停用", 200),
        (FeishuRobot, 19001, "param invalid: incoming webhook access token invalid", 400),
        (FeishuRobot, 19021, "sign match fail or timestamp is not within one hour", 200),
        (FeishuRobot, 19024, "Key Words Not Found", 200),
    ],
)
def test_a_wrong_key_or_signature_lets_the_channel_rest(
    kind: type[Channel], code: int, words: str, status: int, group: Opened
) -> None:
    cause = group(kind).refuses(code, words, status)
    assert isinstance(cause, Deferred)
    assert (cause.is_channel, cause.after) == (True, None)


@pytest.mark.parametrize(
    "kind, code, words",
    [
        (WeComRobot, 40058, "text exceed max length 2048"),
        (DingTalkRobot, 430102, "含有不合适的文本"),
        (FeishuRobot, 9499, "Bad Request"),
    ],
)
def test_what_is_wrong_with_a_message_is_refused(
    kind: type[Channel], code: int, words: str, group: Opened
) -> None:
    cause = group(kind).refuses(code, words)
    assert isinstance(cause, Refused)
    assert not cause.is_address


@pytest.mark.parametrize("kind", [WeComRobot, DingTalkRobot])
def test_a_busy_service_is_asked_again(kind: type[Channel], group: Opened) -> None:
    cause = group(kind).refuses(-1, "系统繁忙")
    assert isinstance(cause, Deferred)
    assert not cause.is_channel


@pytest.mark.parametrize("kind", ROBOTS)
@pytest.mark.parametrize(
    "answer",
    ["", "ok", "[]", "{}", '{"errcode":"0","code":"0"}', '{"errcode":true,"code":true}', "<html>"],
)
def test_an_answer_without_a_code_is_no_delivery(
    kind: type[Channel], answer: str, group: Opened
) -> None:
    opened = group(kind)
    opened.receiver.answers(200, answer)
    with pytest.raises(Deferred) as raised:
        opened.robot.send(PARCEL)
    assert raised.value.code == "unreadable_answer"


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_status_without_a_code_means_what_it_means_everywhere(
    kind: type[Channel], group: Opened
) -> None:
    opened = group(kind)
    opened.receiver.answers(502, "<html>Bad Gateway</html>", {"Retry-After": "7"})
    with pytest.raises(Deferred) as raised:
        opened.robot.send(PARCEL)
    assert (raised.value.code, raised.value.after) == ("http_502", timedelta(seconds=7))


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_key_that_the_service_quotes_is_not_passed_on(kind: type[Channel], group: Opened) -> None:
    opened = group(kind)
    key = {WeComRobot: "693a91f6-7xxx", DingTalkRobot: "0123abcd0123", FeishuRobot: "e3a1-token"}
    said = f"no robot {key[kind]} with {SECRET}"
    opened.receiver.answers(200, json.dumps({"errcode": 1, "errmsg": said, "code": 1, "msg": said}))
    with pytest.raises(Refused) as raised:
        opened.robot.send(PARCEL)
    said = raised.value.zh + str(raised.value)
    assert key[kind] not in said
    assert kind is WeComRobot or SECRET not in said
    assert "no robot …" in said


@pytest.mark.parametrize(
    "kind, address, kept",
    [
        (WeComRobot, " xiao.mou ", "xiao.mou"),
        (WeComRobot, "+86 138-0000-1234", "13800001234"),
        (DingTalkRobot, "１３８００００１２３４", "13800001234"),
        (DingTalkRobot, "manager7", "manager7"),
        (FeishuRobot, "ou_18eac8", "ou_18eac8"),
    ],
)
def test_whom_a_robot_mentions_is_kept_in_one_form(
    kind: type[Channel], address: str, kept: str, group: Opened
) -> None:
    assert group(kind).robot.check_address(address) == kept


@pytest.mark.parametrize(
    "kind, address",
    [
        (WeComRobot, "@all"),
        (WeComRobot, ""),
        (DingTalkRobot, "肖某"),
        (FeishuRobot, "all"),
        (FeishuRobot, "13800001234"),
        (FeishuRobot, '"><at user_id="all'),
    ],
)
def test_all_and_what_no_service_knows_is_not_mentioned(
    kind: type[Channel], address: str, group: Opened
) -> None:
    with pytest.raises(WrongAddress) as raised:
        group(kind).robot.check_address(address)
    assert raised.value.zh.startswith("应为")


@pytest.mark.parametrize(
    "kind, url",
    [
        (WeComRobot, "wecom+https://qyapi.weixin.qq.com/cgi-bin/webhook/send"),
        (WeComRobot, "wecom+https://qyapi.weixin.qq.com/send?key=k#secret=no-signature-here"),
        (DingTalkRobot, "dingtalk+https://oapi.dingtalk.com/robot/send?token=t"),
        (DingTalkRobot, "dingtalk+https://u:p@oapi.dingtalk.com/robot/send?access_token=t"),
        (FeishuRobot, "feishu+https://open.feishu.cn/open-apis/bot/v2/hook/"),
        (FeishuRobot, "feishu+https:///hook/token"),
    ],
)
def test_an_address_that_is_none_of_the_service_is_said(
    kind: type[Channel], url: str, at: SteadyClock
) -> None:
    with pytest.raises(WrongAddress):
        kind.from_url(url, clock=at)
