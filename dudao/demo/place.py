"""Where the demo keeps its data: `var/demo` of the project, unless a place was named."""

from __future__ import annotations

import os
from pathlib import Path

import dudao
from dudao.invocation import Invocation
from dudao.settings import PLACE_KEYS, Place, find_place

DEMO_FOLDER = Path("var", "demo")


def demo_place(invocation: Invocation) -> Place:
    """Use the place that was named, or else `var/demo` in the project folder."""
    project = Path(dudao.__file__).parents[1]
    is_named = invocation.data or invocation.database or invocation.config
    is_set = any(os.environ.get(f"DUDAO_{key.upper()}") for key in (*PLACE_KEYS, "config"))
    if is_named or is_set or not (project / "pyproject.toml").is_file():
        return invocation.place
    return find_place(data=str(project / DEMO_FOLDER))
