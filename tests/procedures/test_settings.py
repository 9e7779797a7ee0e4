"""Every number without a legal source is a setting, and says so."""

from __future__ import annotations

import importlib
import re

from engine.model.settings import ENGINE_SETTINGS, Setting
from tests.procedures.shipped import Procedure, each_procedure


def settings(shipped: Procedure) -> tuple[Setting, ...]:
    declared: tuple[Setting, ...] = importlib.import_module(f"workflows.{shipped.key}").SETTINGS
    return declared


def named(shipped: Procedure) -> set[str]:
    pattern = r'setting\((?:&quot;|")([\w.]+)(?:&quot;|")\)'
    return set(re.findall(pattern, shipped.diagram.decode()))


@each_procedure
def test_the_diagram_names_declared_settings_only(shipped: Procedure) -> None:
    declared = {setting.key for setting in (*settings(shipped), *ENGINE_SETTINGS)}
    assert declared >= named(shipped)


@each_procedure
def test_every_setting_is_used(shipped: Procedure) -> None:
    assert {setting.key for setting in settings(shipped)} <= named(shipped)


@each_procedure
def test_keys_are_unique_and_labels_chinese(shipped: Procedure) -> None:
    declared = settings(shipped)
    assert len({setting.key for setting in declared}) == len(declared)
    for setting in declared:
        assert setting.key.startswith(f"{shipped.key}.")
        assert any("一" <= character <= "鿿" for character in setting.zh)


@each_procedure
def test_no_timer_or_due_date_has_a_number_written_into_the_diagram(shipped: Procedure) -> None:
    pattern = r"<bpmn:time(?:Date|Duration|Cycle)\b[^>]*>([^<]*)<"
    timers = re.findall(pattern, shipped.diagram.decode())
    assert timers
    assert not [text for text in timers if not text.startswith("${")]
