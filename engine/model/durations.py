"""Elapsed time as ISO 8601 writes it (P10D, PT24H, P1M), calendar-exact from an instant.

Unlike a term of law it has no starting day, working day or roll-forward: P10D is 240 hours, P1M
is the same local time of the corresponding day a month later.
"""

from __future__ import annotations

import calendar as gregorian
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from engine.model.calendar import SHANGHAI
from engine.model.errors import InvalidArgument

_NUMBER = r"(\d{1,6}(?:[.,]\d{1,6})?)"
_ISO = re.compile(
    rf"P(?:(\d{{1,4}})Y)?(?:(\d{{1,5}})M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?"
)
_MONTHS_PER_YEAR = 12
_SECONDS = (604_800, 86_400, 3_600, 60, 1)
_CENTURY = 36_525 * 86_400


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Hold whole months and a number of seconds; both are zero or more."""

    months: int = 0
    seconds: Decimal = Decimal(0)

    def after(self, instant: datetime, times: int = 1) -> datetime:
        """Return the instant this much later, taken `times` times at once, in UTC.

        Months are added first, on the local calendar; a day that a shorter month does not have
        becomes its last day. Taking a month twice from January 31st leads to March 31st.
        """
        local = instant.astimezone(SHANGHAI)
        if self.months:
            year, month = divmod(
                local.year * _MONTHS_PER_YEAR + local.month - 1 + self.months * times,
                _MONTHS_PER_YEAR,
            )
            day = min(local.day, gregorian.monthrange(year, month + 1)[1])
            local = local.replace(year=year, month=month + 1, day=day)
        step = timedelta(microseconds=int(self.seconds * 1_000_000)) * times
        return local.astimezone(UTC) + step


def parse_elapsed(text: str) -> Elapsed:
    """Read an ISO 8601 duration of more than zero and at most a century.

    Anything else raises InvalidArgument with the code ``invalid_duration``.
    """
    compact = text.strip().upper()
    found = _ISO.fullmatch(compact) if not compact.endswith("T") else None
    if found is not None:
        years, months, *rest = (Decimal((part or "0").replace(",", ".")) for part in found.groups())
        whole = int(years) * _MONTHS_PER_YEAR + int(months)
        seconds = sum((n * unit for n, unit in zip(rest, _SECONDS, strict=True)), Decimal(0))
        total = whole * 30 * 86_400 + seconds
        if 0 < total <= _CENTURY:
            return Elapsed(whole, seconds)
    raise InvalidArgument(
        f"时长“{text[:40]}”无法识别：应为ISO 8601时长，如 P10D、PT24H、P1M。",
        en=f"Expected an ISO 8601 duration such as P10D, PT24H or P1M, found '{text[:40]}'.",
        code="invalid_duration",
    )
