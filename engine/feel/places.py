"""Say where a text stops being FEEL, and help with the mistakes that people really make."""

from __future__ import annotations

from engine.feel.errors import FeelSyntaxError

_HINTS: tuple[tuple[str, str, str], ...] = (
    ("==", "FEEL用一个“=”表示相等", "FEEL compares with a single '='"),
    ("&&", "FEEL用“and”表示并且", "FEEL says 'and'"),
    ("||", "FEEL用“or”表示或者", "FEEL says 'or'"),
    ("!", "FEEL用“not(…)”表示否定", "FEEL says 'not(…)'"),
    ("<>", "FEEL用“!=”表示不等", "FEEL says '!='"),
    ("%", "FEEL用“modulo(a, b)”求余数", "FEEL says 'modulo(a, b)'"),
    ("'", '字符串用半角双引号，例如 "重大"', 'strings stand in double quotes: "text"'),
    ("“", '字符串用半角双引号，例如 "重大"', 'strings stand in plain double quotes: "text"'),
    ("”", '字符串用半角双引号，例如 "重大"', 'strings stand in plain double quotes: "text"'),
    ('"', "这个引号没有配对的结束引号", "this quotation mark is never closed"),
    ('@"', "这个引号没有配对的结束引号", "this quotation mark is never closed"),
    ("/*", "这个注释没有结束", "this comment is never closed"),
)
_FULL_WIDTH = dict(zip("（）【】，：；＞＜＝＋－＊／．？", "()[],:;><=+-*/.?", strict=True))
_SHOWN_CHARACTERS = 20


def line_and_column(text: str, at: int) -> tuple[int, int]:
    """Return line and column of a position, both from 1."""
    before = text[:at]
    return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1


def hint(text: str, at: int) -> tuple[str, str] | None:
    """Return what to write instead of what stands here, if it is a known mistake."""
    for wrong, zh, en in _HINTS:
        if text.startswith(wrong, at):
            return zh, en
    if half := _FULL_WIDTH.get(text[at : at + 1]):
        return (
            f"“{text[at]}”是全角符号，请改用半角“{half}”",
            f"use '{half}' instead of '{text[at]}'",
        )
    return None


def syntax_error(
    text: str, at: int, expected: tuple[tuple[str, str], ...] = (), *, found: str | None = None
) -> FeelSyntaxError:
    """Return the error for what stands here; ``expected`` holds Chinese and English words."""
    line, column = line_and_column(text, at)
    shown = text[at : at + 1] if found is None else found[:_SHOWN_CHARACTERS]
    zh, en = _sentences(shown, expected, hint(text, at))
    return FeelSyntaxError(
        zh, en, line=line, column=column, found=shown, expected=tuple(en for _, en in expected)
    )


def _sentences(
    shown: str, expected: tuple[tuple[str, str], ...], help_: tuple[str, str] | None
) -> tuple[str, str]:
    zh = f"这里不应出现“{shown}”" if shown else "表达式不完整"
    en = f"Unexpected '{shown}'" if shown else "The expression is not complete"
    if help_:
        zh, en = f"{zh}：{help_[0]}", f"{en}: {help_[1]}"
    elif expected:
        one_of = "one of " if len(expected) > 1 else ""
        zh = f"{zh}，应为{'、'.join(word for word, _ in expected)}"
        en = f"{en}; expected {one_of}{', '.join(word for _, word in expected)}"
    return f"{zh}。", f"{en}."
