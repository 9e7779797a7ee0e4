"""Parameters an office may change: each with its default, and where that default comes from.

A setting with an empty source has no legal source: its default is a proposal, and pages say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from fractions import Fraction
from typing import Literal

from engine.model.deadline_terms import Term, parse_term
from engine.model.durations import Elapsed, parse_elapsed
from engine.model.errors import InvalidArgument, NotFound

Kind = Literal[
    "text", "integer", "boolean", "term", "terms", "duration", "durations", "fraction", "time"
]
SettingValue = str | int | bool | list[str]

MAX_TEXT = 2_000
MAX_TERMS = 20
MAX_INTEGER = 1_000_000_000
_EXPECTED: Mapping[Kind, tuple[str, str]] = {
    "text": (f"不超过{MAX_TEXT}字的文字", f"a text of at most {MAX_TEXT} characters"),
    "integer": ("不为负的整数", "an integer of zero or more"),
    "boolean": ("true或false", "true or false"),
    "term": (
        "期限，如 15工作日、30日、24小时",
        "a term such as 15 working days, 30 days, 24 hours",
    ),
    "terms": (f"不超过{MAX_TERMS}个期限的列表", f"a list of at most {MAX_TERMS} terms"),
    "duration": ("ISO 8601时长，如 PT10M、P1D", "an ISO 8601 duration such as PT10M, P1D"),
    "durations": (
        f"不超过{MAX_TERMS}个ISO 8601时长的列表",
        f"a list of at most {MAX_TERMS} ISO 8601 durations",
    ),
    "fraction": ("不为负的分数，如 1/2", "a fraction of zero or more, such as 1/2"),
    "time": ("24小时制的时刻，如 8:30", "a time of day such as 8:30 or 17:00"),
}
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Setting:
    """One parameter: its key, default, Chinese label, legal source ("" if none), and kind.

    Terms are kept as text (`15工作日`, `P15WD`), fractions as `1/2`. A default that is not of
    its kind raises InvalidArgument.
    """

    key: str
    default: SettingValue
    zh: str
    source: str = ""
    kind: Kind = "text"

    def __post_init__(self) -> None:
        self.check(self.default)

    def check(self, value: object) -> SettingValue:
        """Return a value of this setting's kind; raise InvalidArgument for any other."""
        checked = _of_kind(self.kind, value)
        if checked is None:
            zh, en = _EXPECTED[self.kind]
            raise InvalidArgument(
                f"参数“{self.zh}”（{self.key}）应为{zh}。",
                en=f"Expected the setting '{self.key}' to be {en}.",
                code="invalid_setting",
            )
        return checked


def _of_kind(kind: Kind, value: object) -> SettingValue | None:
    if isinstance(value, list | tuple):
        return _listed(value, _LISTS[kind]) if kind in _LISTS else None
    if isinstance(value, str):
        return value if kind in _TEXTS and _TEXTS[kind](value) else None
    if isinstance(value, bool):
        return value if kind == "boolean" else None
    if isinstance(value, int):
        return value if kind == "integer" and 0 <= value <= MAX_INTEGER else None
    return None


def _listed(values: Sequence[object], is_valid: Callable[[str], bool]) -> list[str] | None:
    fitting = [value for value in values if isinstance(value, str) and is_valid(value)]
    return fitting if len(fitting) == len(values) <= MAX_TERMS else None


def _is_text(text: str) -> bool:
    return len(text) <= MAX_TEXT


def _is_term(text: str) -> bool:
    try:
        parse_term(text)
    except InvalidArgument:
        return False
    return True


def _is_duration(text: str) -> bool:
    try:
        parse_elapsed(text)
    except InvalidArgument:
        return False
    return True


def _is_fraction(text: str) -> bool:
    try:
        return len(text) <= MAX_TERMS and Fraction(text) >= 0
    except (ValueError, ZeroDivisionError):
        return False


def _is_time(text: str) -> bool:
    return _TIME.fullmatch(text) is not None


_TEXTS: Mapping[Kind, Callable[[str], bool]] = {
    "text": _is_text,
    "term": _is_term,
    "duration": _is_duration,
    "fraction": _is_fraction,
    "time": _is_time,
}
_LISTS: Mapping[Kind, Callable[[str], bool]] = {"terms": _is_term, "durations": _is_duration}

