"""When people may be told: not at night, not on days off, and at the hour they chose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from engine.model.calendar import SHANGHAI, WorkCalendar
from engine.model.settings import Settings
from notifications.spreading.settings import QUIET_FROM, QUIET_UNTIL, WORKING_DAYS_ONLY

_HOURS = 24
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Manners:
    """Quiet hours, from one local hour up to another, and whether days off are quiet as well.

    Equal hours mean that no hour is quiet.
    """

    calendar: WorkCalendar
    quiet_from: int = 20
    quiet_until: int = 8
    working_days_only: bool = True

    @classmethod
    def of(cls, settings: Settings, calendar: WorkCalendar) -> Manners:
        """Return the manners of an office."""
        return cls(
            calendar,
            min(settings.integer(QUIET_FROM), _HOURS),
            min(settings.integer(QUIET_UNTIL), _HOURS - 1),
            bool(settings.value(WORKING_DAYS_ONLY)),
        )

    def opening(self, at: datetime) -> datetime:
        """Return the first instant from `at` on at which people may be told."""
        local = at.astimezone(SHANGHAI)
        if not self._is_day(local.date()):
            return self._begin(self._day_after(local.date()))
        if not self._is_quiet(local.hour):
            return at
        if local.hour < self.quiet_until:
            return _at(local.date(), self.quiet_until)
        return self._begin(self._day_after(local.date()))

    def digest(self, at: datetime, hour: int) -> datetime:
        """Return the next day's or today's local hour at which somebody wants all at once."""
        local = at.astimezone(SHANGHAI)
        day = local.date()
        if self._is_day(day) and local < datetime.combine(day, time(hour), SHANGHAI):
            return _at(day, hour)
        return _at(self._day_after(day), hour)

    def _is_day(self, day: date) -> bool:
        return not self.working_days_only or self.calendar.is_working(day)

    def _day_after(self, day: date) -> date:
        if not self.working_days_only:
            return day + _DAY
        return self.calendar.working_day_after(day, 1)

    def _is_quiet(self, hour: int) -> bool:
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= hour < self.quiet_until
        return hour >= self.quiet_from or hour < self.quiet_until

    def _begin(self, day: date) -> datetime:
        """Return when a day begins: at the end of the night, or at once where nights are loud."""
        return _at(day, self.quiet_until if self._is_quiet(0) else 0)


def _at(day: date, hour: int) -> datetime:
    days, hours = divmod(hour, _HOURS)
    return datetime.combine(day + days * _DAY, time(hours), SHANGHAI).astimezone(UTC)
