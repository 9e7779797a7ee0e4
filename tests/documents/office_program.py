"""Let LibreOffice open DOCX files and make PDF of them, with the fonts our PDF uses."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from documents.layout.fonts import Role, shipped_fonts, typefaces

PACKAGE = "libreoffice-writer-nogui"
OPT_OUT = "DUDAO_WITHOUT_LIBREOFFICE"


def program() -> str:
    """Return the path of LibreOffice; without it the test fails, unless somebody opted out."""
    found = shutil.which("soffice")
    if found is not None:
        return found
    sentence = (
        f"没有 LibreOffice：请安装系统包 {PACKAGE}（apt-get install -y {PACKAGE}），"
        f"或者设 {OPT_OUT}=1 跳过。LibreOffice is missing: install {PACKAGE}, or set {OPT_OUT}=1."
    )
    if os.environ.get(OPT_OUT) == "1":
        pytest.skip(sentence)
    pytest.fail(sentence)


def to_pdf(folder: Path, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Open each DOCX and return the PDF made of it."""
    soffice = program()
    paths = [folder / f"{name}.docx" for name in files]
    for path, docx in zip(paths, files.values(), strict=True):
        path.write_bytes(docx)
    command = [
        soffice,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--convert-to", "pdf", "--outdir", str(folder)),
        *map(str, paths),
    ]
    environment = os.environ | {"FONTCONFIG_FILE": str(_fonts(folder)), "HOME": str(folder)}
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=120)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in files}


def _fonts(folder: Path) -> Path:
    """Give the standard's font names the faces that the PDF takes for them, and nothing else."""
    families = typefaces().families
    aliases = "".join(
        f'<alias binding="same"><family>{role}</family>'
        f"<prefer><family>{families[role]}</family></prefer></alias>"
        for role in Role
    )
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{shipped_fonts()[0].parent}</dir><cachedir>{folder / 'font-cache'}</cachedir>"
        f"{aliases}</fontconfig>",
        "utf-8",
    )
    return path
