"""What is known of the virtual environment, and what has to be done to it.

A marker inside the folder says for which place and which locked lists it was filled. It is written before the first
step with the state "installing", so an interrupted set-up is recognised, and becomes "ready" only after the last one.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

MARKER = "desk-setup.json"
INSTALLING = "installing"
READY = "ready"


class Step(StrEnum):
    """What has to be done before the environment can be used."""

    NOTHING = "nothing"
    ADD = "add"
    BUILD = "build"


@dataclass(frozen=True)
class Marker:
    """What is known of an environment. `locks` maps the name of a locked list to the SHA-256 it had when installed.

    `adopted` is an environment somebody else made: lists are installed into it, it is never thrown away for new ones.
    """

    state: str
    folder: str
    adopted: bool = False
    locks: Mapping[str, str] = field(default_factory=dict)


def read_marker(venv: Path) -> Marker | None:
    """None where there is no marker or it cannot be understood."""
    try:
        values = json.loads((venv / MARKER).read_text(encoding="utf-8"))
        return Marker(values["state"], values["folder"], values["adopted"] is True, dict(values["locks"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_marker(venv: Path, marker: Marker) -> None:
    """Replaces the marker in one step."""
    values = {"state": marker.state, "folder": marker.folder, "adopted": marker.adopted, "locks": dict(marker.locks)}
    part = venv / (MARKER + ".part")
    part.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
    part.replace(venv / MARKER)


def next_step(marker: Marker | None, folder: str, works: bool, wanted: Mapping[str, str]) -> Step:
    """Judges an environment. `wanted` are the lists this run needs with their present hashes; `works`: it starts."""
    if not works:
        return Step.BUILD
    if marker is None:
        return Step.ADD
    if marker.folder != folder or marker.state != READY:
        return Step.BUILD
    if all(marker.locks.get(name) == value for name, value in wanted.items()):
        return Step.NOTHING
    outdated = any(name in marker.locks and marker.locks[name] != value for name, value in wanted.items())
    return Step.BUILD if outdated and not marker.adopted else Step.ADD


def python_in(venv: Path) -> Path:
    """The interpreter inside an environment."""
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def is_whole(venv: Path) -> bool:
    """Whether the interpreter is there, and the Python it was made from too. Starts nothing: this runs every time."""
    try:
        lines = (venv / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return False
    homes = [value.strip() for key, _, value in (line.partition("=") for line in lines) if key.strip() == "home"]
    return python_in(venv).exists() and bool(homes) and Path(homes[0]).is_dir()


def digest(path: Path) -> str:
    """SHA-256 of a locked list, the same whichever line ends a check-out gave it."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
