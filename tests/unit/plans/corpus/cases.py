"""The documents of the corpus: each a text with a key of the same name, made into a file of its kind for the reader."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.unit.plans.corpus.building import write

FOLDER = Path(__file__).parent / "documents"
_ENCODED = {"gb18030": "gb18030"}


@dataclass(frozen=True, slots=True)
class Case:
    """One plan as it is written, and what a clerk reads in it."""

    name: str
    text: str
    key: dict[str, Any]

    def make(self, folder: Path) -> Path:
        """The plan as a file of its own kind."""
        make = self.key["make"]
        if make == "as it is":
            return FOLDER / self.key["file"]
        options = self.key.get("options", {})
        if make in _ENCODED:
            make, options = "txt", {"encoding": _ENCODED[make]}
        file = folder / f"{self.name}.{make}"
        write(make, self.text, options, file)
        return file


def cases() -> list[Case]:
    return [_case(file) for file in sorted(FOLDER.glob("*.key.json"))]


def _case(file: Path) -> Case:
    name = file.name.removesuffix(".key.json")
    key = json.loads(file.read_text("utf-8"))
    source = FOLDER / f"{name}.txt"
    return Case(name, source.read_bytes().decode("utf-8") if source.exists() else "", key)
