"""What is said to and of process definitions and decision tables."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from api.deploying import MOST_FILES, FindingView, VersionMade
from api.paging import PlainPageQuery
from api.problems import Problem
from api.schemas.derived import answer_of
from api.schemas.parts import AFile, an_id
from engine.commands.reading.definitions import DefinitionListed
from engine.store.definitions import Listed

Version = answer_of(Listed, "Version")
Definition = answer_of(DefinitionListed, "Definition")
_LAST_VERSION = 1_000_000


class VersionsQuery(PlainPageQuery):
    """Which versions."""

    key = an_id("标识；给出时列出它的全部版本", is_required=False)


class DefinitionsQuery(VersionsQuery):
    """Which versions of processes."""

    startable = fields.Boolean(
        load_default=False,
        metadata={"description": "只列出本人可以立案的，附立案表单；任何在册人员都可以查询"},
    )


class VersionQuery(Schema):
    """Which version."""

    version = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, _LAST_VERSION),
        metadata={"description": "版本号，默认为最新"},
    )


class StaffingQuery(Schema):
    """Against which unit."""

    unit = an_id("被督导单位代码")


class Files(Schema):
    """Diagrams (.bpmn), decision tables (.dmn) and scenarios (.yml) that belong together."""

    files: fields.List[Any] = fields.List(
        AFile(),
        required=True,
        validate=validate.Length(1, MOST_FILES),
        metadata={"description": "流程图、决策表、场景文件"},
    )


class Deployed(Schema):
    """What was published."""

    definitions = fields.List(fields.Nested(answer_of(VersionMade)), required=True)
    tables = fields.List(fields.Nested(answer_of(VersionMade)), required=True)
    unchanged = fields.List(
        fields.String(), required=True, metadata={"description": "没有变化、未产生新版本的"}
    )
    findings = fields.List(fields.Nested(answer_of(FindingView)), required=True)
    scenarios = fields.Integer(required=True, metadata={"description": "通过的场景数"})
    too_few = fields.List(
        fields.String(), required=True, metadata={"description": "人员不足的提醒"}
    )


class DeploymentRefused(Problem):
    """What went wrong; `findings` is there when the files were looked into."""

    findings = fields.List(fields.Nested(answer_of(FindingView)))
