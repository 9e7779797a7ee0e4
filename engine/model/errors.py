"""The few error classes of the engine, named by what the caller can do about them.

Every message is a Chinese sentence for people; ``en`` carries the same sentence in English.
A class docstring is the default title; ``code`` is stable and may be refined by an instance.
Only ``api/problems.py`` knows which HTTP status belongs to which class.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """Name one place in the caller's input that is wrong, and say what was expected there.

    ``path`` is a dotted field path, or a place in a file such as ``第3行``.
    """

    path: str
    zh: str
    en: str


class EngineError(Exception):
    """The request could not be carried out."""

    code: str = "engine_error"
    """Stable identifier for programs, never translated; an instance may refine its class's."""
    title_zh: ClassVar[str] = "请求未能执行。"

    def __init__(
        self,
        message: str = "",
        *,
        en: str = "",
        code: str | None = None,
        errors: tuple[FieldError, ...] = (),
    ) -> None:
        """Take the Chinese sentence, its English twin, and every field that is wrong."""
        super().__init__(message or self.title_zh)
        self.en = en or type(self).title()
        self.code = code or type(self).code
        self.errors = errors

    @property
    def message(self) -> str:
        """Return the Chinese sentence."""
        return str(self)

    @classmethod
    def title(cls) -> str:
        """Return the first line of the class docstring, the default English title."""
        return (inspect.getdoc(cls) or cls.__name__).splitlines()[0]


class NotFound(EngineError):
    """The object does not exist, or the caller may not know that it does."""

    code = "not_found"
    title_zh = "对象不存在，或者您无权知道它是否存在。"


class NotPermitted(EngineError):
    """The caller may not do this."""

    code = "not_permitted"
    title_zh = "您没有权限执行这一操作。"


class NotAuthenticated(EngineError):
    """Nobody proved who they are."""

    code = "not_authenticated"
    title_zh = "请先登录。"


class InvalidState(EngineError):
    """The object is in a state in which this cannot be done."""

    code = "invalid_state"
    title_zh = "对象当前所处的状态不允许这一操作。"


class Conflict(EngineError):
    """Somebody else changed the object first; read it again and decide anew."""

    code = "conflict"
    title_zh = "该对象刚被他人修改，请重新读取后再决定。"


class AlreadyExists(EngineError):
    """An object with this identity exists already."""

    code = "already_exists"
    title_zh = "同一标识的对象已经存在。"


class InvalidArgument(EngineError):
    """The input does not say what was expected."""

    code = "invalid_argument"
    title_zh = "输入的内容不符合要求。"
