"""How sentences say to which problem item something belongs, and which one of several it is."""

from __future__ import annotations


def in_brackets(item: int | None, part: int | None) -> tuple[str, str]:
    """Return both numbers in brackets, in Chinese and in English; "" where there is none."""
    zh = [f"第{item}项"] if item is not None else []
    en = [f"item {item}"] if item is not None else []
    if part is not None:
        zh.append(f"第{part}份")
        en.append(f"no. {part}")
    if not zh:
        return "", ""
    return f"（{'，'.join(zh)}）", f" ({', '.join(en)})"
