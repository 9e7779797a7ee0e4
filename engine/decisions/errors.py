"""What can go wrong with a decision, before and while it is evaluated."""

from __future__ import annotations


class DecisionError(Exception):
    """A decision has no result: its table contradicts itself, or something it needs is missing."""

    def __init__(self, zh: str, en: str, *, element_id: str = "") -> None:
        """Take the Chinese sentence, the same in English, and the element that is to blame."""
        super().__init__(zh)
        self.zh = zh
        self.en = en
        self.element_id = element_id


class DecisionSyntaxError(DecisionError):
    """The file is no DMN that we execute; ``line`` is 0 where it is not known."""

    def __init__(self, zh: str, en: str, *, element_id: str = "", line: int = 0) -> None:
        """Take the sentences and the place."""
        where_zh, where_en = (f"第{line}行：", f"Line {line}: ") if line else ("", "")
        super().__init__(where_zh + zh, where_en + en, element_id=element_id)
        self.line = line
