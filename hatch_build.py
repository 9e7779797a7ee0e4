"""Builds what the pages load when the package is built; a checkout builds it in scripts/setup."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEnd(BuildHookInterface[Any]):
    """Run scripts/frontend.py, unless the result is fresh or came with the source distribution."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, and put the result into the package."""
        root = Path(self.root)
        if version != "editable":
            subprocess.run([sys.executable, str(root / "scripts" / "frontend.py")], check=True)  # noqa: S603
        build_data["artifacts"].append("web/static/*")
