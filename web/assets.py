"""What browsers load beside the pages: built files under names that say their content."""

from __future__ import annotations

import json
import mimetypes
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request

FOLDER = Path(__file__).parent / "static"
ASSETS = Blueprint("pages-assets", __name__)
_FOR_EVER = "public, max-age=31536000, immutable"
_TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}


@cache
def manifest() -> dict[str, str]:
    """Return the built name of each entry; RuntimeError while nothing has been built."""
    path = FOLDER / "manifest.json"
    if not path.is_file():
        raise RuntimeError("The pages were not built; run: python scripts/frontend.py")
    found: dict[str, str] = json.loads(path.read_text("utf-8"))
    return found


def asset(name: str) -> str:
    """Return the address of a built file by the name of its source."""
    return f"/static/{manifest()[name]}"


@ASSETS.route("/static/<string:name>")
def serve(name: str) -> Response:
    """Answer with a built file, compressed where the browser takes it."""
    if name not in manifest().values():
        abort(404)
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    path = FOLDER / (f"{name}.gz" if takes_gzip else name)
    response = current_app.response_class(path.read_bytes(), mimetype=_type(name))
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = _FOR_EVER
    return response


def _type(name: str) -> str:
    extension = name.rpartition(".")[2]
    return _TYPES.get(extension) or mimetypes.guess_type(name)[0] or "application/octet-stream"
