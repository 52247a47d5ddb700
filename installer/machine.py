"""Facts about the machine: a display, the shared libraries Qt loads, who may install packages."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

X11_SOCKETS = Path("/tmp/.X11-unix")
X11_PORT = 6000


@dataclass(frozen=True)
class SharedObject:
    """A library Qt loads when it starts, and the Debian package that brings it."""

    soname: str
    package: str


# Found with ldd and by running PySide6 6.9 on minimal Debian 12 and 13. Only the print plugin lacks its CUPS then.
OFFSCREEN = (
    SharedObject("libGL.so.1", "libgl1"),
    SharedObject("libEGL.so.1", "libegl1"),
    SharedObject("libxkbcommon.so.0", "libxkbcommon0"),
    SharedObject("libfontconfig.so.1", "libfontconfig1"),
    SharedObject("libdbus-1.so.3", "libdbus-1-3"),
    SharedObject("libglib-2.0.so.0", "libglib2.0-0"),
    SharedObject("libgssapi_krb5.so.2", "libgssapi-krb5-2"),  # QtNetwork
)
WINDOW = (
    SharedObject("libxcb-cursor.so.0", "libxcb-cursor0"),
    SharedObject("libxcb-icccm.so.4", "libxcb-icccm4"),
    SharedObject("libxcb-image.so.0", "libxcb-image0"),
    SharedObject("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    SharedObject("libxcb-render-util.so.0", "libxcb-render-util0"),
    SharedObject("libxcb-render.so.0", "libxcb-render0"),
    SharedObject("libxcb-shape.so.0", "libxcb-shape0"),
    SharedObject("libxcb-util.so.1", "libxcb-util1"),
    SharedObject("libxcb-xkb.so.1", "libxcb-xkb1"),
    SharedObject("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
)


def can_load(soname: str) -> bool:
    """Whether the dynamic loader finds the library. Asking the loader takes well under a millisecond a library."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def missing_objects(wanted: Iterable[SharedObject], loads: Callable[[str], bool] = can_load) -> list[SharedObject]:
    """Those of `wanted` that cannot be loaded; the wheels for Windows and macOS carry all they need."""
    if not sys.platform.startswith("linux"):
        return []
    return [each for each in wanted if not loads(each.soname)]


def has_apt() -> bool:
    """Debian, Ubuntu and their relatives."""
    return shutil.which("apt-get") is not None


def is_root() -> bool:
    """Whether packages can be installed without asking anybody."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def apt_command(packages: Iterable[str], root: bool) -> str:
    """The one line that installs `packages`, as a person would type it."""
    sudo = "" if root else "sudo "
    return f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {' '.join(sorted(packages))}"


def has_venv() -> bool:
    """Debian's python3 comes without the part of the standard library that makes environments with pip."""
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def venv_package() -> str:
    """The Debian package with the missing part for the running interpreter."""
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def missing_sentence(missing: Sequence[SharedObject], apt: bool, venv: str = "") -> str:
    """What to do about parts that bootstrap may not install itself. `venv` is the Debian package, "" where present."""
    found = [f"{len(missing)}个系统库"] if missing else []
    found += ["Python的venv模块"] if venv else []
    if apt:
        packages = [each.package for each in missing] + ([venv] if venv else [])
        return f"缺少{'和'.join(found)}。请运行下面这一条命令，再重试：\n{apt_command(packages, root=False)}"
    names = [each.soname for each in missing] + (["venv", "ensurepip"] if venv else [])
    return f"缺少{'和'.join(found)}：{'、'.join(names)}。请用本系统的软件包工具装上，再运行同一条命令。"


def reachable(display: str) -> bool:
    """Whether an X server listens at DISPLAY (":0", "unix:1.0", "host:10.0"). Windows has none."""
    if sys.platform == "win32":
        return False
    host, _, rest = display.rpartition(":")
    number = rest.split(".")[0]
    if not number.isdecimal():
        return False
    if host in ("", "unix"):
        if (X11_SOCKETS / f"X{number}").exists():
            return True
        address: tuple[int, str | tuple[str, int]] = (socket.AF_UNIX, f"\0{X11_SOCKETS}/X{number}")
    else:
        address = (socket.AF_INET, (host, X11_PORT + int(number)))
    try:
        with socket.socket(address[0], socket.SOCK_STREAM) as probe:
            probe.settimeout(1)
            probe.connect(address[1])
    except OSError:
        return False
    return True


def has_display(platform: str, env: Mapping[str, str], reaches: Callable[[str], bool] = reachable) -> bool:
    """Whether a window can be shown. A QT_QPA_PLATFORM that names neither a server nor a screenless one is believed."""
    chosen = env.get("QT_QPA_PLATFORM", "").split(":")[0]
    if chosen in ("offscreen", "minimal"):
        return False
    if chosen and not chosen.startswith(("xcb", "wayland")):
        return True
    if not platform.startswith("linux"):
        return True
    wayland, folder = env.get("WAYLAND_DISPLAY", ""), env.get("XDG_RUNTIME_DIR", "")
    if wayland and (Path(folder) / wayland).exists():
        return True
    display = env.get("DISPLAY", "")
    return bool(display) and reaches(display)
