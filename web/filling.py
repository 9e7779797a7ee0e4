"""A form on its way between a person and a command: what was typed, and what was wrong with it.

A view shows the same page again when a command refuses: nothing typed is lost, each error stands
beside its field, and on top it is said that nothing was saved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import request
from werkzeug.datastructures import MultiDict

from api.problems import status_of
from engine.model.errors import EngineError, FieldError, NotAuthenticated, NotFound
from web.language import either, text


@dataclass(slots=True)
class Filled:
    """The values of a form, and the errors beside them; `prefix` is cut from paths of errors."""

    values: MultiDict[str, str] = field(default_factory=MultiDict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    summary: str = ""
    status: int = 200
    prefix: str = ""

    @classmethod
    def of_request(cls, initial: Mapping[str, object] | None = None, *, prefix: str = "") -> Filled:
        """Take what was sent; a form that is shown for the first time holds `initial`."""
        if request.method == "POST":
            return cls(MultiDict(request.form), prefix=prefix)
        given = {
            name: "" if value is None else str(value) for name, value in (initial or {}).items()
        }
        return cls(MultiDict(given), prefix=prefix)

    @property
    def is_sent(self) -> bool:
        """Say whether somebody sent it, so that it is to be carried out."""
        return request.method == "POST"

    @property
    def is_accepted(self) -> bool:
        """Say whether it was sent and nothing was wrong."""
        return self.is_sent and not self.summary

    def get(self, name: str, default: str = "") -> str:
        """Return what stands in a field, without blanks around it."""
        return str(self.values.get(name, default)).strip()

    def wrong(self, name: str, zh: str) -> None:
        """Note by a text of the page that a field is wrong."""
        self.errors.setdefault(name, []).append(zh)
        self.summary = self.summary or text("有 %(n)s 处需要修改，尚未提交。", n=1)
        self.status = 422

    def refuse(self, error: EngineError) -> None:
        """Take what a command refused: a sentence for the whole, and one for each field."""
        self.status = status_of(error).value
        self.summary = either(error.message, error.en)
        for each in error.errors:
            self.errors.setdefault(self._name(each), []).append(either(each.zh, each.en))

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Take the refusal of a command for this form; who is not signed in goes to sign in."""
        try:
            yield
        except (NotAuthenticated, NotFound):
            raise
        except EngineError as error:
            self.refuse(error)

    def _name(self, error: FieldError) -> str:
        return error.path.removeprefix(self.prefix)
