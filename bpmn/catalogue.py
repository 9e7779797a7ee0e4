"""Find the diagrams that are shipped, each with its decision tables and scenarios.

A folder `bpmn/<key>/` holds `<key>.bpmn`, tables `*.dmn`, and `scenarios/*.yml`. Tables that
several procedures ask lie in `bpmn/tables/`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True)
class Shipped:
    """Hold the files of one procedure, each under its name."""

    key: str
    diagrams: Mapping[str, bytes]
    tables: Mapping[str, bytes]
    scenarios: Mapping[str, bytes]


def catalogue() -> Mapping[str, Shipped]:
    """Return what is shipped, by key, in order of key."""
    folders = sorted(files("bpmn").iterdir(), key=lambda folder: folder.name)
    return {shipped.key: shipped for folder in folders for shipped in _shipped(folder)}


def shared_tables() -> Mapping[str, bytes]:
    """Return the decision tables that belong to no procedure alone, each under its name."""
    return dict(_read(files("bpmn").joinpath("tables"), ".dmn"))


def _shipped(folder: Traversable) -> Iterator[Shipped]:
    if not folder.is_dir() or not folder.joinpath(f"{folder.name}.bpmn").is_file():
        return
    scenarios = folder.joinpath("scenarios")
    yield Shipped(
        key=folder.name,
        diagrams=dict(_read(folder, ".bpmn")),
        tables=dict(_read(folder, ".dmn")),
        scenarios=dict(_read(scenarios, ".yml", prefix="scenarios/")) if scenarios.is_dir() else {},
    )


def _read(folder: Traversable, suffix: str, *, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    for each in sorted(folder.iterdir(), key=lambda file: file.name):
        if each.is_file() and each.name.endswith(suffix):
            yield prefix + each.name, each.read_bytes()
