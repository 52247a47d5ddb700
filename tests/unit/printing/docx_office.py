"""Turns editable files into PDF with LibreOffice, which is to see the shipped faces under the names of Windows."""

import os
import shutil
import subprocess

from services.printing.faces import SHIPPED_FOLDER

OFFICE = shutil.which("soffice")
_NAMES = {
    "方正小标宋简体": "GW BiaoSong",
    "仿宋": "GW FangSong",
    "楷体": "GW Kai",
    "黑体": "GW Hei",
    "宋体": "GW Song",
}


def to_pdf(files, folder):
    """Writes a PDF of each file to `folder`."""
    home = folder / "home"
    home.mkdir()
    (home / "fonts.conf").write_text(_fonts(home), encoding="utf-8")
    environment = os.environ | {"HOME": str(home), "FONTCONFIG_FILE": str(home / "fonts.conf")}
    command = [OFFICE, f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    command += ["--outdir", str(folder), *map(str, files)]
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=300)


def _fonts(home):
    aliases = "".join(
        f'<match target="pattern"><test name="family"><string>{asked}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{shipped}</string></edit></match>'
        for asked, shipped in _NAMES.items()
    )
    folders = f"<dir>{SHIPPED_FOLDER}</dir><cachedir>{home}/cache</cachedir>"
    return f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>{folders}{aliases}</fontconfig>'
