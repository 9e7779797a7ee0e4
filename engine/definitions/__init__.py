"""Process definitions and decision tables: checked, published in versions, compiled once.

Also what their expressions and service tasks may use: our FEEL functions and the handlers.
"""

from __future__ import annotations

from engine.definitions.candidate import Candidate, FileFinding, SourceFile, read_candidate
from engine.definitions.deploy import Deployment, DeploymentRefused, deploy, known_with_published
from engine.definitions.functions import FUNCTION_NAMES
from engine.definitions.handlers import BUILT_IN, Handlers
from engine.definitions.published import Library, Published, load_compiled

__all__ = [
    "BUILT_IN",
    "FUNCTION_NAMES",
    "Candidate",
    "Deployment",
    "DeploymentRefused",
    "FileFinding",
    "Handlers",
    "Library",
    "Published",
    "SourceFile",
    "deploy",
    "known_with_published",
    "load_compiled",
    "read_candidate",
]
