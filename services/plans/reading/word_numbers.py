"""The item numbers that Word counts by itself and does not store in the text."""

from __future__ import annotations

import re
from typing import Any

MOST_STYLES = 12  # a style may be based on another, in a broken file on itself
_CN = "零一二三四五六七八九"
_CHINESE = frozenset(
    {"chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting"}
)


def chinese(value: int) -> str:
    """1…99 in Chinese numerals."""
    if value > 99:
        return str(value)
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _CN[tens] + "十"
    return head + (_CN[ones] if ones or not tens else "")


class WordNumbers:
    """Counts the numbered paragraphs of a document while they are read in order."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        part = getattr(document.part, "_numbering_part", None) or self._part(document)
        if part is not None:
            self._load(part)

    @staticmethod
    def _part(document: Any) -> Any:
        for relation in document.part.rels.values():
            if relation.reltype.endswith("/numbering") and not relation.is_external:
                return relation.target_part.element
        return None

    def _load(self, element: Any) -> None:
        abstract = {node.get(_q("abstractNumId")): node for node in element.findall(_q("abstractNum"))}
        for number in element.findall(_q("num")):
            link = number.find(_q("abstractNumId"))
            source = abstract.get(_val(link)) if link is not None else None
            for level in source.findall(_q("lvl")) if source is not None else []:
                key = (number.get(_q("numId")), int(level.get(_q("ilvl"), "0")))
                start = _val(level.find(_q("start"))) or "1"
                self._levels[key] = (_val(level.find(_q("numFmt"))), _val(level.find(_q("lvlText"))), int(start))

    def before(self, paragraph: Any) -> str:
        """The number that Word shows before a paragraph, or nothing."""
        found = _numbering(paragraph)
        if found is None:
            return ""
        number = str(found.numId.val)
        depth = int(found.ilvl.val) if found.ilvl is not None else 0
        if (number, depth) not in self._levels:
            return ""
        start = self._levels[number, depth][2]
        self._counts[number, depth] = self._counts.get((number, depth), start - 1) + 1
        for key in [key for key in self._counts if key[0] == number and key[1] > depth]:
            del self._counts[key]
        return re.sub(
            r"%(\d)", lambda sign: self._shown(number, int(sign.group(1)) - 1), self._levels[number, depth][1]
        )

    def _shown(self, number: str, depth: int) -> str:
        kind, _, start = self._levels.get((number, depth), ("decimal", "", 1))
        value = self._counts.get((number, depth), start)
        if kind == "bullet" or kind == "none":
            return ""
        if kind == "decimalEnclosedCircle" and value <= 20:
            return chr(0x2460 + value - 1)
        return chinese(value) if kind in _CHINESE else str(value)


def _numbering(paragraph: Any) -> Any:
    """What numbers a paragraph: its own setting, or its style's, or that of a style it is based on."""
    properties, style = paragraph._p.pPr, paragraph.style
    for _ in range(MOST_STYLES):
        found = properties.numPr if properties is not None else None
        if found is not None and found.numId is not None:
            return found
        if style is None:
            return None
        properties, style = style.element.pPr, style.base_style
    return None


def _q(name: str) -> str:
    return "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + name


def _val(element: Any) -> str:
    return "" if element is None else str(element.get(_q("val"), ""))
