"""What a scenario asks for is not there to be acted on."""

from __future__ import annotations

from engine.model.errors import FieldError


class Refused(Exception):
    """The step cannot even be tried: no such person, case, task, timer or incident."""

    def __init__(self, message: str, code: str = "not_found") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.errors: tuple[FieldError, ...] = ()
