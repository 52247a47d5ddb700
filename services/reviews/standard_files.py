"""Standards as files: those that come with the program and those a county brings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from services.errors import NotFoundError, UnreadableError
from services.reviews.json_reader import file_text
from services.reviews.standard import WHAT, Standard, Status, standard_from_json

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "standards"


@dataclass(frozen=True, slots=True)
class ShippedStandard:
    """One standard that comes with the program; `id` is its file's name without ending."""

    id: str
    name: str
    status: Status
    case_type: str
    path: Path


def shipped_standards() -> tuple[ShippedStandard, ...]:
    """All standards that come with the program, by id."""
    found = []
    for path in sorted(SHIPPED.glob("*.json")):
        standard = load_standard(path)
        found.append(ShippedStandard(path.stem, standard.name, standard.status, standard.case_type, path))
    return tuple(found)


def load_shipped(standard_id: str) -> Standard:
    """The shipped standard of that id. Raises NotFoundError where there is none."""
    paths = {path.stem: path for path in SHIPPED.glob("*.json")}
    if standard_id not in paths:
        raise NotFoundError(f"程序自带的评查标准里没有“{standard_id}”。自带的有：{'、'.join(sorted(paths))}。")
    return load_standard(paths[standard_id])


def load_standard(path: Path) -> Standard:
    """The standard of a JSON file. Raises UnreadableError for a file that cannot be read as one."""
    if path.suffix.lower() in (".xlsx", ".xls", ".et", ".docx", ".doc", ".pdf"):
        raise UnreadableError(
            f"{WHAT}“{path.name}”不是JSON文件，没有导入。评查标准用JSON文件交换，请换成JSON文件再导入。"
        )
    return standard_from_json(file_text(path, WHAT))
