"""The page about a procedure says what the files say."""

from __future__ import annotations

from engine.diagram.model import NodeKind
from tests.procedures.shipped import ROOT, Procedure, each_procedure
from tests.procedures.test_settings import settings


def page(shipped: Procedure) -> str:
    return (ROOT / "docs" / f"{shipped.key}.md").read_text("utf-8")


@each_procedure
def test_every_setting_is_listed_with_its_default_and_source(shipped: Procedure) -> None:
    for setting in settings(shipped):
        key = setting.key.removeprefix(f"{shipped.key}.")
        source = setting.source or "建议值"
        assert f"| `{key}` | {setting.default} | {setting.zh} | {source} |" in page(shipped)


@each_procedure
def test_every_person_s_task_is_explained(shipped: Procedure) -> None:
    for id_, node in shipped.nodes.items():
        if node.kind is NodeKind.USER_TASK:
            assert f"`{id_}`" in page(shipped), id_
