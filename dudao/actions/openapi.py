"""`dudao openapi`: print the OpenAPI document."""

from __future__ import annotations

from dataclasses import replace

import click

from api.application import create_app
from api.documentation import openapi
from api.service import Service
from dudao import system
from dudao.composition import build_engine, case_types
from dudao.failures import DONE
from dudao.invocation import Invocation, command
from engine.store import Store


def register(group: click.Group) -> None:
    """Add the command."""

    @command(group, "openapi", "打印 HTTP 接口的 OpenAPI 3.1 描述。")
    def print_document(invocation: Invocation) -> int:
        # The description is the same for every installation, so no database is needed.
        app = create_app(Service(Store.memory(), build_engine(case_types()), system.clock))
        replace(invocation.screen, is_json=True).answer(openapi(app))
        return DONE
