"""What people call the channels by which something leaves, and how a delivery stands."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.counts import counted

CHANNEL_WORDS: Mapping[str, tuple[str, str]] = {
    "mail": ("邮件", "Mail"),
    "sms": ("短信", "Text message"),
    "wecom": ("企业微信", "WeCom"),
    "dingtalk": ("钉钉", "DingTalk"),
    "feishu": ("飞书", "Feishu"),
    "webhook": ("网络回调", "Webhook"),
}
"""The channels that come with the product; another one is called by its name in the settings."""

_WORDS: Mapping[str, tuple[str, str]] = {
    "pending": ("等待发送", "Waits to be sent"),
    "held": ("等待汇总后一并发送", "Waits for the digest"),
    "sent": ("对方系统已接收", "Taken by the other side"),
    "skipped": ("发送前已不必发送", "No longer needed when it was to be sent"),
    "dead": ("没有发出", "Not delivered"),
}


def channel_words(name: str) -> tuple[str, str]:
    """Return what a channel is called in Chinese and in English."""
    return CHANNEL_WORDS.get(name, (name, name))


def delivery_words(status: str, *, attempts: int) -> tuple[str, str]:
    """Return how a delivery stands; one that is tried again says how often it was tried."""
    if status == "pending" and attempts:
        return (
            f"已试{attempts}次，稍后再试",
            f"Tried {counted(attempts, 'time')}; will be tried again",
        )
    return _WORDS[status]
