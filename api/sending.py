"""Diagrams, tables and scenarios that come with a request, and what takes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.asking import service
from api.deploying import MAX_FILE, Deployer, SentFile
from engine.model.errors import InvalidState


def deployer() -> Deployer:
    """Return what checks and publishes here; raise InvalidState where nothing does."""
    found = service().deployer
    if found is None:
        raise InvalidState(
            "本安装不能经由接口检查和发布流程。", en="Nothing can be published here over HTTP."
        )
    return found


def sent(form: Mapping[str, Any]) -> list[SentFile]:
    """Read the files, each no further than is taken; what reads them says that one is too long."""
    return [SentFile(each.filename or "", each.stream.read(MAX_FILE + 1)) for each in form["files"]]
