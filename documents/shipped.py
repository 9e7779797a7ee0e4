"""Find the templates that are shipped."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files


def shipped_templates() -> Mapping[str, str]:
    """Return the source of every shipped template by its key, in order of key."""
    folder = files("documents").joinpath("templates")
    found = sorted((each for each in folder.iterdir()), key=lambda each: each.name)
    return {
        each.name.removesuffix(".txt"): each.read_text("utf-8")
        for each in found
        if each.name.endswith(".txt")
    }
