"""What can go wrong with an expression, apart from the null that the standard prescribes."""

from __future__ import annotations


class FeelError(Exception):
    """An expression cannot be used; ``zh`` and ``en`` say why."""

    def __init__(self, zh: str, en: str) -> None:
        """Take the Chinese sentence and the same sentence in English."""
        super().__init__(zh)
        self.zh = zh
        self.en = en


class FeelSyntaxError(FeelError):
    """The text is not FEEL; the position is that of the first character that does not fit.

    ``line`` and ``column`` count from 1 in the text as given (wrapper included).
    """

    def __init__(
        self,
        zh: str,
        en: str,
        *,
        line: int,
        column: int,
        found: str,
        expected: tuple[str, ...] = (),
    ) -> None:
        """Take the sentences, the place, what stood there and what could have stood there."""
        super().__init__(f"第{line}行第{column}列：{zh}", f"Line {line}, column {column}: {en}")
        self.line = line
        self.column = column
        self.found = found
        self.expected = expected


class FeelLimitError(FeelError):
    """The expression asked for more length, depth, time or memory than it is allowed."""


class Undefined(Exception):
    """Inside the evaluator: this operation has no value, so the result is null (clause 10.3.2)."""

    def __init__(self, zh: str, en: str) -> None:
        """Take the cause in both languages; it becomes a message of the evaluation."""
        super().__init__(en)
        self.zh = zh
        self.en = en
