"""What shipped rules say of themselves is there in English, too."""

from __future__ import annotations

from engine.model.own_reminders import DUE, OwnReminder
from notifications.rules.defaults import NOTES_EN, shipped_rules


def test_every_shipped_note_has_its_english() -> None:
    own = [OwnReminder("p", "n", DUE, by="timer", goes_on=each) for each in (True, False)]
    assert {each.note for each in shipped_rules(own) if each.note} == set(NOTES_EN)
