"""The item numbers that Word counts by itself and does not store in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from services.plans.files.package import local

MOST_STYLES = 12  # a style may be based on another, in a broken file on itself
_CN = "零一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_FORMAL = str.maketrans("一二三四五六七八九十", "壹贰叁肆伍陆柒捌玖拾")
_CHINESE = frozenset(
    {"chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting"}
    | {"taiwaneseCountingThousand", "taiwaneseDigital", "japaneseDigitalTenThousand"}
)
_FORMAL_KINDS = frozenset({"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"})
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
Place = tuple[str, int]  # what numbers a paragraph, and how deep


def chinese(value: int) -> str:
    """1…99 in Chinese numerals."""
    if value > 99:
        return str(value)
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _CN[tens] + "十"
    return head + (_CN[ones] if ones or not tens else "")


def _roman(value: int) -> str:
    shown = ""
    for worth, sign in _ROMAN:
        shown += sign * (value // worth)
        value %= worth
    return shown


def _letter(value: int) -> str:
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def shown(kind: str, value: int) -> str:
    """A counted number in one of Word's formats; a format that plans do not use is written in figures."""
    if kind in ("bullet", "none"):
        return ""
    if kind in _CHINESE:
        return chinese(value)
    if kind in _FORMAL_KINDS:
        return chinese(value).translate(_FORMAL)
    if kind.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if kind == "decimalEnclosedParen":
        return f"（{value}）"
    if kind == "ideographTraditional" and 1 <= value <= len(_STEMS):
        return _STEMS[value - 1]
    if kind in ("upperLetter", "lowerLetter") and value > 0:
        return _letter(value) if kind == "upperLetter" else _letter(value).lower()
    if kind in ("upperRoman", "lowerRoman") and value > 0:
        return _roman(value) if kind == "upperRoman" else _roman(value).lower()
    return f"{value:02}" if kind == "decimalZero" else str(value)


@dataclass(frozen=True, slots=True)
class Level:
    """How the numbers of one depth look and where they begin."""

    kind: str
    pattern: str
    start: int


def value(element: Element | None, name: str = "val") -> str:
    """An attribute of Word's, whatever its namespace; "" where there is none."""
    if element is None:
        return ""
    return next((words for key, words in element.attrib.items() if local(key) == name), "")


def child(element: Element | None, *names: str) -> Element | None:
    """The element at the end of a path of children."""
    for name in names:
        element = next((kid for kid in element if local(kid.tag) == name), None) if element is not None else None
    return element


def _figure(words: str, otherwise: int) -> int:
    return int(words) if words.lstrip("-").isdigit() else otherwise


@dataclass(slots=True)
class _Lists:
    """What the numbering part says: levels by list, and which lists count together."""

    levels: dict[Place, Level] = field(default_factory=dict)
    counted_as: dict[str, str] = field(default_factory=dict)
    restarts: dict[Place, int] = field(default_factory=dict)
    by_style: dict[tuple[str, str], int] = field(default_factory=dict)


def _read(part: Element) -> _Lists:
    lists = _Lists()
    abstract = {value(kid, "abstractNumId"): kid for kid in part if local(kid.tag) == "abstractNum"}
    for number in (kid for kid in part if local(kid.tag) == "num"):
        name = value(number, "numId")
        lists.counted_as[name] = value(child(number, "abstractNumId"))
        for level in abstract.get(lists.counted_as[name], ()):
            _level(lists, name, level)
        for change in (kid for kid in number if local(kid.tag) == "lvlOverride"):
            depth = _figure(value(change, "ilvl"), 0)
            for level in (kid for kid in change if local(kid.tag) == "lvl"):
                _level(lists, name, level)
            if begin := value(child(change, "startOverride")):
                lists.restarts[name, depth] = _figure(begin, 1)
    return lists


def _level(lists: _Lists, name: str, level: Element) -> None:
    if local(level.tag) != "lvl":
        return
    depth = _figure(value(level, "ilvl"), 0)
    kind, start = value(child(level, "numFmt")) or "decimal", _figure(value(child(level, "start")) or "1", 1)
    lists.levels[name, depth] = Level(kind, value(child(level, "lvlText")), start)
    if style := value(child(level, "pStyle")):
        lists.by_style[name, style] = depth


class WordLists:
    """Counts the numbered paragraphs of a document while they are read in order."""

    def __init__(self, numbering: Element | None, styles: dict[str, Element]) -> None:
        self._lists = _read(numbering) if numbering is not None else _Lists()
        self._styles = styles
        self._counts: dict[Place, int] = {}
        self._begun: set[Place] = set()

    def before(self, properties: Element | None) -> str:
        """Counts a paragraph with these properties and gives the number that Word shows before it, or nothing."""
        place = self._place(properties)
        if place is None or place not in self._lists.levels:
            return ""
        name, depth = place
        counter = self._lists.counted_as[name]
        begin = self._lists.levels[place].start
        if place in self._lists.restarts and place not in self._begun:
            self._counts[counter, depth] = self._lists.restarts[place] - 1
        self._begun.add(place)
        self._counts[counter, depth] = self._counts.get((counter, depth), begin - 1) + 1
        for key in [key for key in self._counts if key[0] == counter and key[1] > depth]:
            del self._counts[key]
        return re.sub(r"%(\d)", lambda sign: self._shown(name, int(sign[1]) - 1), self._lists.levels[place].pattern)

    def _shown(self, name: str, depth: int) -> str:
        level = self._lists.levels.get((name, depth), Level("decimal", "", 1))
        return shown(level.kind, self._counts.get((self._lists.counted_as[name], depth), level.start))

    def _place(self, properties: Element | None) -> Place | None:
        """What numbers a paragraph: its own setting, or its style's, or that of a style it is based on."""
        style = value(child(properties, "pStyle"))
        own = child(properties, "numPr")
        for _ in range(MOST_STYLES):
            if own is not None and (name := value(child(own, "numId"))):
                depth = value(child(own, "ilvl"))
                return name, _figure(depth, self._lists.by_style.get((name, style), 0))
            found = self._styles.get(style)
            if found is None:
                return None
            own = child(found, "pPr", "numPr")
            if own is None:
                style = value(child(found, "basedOn"))
        return None
