"""The page about the procedure says what the files say."""

from __future__ import annotations

from pathlib import Path

from engine.diagram.model import NodeKind
from tests.rectification.shipped import nodes
from workflows.rectification import SETTINGS

PAGE = (Path(__file__).parents[2] / "docs" / "rectification.md").read_text()


def test_every_setting_is_listed_with_its_default_and_source() -> None:
    for setting in SETTINGS:
        key = setting.key.removeprefix("rectification.")
        source = setting.source or "建议值"
        assert f"| `{key}` | {setting.default} | {setting.zh} | {source} |" in PAGE


def test_every_person_s_task_is_explained() -> None:
    for id_, node in nodes().items():
        if node.kind is NodeKind.USER_TASK:
            assert f"`{id_}`" in PAGE, id_
