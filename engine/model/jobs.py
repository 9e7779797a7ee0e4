"""The jobs of the worker: what each is called, what to do about it, and why it last failed.

A job is technical work that recurs, never a person's task. `deliver:<channel>` is one for each way
out of the machine; `worker` stands for the worker as a whole, which no row of its own can report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DELIVER = "deliver:"
WORKER = "worker"


@dataclass(frozen=True, slots=True)
class JobWords:
    """What a job is called, and what somebody does who finds it in trouble."""

    zh: str
    en: str
    remedy_zh: str
    remedy_en: str


_LOG = (
    "请查看后台程序的日志，排除原因后会自动继续。",
    "See the log of the worker; it goes on by itself.",
)
_CHANNELS: Mapping[str, tuple[str, str]] = {
    "mail": ("邮件", "mail"),
    "sms": ("短信", "SMS"),
    "wecom": ("企业微信", "WeCom"),
    "dingtalk": ("钉钉", "DingTalk"),
    "feishu": ("飞书", "Feishu"),
    "webhook": ("数据推送", "webhook"),
}
_WORDS: Mapping[str, JobWords] = {
    "timers": JobWords("到期定时", "Timers", *_LOG),
    "set_right": JobWords("时刻校正", "Setting times right", *_LOG),
    "marks": JobWords("期限提示", "Due date reminders", *_LOG),
    "spread": JobWords("消息分发", "Handing out messages", *_LOG),
    "documents": JobWords("公文文件", "Files of documents", *_LOG),
    "recompute": JobWords("期限重算", "Computing deadlines again", *_LOG),
    "overviews": JobWords("总览统计", "Counting overviews", *_LOG),
    "forget": JobWords("清理过期数据", "Forgetting old data", *_LOG),
    "bounces": JobWords(
        "退信处理",
        "Returned mail",
        "请检查收取退信的邮箱或者目录是否可用。",
        "See whether the mailbox or folder of returned mail can be read.",
    ),
    WORKER: JobWords(
        "后台程序",
        "Worker",
        "请启动后台程序（dudao worker，或者重启 dudao serve）。",
        "Start the worker (dudao worker), or restart dudao serve.",
    ),
}


def job_words(job: str) -> JobWords:
    """Return the words of a job; one that nobody knows is called by its name."""
    if job.startswith(DELIVER):
        name = job.removeprefix(DELIVER)
        zh, en = _CHANNELS.get(name, (name, name))
        return JobWords(
            f"发送：{zh}",
            f"Delivery by {en}",
            "请用 dudao channel 检查该渠道能否连接；恢复后会自动补发。",
            "Check the channel by dudao channel; what waits is sent once it works.",
        )
    return _WORDS.get(job, JobWords(job, job, *_LOG))


def cause_words(cause: str) -> tuple[str, str]:
    """Return why a job failed, in Chinese and English; `cause` is a kind and a name (`kind:name`).

    Only names of kinds of errors are kept, never their text: it may hold words of people.
    """
    kind, _, name = cause.partition(":")
    zh, en = _CAUSES.get(kind, ("程序出错", "an error of the program"))
    return (f"{zh}（{name}）", f"{en} ({name})") if name else (zh, en)


_CAUSES: Mapping[str, tuple[str, str]] = {
    "database": ("数据库不可用", "the database cannot be used"),
    "busy": ("数据库繁忙，等待超时", "the database was busy for too long"),
    "refused": ("内容不合规定，被拒绝", "something was refused"),
    "system": ("文件或者网络出错", "an error of files or the network"),
    "program": ("程序出错", "an error of the program"),
    "silent": ("没有响应", "no answer"),
}
