"""What an office may set of how people are told outside the inbox.

None of these numbers stands in a law; each is a proposal (无法定依据，建议值).
"""

from __future__ import annotations

from engine.model.settings import Setting, Settings
from notifications.words.content import Detail

QUIET_FROM = "notifications.quiet_from"
QUIET_UNTIL = "notifications.quiet_until"
WORKING_DAYS_ONLY = "notifications.working_days_only"
OVERTAKEN_AFTER = "notifications.overtaken_after"
ATTEMPTS = "notifications.attempts"
GIVE_UP_HOURS = "notifications.give_up_hours"
RETRY_FIRST = "notifications.retry_first"
RETRY_LONGEST = "notifications.retry_longest"
REST_LONGEST = "notifications.rest_longest"
MEETING_MINUTES = "notifications.meeting_minutes"
_DETAIL = "notifications.detail."
_DETAILS: dict[str, tuple[Detail, str]] = {
    "mail": ("full", "邮件"),
    "sms": ("bare", "短信"),
    "wecom": ("case", "企业微信群"),
    "dingtalk": ("case", "钉钉群"),
    "feishu": ("case", "飞书群"),
    "webhook": ("case", "对外接口"),
}
_KNOWN: tuple[Detail, ...] = ("full", "case", "bare")

SETTINGS: tuple[Setting, ...] = (
    Setting(QUIET_FROM, 20, "几点以后不外发消息（建议值；紧急消息除外）", "", "integer"),
    Setting(QUIET_UNTIL, 8, "几点以前不外发消息（建议值；紧急消息除外）", "", "integer"),
    Setting(
        WORKING_DAYS_ONLY,
        default=True,
        zh="只在工作日外发消息，含调休上班日（建议值；紧急消息除外）",
        kind="boolean",
    ),
    Setting(
        OVERTAKEN_AFTER, 24, "消息产生多少小时后，所说之事已了的不再外发（建议值）", "", "integer"
    ),
    Setting(ATTEMPTS, 10, "一条消息最多外发几次（建议值）", "", "integer"),
    Setting(GIVE_UP_HOURS, 72, "首次失败多少小时后不再外发（建议值）", "", "integer"),
    Setting(
        RETRY_FIRST, "PT1M", "外发失败后首次重试的间隔，以后逐次加倍（建议值）", "", "duration"
    ),
    Setting(RETRY_LONGEST, "PT4H", "外发重试的最长间隔（建议值）", "", "duration"),
    Setting(REST_LONGEST, "PT15M", "渠道不通时最长停歇多久再试（建议值）", "", "duration"),
    Setting(MEETING_MINUTES, 120, "约谈在日历邀请中占用的分钟数（建议值）", "", "integer"),
    *(
        Setting(
            _DETAIL + name,
            detail,
            f"{zh}外发的详略：full全部，case只有案号和事项，bare只提示登录（建议值）",
        )
        for name, (detail, zh) in _DETAILS.items()
    ),
)


def detail_of(settings: Settings, channel: str) -> Detail:
    """Return how much a channel may carry; a channel or a word that nobody knows, the least."""
    key = _DETAIL + channel
    said = settings.text(key) if key in settings.known else "bare"
    return next((each for each in _KNOWN if each == said), "bare")