ENGINE_SETTINGS: tuple[Setting, ...] = (
    Setting("account.attempts", 5, "连续输错几次密码或验证码后锁定账户", "", "integer"),
    Setting("account.lock_minutes", 15, "首次锁定的分钟数（再次锁定逐次加倍）", "", "integer"),
    Setting("account.idle_minutes", 30, "无操作多少分钟后须重新登录", "", "integer"),
    Setting("account.session_hours", 12, "登录后最多多少小时须重新登录", "", "integer"),
    Setting("account.renew_minutes", 15, "会话密钥每隔多少分钟更换", "", "integer"),
    Setting("account.token_days", 365, "访问令牌的最长有效天数", "", "integer"),
    Setting("account.kept_days", 180, "已结束的登录记录保留多少天", "", "integer"),
    Setting("attachment.max_size", 50, "附件大小上限（MiB）", "", "integer"),
    Setting(
        "attachment.types",
        "pdf docx xlsx pptx doc xls ppt wps et ofd jpg jpeg png heic mp4 txt csv",
        "可以上传的附件类型（扩展名，以空格分隔）",
    ),
    Setting(
        "audit.read_interval",
        10,
        "同一人重复查阅案件同一部分合并为一条记录的间隔（分钟，0为每次都记录；审计、纪检每次都记录）",
        "",
        "integer",
    ),
    Setting(
        "definitions.second_person",
        default=True,
        zh="流程图和决策表只能由第二人发布（false为也可以由一人直接发布；建议值）",
        kind="boolean",
    ),
    Setting("deadline.extension_cap", "1/2", "累计延期不超过原期限的比例", "", "fraction"),
    Setting("deadline.extension_times", 1, "最多延期次数", "", "integer"),
    Setting(
        "ledger.institution_lift_in_writing",
        default=True,
        zh="事业单位处分期满后须书面解除（false为自动解除）",
        source="《事业单位人事管理条例》第三十一条",
        kind="boolean",
    ),
    Setting(
        "ledger.rectification_process", "rectification", "年度考核中作为整改计数的流程", "", "text"
    ),
    Setting("ledger.respondent_group", "respondent", "年度考核中计算按期率的候选组", "", "text"),
    Setting("incident.backoff", ["PT1M", "PT10M", "PT1H"], "自动重试间隔", "", "durations"),
    Setting("incident.notify", "administrator", "异常通知哪些候选组", "", "text"),
    Setting("document.office", "岳阳市人民政府教育督导委员会办公室", "公文的发文机关"),
    Setting(
        "opening.similar_days",
        90,
        "立案时提示多少天内对同一单位立的相似案件（无法定依据，建议值）",
        "",
        "integer",
    ),
    Setting("substitution.longest", 90, "代理一次最长天数（自然日，建议值）", "", "integer"),
    Setting(
        "overview.age",
        60,
        "总览的数字最多可以是多少秒以前的（0为每次重新统计；无法定依据，建议值60秒）",
        "",
        "integer",
    ),
    Setting(
        "machinery.lag_seconds",
        300,
        "后台任务落后多少秒即告警（无法定依据，建议值300秒）",
        "",
        "integer",
    ),
    Setting("urge.most", 3, "一项待办最多人工催办几次（无法定依据，建议值）", "", "integer"),
    Setting(
        "urge.working_days",
        1,
        "两次人工催办至少相隔几个工作日（无法定依据，建议值）",
        "",
        "integer",
    ),
    Setting("light.near", "3日", "临期黄灯提前量", "西安市教育督导信息化平台做法", "term"),
)
"""The settings of the engine itself."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings known here, with the values an office stored over their defaults."""

    known: Mapping[str, Setting]
    stored: Mapping[str, SettingValue] = field(default_factory=dict)

    @classmethod
    def of(cls, *groups: Iterable[Setting]) -> Settings:
        """Return the settings of several groups; a key declared twice raises InvalidArgument."""
        known: dict[str, Setting] = {}
        for setting in (each for group in groups for each in group):
            if known.setdefault(setting.key, setting) != setting:
                raise InvalidArgument(
                    f"参数“{setting.key}”有两个不同的声明。",
                    en=f"Expected one declaration of the setting '{setting.key}'.",
                    code="duplicate_setting",
                )
        return cls(known)

    def with_stored(self, stored: Mapping[str, object]) -> Settings:
        """Return these settings under stored values; those no longer known or valid are left out."""
        fitting: dict[str, SettingValue] = {}
        for key, value in stored.items():
            checked = _of_kind(self.known[key].kind, value) if key in self.known else None
            if checked is not None:
                fitting[key] = checked
        return Settings(self.known, fitting)

    def setting(self, key: str) -> Setting:
        """Return the declaration of a key; raise NotFound for one that nobody declared."""
        found = self.known.get(key)
        if found is None:
            raise NotFound(
                f"没有名为“{key}”的参数。",
                en=f"Expected a declared setting, but nobody declares '{key}'.",
                code="unknown_setting",
            )
        return found

    def value(self, key: str) -> SettingValue:
        """Return the value in force: stored, or else the default."""
        setting = self.setting(key)
        return self.stored.get(key, setting.default)

    def text(self, key: str) -> str:
        """Return the value in force as text."""
        return str(self.value(key))

    def integer(self, key: str) -> int:
        """Return the value in force of an integer setting."""
        return int(str(self.value(key)))

    def term(self, key: str) -> Term:
        """Return the value in force of a term setting."""
        return parse_term(self.text(key))

    def terms(self, key: str) -> tuple[Term, ...]:
        """Return the value in force of a setting with several terms."""
        value = self.value(key)
        return tuple(parse_term(term) for term in value) if isinstance(value, list) else ()

    def durations(self, key: str) -> tuple[Elapsed, ...]:
        """Return the value in force of a setting with several durations."""
        value = self.value(key)
        return tuple(parse_elapsed(each) for each in value) if isinstance(value, list) else ()

    def time(self, key: str) -> time:
        """Return the value in force of a setting that is a time of day."""
        hour, minute = self.text(key).split(":")
        return time(int(hour), int(minute))

    def fraction(self, key: str) -> Fraction:
        """Return the value in force of a fraction setting."""
        return Fraction(self.text(key))
