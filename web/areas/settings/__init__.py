"""Settings (参数): what an office may set, what stands now and why, and changing it."""

from __future__ import annotations

from web.areas.settings import pages
from web.areas.settings.area import SETTINGS

__all__ = ["SETTINGS", "pages"]
