"""Every number without a legal source is a setting, and says so."""

from __future__ import annotations

import re

from engine.model.settings import ENGINE_SETTINGS
from tests.rectification.shipped import DIAGRAM
from workflows.rectification import SETTINGS

NAMED = set(re.findall(r'setting\((?:&quot;|")([\w.]+)(?:&quot;|")\)', DIAGRAM.decode()))


def test_the_diagram_names_declared_settings_only() -> None:
    assert {setting.key for setting in (*SETTINGS, *ENGINE_SETTINGS)} >= NAMED


def test_every_setting_is_used() -> None:
    assert {setting.key for setting in SETTINGS} <= NAMED


def test_keys_are_unique_and_labels_chinese() -> None:
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)
    for setting in SETTINGS:
        assert setting.key.startswith("rectification.")
        assert any("一" <= character <= "鿿" for character in setting.zh)


def test_no_timer_or_due_date_has_a_number_written_into_the_diagram() -> None:
    timers = re.findall(r"<bpmn:time(?:Date|Duration|Cycle) [^>]*>([^<]*)<", DIAGRAM.decode())
    assert timers
    assert not [text for text in timers if not text.startswith("${")]
