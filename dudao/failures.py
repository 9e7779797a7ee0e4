"""What ends a command early, each with its exit status."""

from __future__ import annotations

from collections.abc import Sequence

from engine.model.errors import FieldError

DONE = 0
ANSWER_IS_NO = 1
WRONG_USE = 2


class Stop(Exception):
    """End the command with a sentence for people and an exit status."""

    status = ANSWER_IS_NO
    code = "refused"

    def __init__(
        self, zh: str, *, en: str = "", code: str = "", errors: Sequence[FieldError] = ()
    ) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en
        self.code = code or type(self).code
        self.errors = tuple(errors)


class WrongUse(Stop):
    """The command was called with something that cannot be meant."""

    status = WRONG_USE
    code = "wrong_use"
