"""Files on their way out and in: named for every browser, sent and taken piece by piece."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from itertools import chain
from typing import IO, Any, BinaryIO, ParamSpec, TypeVar
from urllib.parse import quote

from flask import Request, Response, current_app, request

from api.asking import service
from engine.commands import Downloaded, upload_limit
from engine.model.file_names import split_name
from engine.store.blobs import CHUNK, send_blob

P = ParamSpec("P")
R = TypeVar("R")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A_FILE: dict[str, Any] = {"type": "string", "format": "binary"}
"""The schema of an answer that is a file."""
_AROUND = 64 * 1024
"""Bytes that a form may have around its file: names, boundaries, the other fields."""
_SEPARATORS = re.compile(r"[/\\:]")
_ATTR_CHAR = "!#$&+-.^_`|~"  # RFC 8187, section 3.2.1, beside letters and digits


class TidyRequest(Request):
    """A request that closes the temporary file of every part, also of a form that broke off."""

    def _get_file_stream(self, *said: Any, **more: Any) -> IO[bytes]:  # noqa: ANN401 - as werkzeug calls it
        stream = super()._get_file_stream(*said, **more)
        self.__dict__.setdefault("parts", []).append(stream)
        return stream

    def close(self) -> None:
        """Close whatever came with the request."""
        super().close()
        for stream in self.__dict__.pop("parts", ()):
            stream.close()


def send(found: Downloaded) -> Response:
    """Answer with stored content; to HEAD with its headers alone.

    The first piece is read before anything is answered, so that content which is missing is an
    error and not a broken answer.
    """
    if request.method == "HEAD":
        return _answer((), found.name, found.media_type, found.size, tag=found.sha256)
    pieces = send_blob(service().store, found.sha256)
    whole = chain([next(pieces)], pieces)
    return _answer(whole, found.name, found.media_type, found.size, tag=found.sha256)


def send_made(file: BinaryIO, name: str, media_type: str = XLSX) -> Response:
    """Answer with a file that was made for this request; it is closed when all of it is sent."""
    size = file.seek(0, 2)
    file.seek(0)
    response = _answer(_pieces(file), name, media_type, size)
    response.call_on_close(file.close)
    return response


def disposition(name: str) -> str:
    """Return Content-Disposition for a name (RFC 6266): in full, and for old programs in ASCII."""
    name = _SEPARATORS.sub("_", "".join(each if each.isprintable() else "_" for each in name))
    if name.isascii() and not set(name) & set('"\\'):
        return f'attachment; filename="{name}"'
    extension = split_name(name)[1]
    fallback = f"file.{extension}" if extension.isascii() and extension else "file"
    return f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{quote(name, safe=_ATTR_CHAR)}"


def taking_attachments(view: Callable[P, R]) -> Callable[P, R]:
    """Let a route take a body as long as an attachment may be (`attachment.max_size`)."""

    @wraps(view)
    def taking(*args: P.args, **kwargs: P.kwargs) -> R:
        own = service()
        with own.store.read() as session:
            longest = upload_limit(session, engine=own.engine, clock=own.clock)
        request.max_content_length = longest + _AROUND
        return view(*args, **kwargs)

    return taking


def taking(longest: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a route take a file of so many bytes."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
            request.max_content_length = longest + _AROUND
            return view(*args, **kwargs)

        return wrapped

    return decorate


def _answer(
    pieces: Iterable[bytes], name: str, media_type: str, size: int, *, tag: str | None = None
) -> Response:
    response = current_app.response_class(pieces, content_type=media_type)
    response.content_length = size
    response.headers["Content-Disposition"] = disposition(name)
    if tag is not None:
        response.set_etag(tag)
    return response


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(CHUNK):
        yield piece
