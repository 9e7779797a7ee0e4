"""Opening a case (立案): choosing the procedure, filling in its form, looking before it counts."""

from __future__ import annotations

from web.areas.opening import choosing, files, form
from web.areas.opening.area import OPENING

__all__ = ["OPENING", "choosing", "files", "form"]
