"""Things to say."""

from __future__ import annotations

from datetime import UTC, datetime

from notifications.channel import Invitation, Parcel

SAID_AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
ID = "6fa459ea-ee8a-3ca4-894e-db77e160355e"
CASE = "0198c1a2-7b1c-7d3e-9f4a-3b2c1d0e9f8a"


def parcel(to: str = "li@example.org", **more: object) -> Parcel:
    said: dict[str, object] = {
        "id": ID,
        "to": to,
        "subject": "【催办】岳教督整〔2026〕1号：问题“食堂留样不全”已超过整改期限，请立即报送整改报告",
        "text": "李某：\n\n问题“食堂留样不全”已超过整改期限。\n\n办理：https://dudao.example.com/work/1\n",
        "html": '<p>李某：</p><p><a href="https://dudao.example.com/work/1">办理</a></p>',
        "short": "整改已逾期，请立即报送。",
        "said_at": SAID_AT,
        "link": "https://dudao.example.com/work/1",
        "thread": CASE,
        "person": "李某",
        "kind": "urge",
    }
    return Parcel(**{**said, **more})  # type: ignore[arg-type]  # named by the tests


MEETING = Invitation(
    uid="interview-0198c1a2@dudao",
    sequence=0,
    summary="约谈：食堂留样不规范",
    starts_at=datetime(2026, 3, 10, 1, 0, tzinfo=UTC),
    ends_at=datetime(2026, 3, 10, 2, 30, tzinfo=UTC),
    place="岳麓区教育局，三楼会议室；301",
)
