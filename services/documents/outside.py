"""A document that came from outside as .docx: what the check finds in it, in words. Nothing of it is stored."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from services.problems import Level

LEVEL_WORDS = {Level.ERROR: "违反规定", Level.WARNING: "不合惯例", Level.INFO: "提示"}


@dataclass(frozen=True, slots=True)
class OutsideLine:
    """One finding: how binding the rule is, where, what, and what would stand there instead (empty for nothing)."""

    level: Level
    place: str
    message: str
    clause: str
    offer: str

    @property
    def words(self) -> str:
        """第3段：省略号写作“……”。（GB/T 15834）改为“……”。"""
        clause = f"（{self.clause}）" if self.clause else ""
        offer = f"可{self.offer}。" if self.offer else ""
        return f"{self.place}：{self.message.rstrip('。')}{clause}。{offer}"


def examine(file: Path) -> tuple[OutsideLine, ...]:
    """The findings, the most binding first. The file is only read; UnreadableError where it is no sound .docx."""
    from services.printing.checking.check import by_strength, findings
    from services.printing.checking.docx_reading import read_docx  # python-docx: only when somebody checks
    from services.printing.checking.places import place_words

    document, form = read_docx(file)
    return tuple(
        OutsideLine(
            found.level,
            place_words(document, found.where),
            found.message,
            found.clause,
            found.fix.label if found.fix else "",
        )
        for found in by_strength((*findings(document), *form))
    )


def summary(lines: tuple[OutsideLine, ...]) -> str:
    """违反规定2处，提示1处。"""
    counted = Counter(line.level for line in lines)
    parts = [f"{words}{counted[level]}处" for level, words in LEVEL_WORDS.items() if counted[level]]
    return "，".join(parts) + "。" if parts else "没有发现问题。"
