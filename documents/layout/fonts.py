"""Fonts the standard asks for, where to find them, and what takes their place.

An operator puts TTF or OTF files of the standard fonts into a folder; what is not there is set
in the Noto fonts of a package that always is. Fonts of the machine are asked only for characters
that none of these has, so that the same content gives the same file everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pylopdf_fonts_zh_cn as shipped
from typst import Fonts

SERIF, SANS = "Noto Serif SC", "Noto Sans SC"


class Role(StrEnum):
    """Name the typefaces of GB/T 9704-2012; the value is the name a DOCX gives."""

    MARK = "方正小标宋简体"
    """Issuer's mark and titles (7.2.4, 7.3.1)."""
    BODY = "仿宋_GB2312"
    """Everything else (5.2.2)."""
    FIRST = "黑体"
    """First level, secrecy, label of an annex (7.2.2, 7.3.3, 7.3.7)."""
    SECOND = "楷体_GB2312"
    """Second level, name of the signer (7.2.6, 7.3.3)."""
    FOLIO = "宋体"
    """Page numbers (7.5)."""


# The family names under which these fonts are sold; compared without case, blanks, - and _.
_FAMILIES: Mapping[Role, tuple[str, ...]] = {
    Role.MARK: ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "小标宋体"),
    Role.BODY: ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "STFangsong", "华文仿宋"),
    Role.FIRST: ("黑体", "SimHei", "STHeiti", "华文黑体"),
    Role.SECOND: ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", "华文楷体"),
    Role.FOLIO: ("宋体", "SimSun", "NSimSun", "STSong", "华文宋体"),
}
_SUBSTITUTES: Mapping[Role, str] = dict.fromkeys(Role, SERIF) | {Role.FIRST: SANS}


@dataclass(frozen=True, slots=True)
class Typefaces:
    """Hold the family used for each role, and the standard fonts that are not installed."""

    families: Mapping[Role, str]
    replaced: tuple[Role, ...]
    folders: tuple[Path, ...]

    @property
    def note_zh(self) -> str:
        """Return the sentence for people; empty if every standard font is there."""
        if not self.replaced:
            return ""
        names = "、".join(f"{role}（以{self.families[role]}代替）" for role in self.replaced)
        return f"未安装{names}，PDF 的字形与标准不符。"

    @property
    def note_en(self) -> str:
        """Return the same sentence in English."""
        names = ", ".join(f"{role} ({self.families[role]} instead)" for role in self.replaced)
        return f"Standard fonts not installed: {names}." if names else ""


def shipped_fonts() -> tuple[Path, ...]:
    """Return the font files that always are there."""
    return shipped.serif_path(), shipped.sans_path()


def load(folders: Sequence[Path], *, system: bool = False) -> Fonts:
    """Load the fonts of some folders and the shipped ones; `system`: those of the machine too."""
    return Fonts(
        include_system_fonts=system,
        include_embedded_fonts=False,
        font_paths=[*folders, shipped.serif_path().parent],
    )


def typefaces(folders: Sequence[Path] = ()) -> Typefaces:
    """Find the standard fonts in the operator's folders; take a shipped one for what is absent."""
    present = {_plain(name): name for name in load(folders).families()}
    found = {
        role: next((present[_plain(n)] for n in names if _plain(n) in present), None)
        for role, names in _FAMILIES.items()
    }
    return Typefaces(
        families={role: name or _SUBSTITUTES[role] for role, name in found.items()},
        replaced=tuple(role for role, name in found.items() if name is None),
        folders=tuple(folders),
    )


def _plain(name: str) -> str:
    return name.casefold().replace(" ", "").replace("-", "").replace("_", "")
