"""An alarm goes on waking whatever becomes of the time of day."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

import time_machine

from dudao import system
from dudao.serving.alarm import Alarm
from tests.notifications.clockwork.machine import PATIENT
from tests.support.clock import START

HOUR = timedelta(hours=1)


def test_a_clock_set_on_and_back_between_two_looks_puts_nobody_to_sleep() -> None:
    woken = Event()
    with time_machine.travel(START, tick=True) as machine:
        alarm = Alarm(system.clock, system.elapsed)
        alarm.add(woken.set, seconds=1)
        alarm.start()
        try:
            assert not alarm.look()
            machine.shift(HOUR)
            assert woken.wait(PATIENT)  # and the next time is reckoned from here
            machine.shift(-HOUR)
            woken.clear()
            assert alarm.look()
            assert woken.wait(PATIENT)
            assert not alarm.look()
        finally:
            alarm.stop()
