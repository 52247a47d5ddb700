"""How far a plan as read agrees with the key made by hand, figure by figure.

A key names the tasks of a document with the beginning and the end of their text, their units by role, their time limits
and the dates in running text. Where a document can be read in two honest ways the key holds both. Widths, brackets,
blanks and traditional characters are no difference; a unit too many or too few, a date off by a day, is one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

Task = dict[str, Any]
ROLES = ("lead", "responsible", "cooperate")
HEAD = ("title", "issuer", "doc_number", "issued")
_BRACKETS = str.maketrans("（〔[【〈《「『）〕]】〉》」』“”‘’", "((((((((" + "))))))))" + "\"\"''")
_TRADITIONAL = str.maketrans(
    "業兩嚴個臨為鄉於產們衆優會傳體關內農決準劃辦務動區協單衛縣參發號員場堅處夠頭學實審對導屆佈並應開異強錄徹態總執報擔揮換據攤數無時機條極構標檢濟滿點牽環"
    "現電暢監蓋確積籌簡類糾級線組織經結給統續綜編網羣職聯範營虛補見規認訓議記設證評訴語請調談負財責貫貼貿費資轉輕過運進選鎮長門問間隊隨頁項頒預領題額饋",
    "业两严个临为乡于产们众优会传体关内农决准划办务动区协单卫县参发号员场坚处够头学实审对导届布并应开异强录彻态总执报担挥换据摊数无时机条极构标检济满点牵环"
    "现电畅监盖确积筹简类纠级线组织经结给统续综编网群职联范营虚补见规认训议记设证评诉语请调谈负财责贯贴贸费资转轻过运进选镇长门问间队随页项颁预领题额馈",
)
_PINYIN = re.compile(r"\([a-zà-üāáǎēéěīíǐōóǒūúǔǖǘǚǜ]{1,8} ?\)")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}


class Tally(dict[str, tuple[int, int]]):
    """Right answers and questions under the name of a figure."""

    def note(self, figure: str, right: int, asked: int = 1) -> None:
        before = self.get(figure, (0, 0))
        self[figure] = (before[0] + right, before[1] + asked)

    def join(self, other: Tally) -> None:
        for figure, (right, asked) in other.items():
            self.note(figure, right, asked)

    def rate(self, figure: str) -> float | None:
        right, asked = self.get(figure, (0, 0))
        return right / asked if asked else None


def score(read: dict[str, Any], key: dict[str, Any]) -> tuple[Tally, list[str]]:
    """The figures of one document and every difference in words."""
    tally, told = Tally(), []
    wanted: list[Task] = key["tasks"]
    given: list[Task] = read["tasks"]
    pairs = _pairs(wanted, given)
    needed = [place for place, task in enumerate(wanted) if not task.get("optional")]
    found = set(pairs.values())
    free = {given_place for place, given_place in pairs.items() if wanted[place].get("optional")}
    tally.note("found", sum(place in pairs for place in needed), len(needed))
    tally.note("not invented", len(found - free), len(given) - len(free))
    told += [f"missing: {_name(wanted[place])}" for place in needed if place not in pairs]
    told += [f"invented: {_name(task)}" for place, task in enumerate(given) if place not in found]
    for place in needed:
        task = given[pairs[place]] if place in pairs else None
        _score_task(wanted[place], task, tally, told)
    for name in HEAD:
        if key.get(name):
            right = bare(key[name]) == bare(read.get(name))
            tally.note("head", right)
            told += [] if right else [f"{name}: {read.get(name)!r}, key {key[name]!r}"]
    return tally, told


def fold(text: object) -> str:
    """The text without what a conversion may change: widths, kinds of brackets, blanks, marks of
    markdown, glosses in pinyin."""
    plain = unicodedata.normalize("NFKC", str(text or "")).translate(_BRACKETS).translate(_TRADITIONAL)
    return re.sub(r"[\s*#|]+", "", _PINYIN.sub("", plain))


def bare(text: object) -> str:
    """Letters, digits and Chinese characters only."""
    return re.sub(r"[^0-9A-Za-z\u3400-\u9fff%]+", "", fold(text))


def _score_task(key: Task, task: Task | None, tally: Tally, told: list[str]) -> None:
    said: list[tuple[str, bool, object, object]] = []
    read = task or {}
    if task is not None:
        said.append(("number", number(key["no"]) == number(read["no"]), read["no"], key["no"]))
        if key.get("section"):
            said.append(("section", _same_section(key["section"], read["section"]), read["section"], key["section"]))
        said.append(("beginning", _alike(key, read) >= 0.85, read["text"][:24], key["text_start"]))
        said.append(("end", _ends(key, read["text"]), read["text"][-24:], key["text_end"]))
    said += _units_said(key, read)
    said += _limits_said(key, read, task is not None)
    if task is not None and key.get("doubt"):
        said.append(("doubt", bool(read["warnings"]), read["warnings"], key["doubt"]))
    for figure, right, was, wanted in said:
        tally.note(figure, right)
        if not right and task is not None:
            told.append(f"{figure} of {_name(key)}: {was!r}, key {wanted!r}")


def _units_said(key: Task, read: Task) -> list[tuple[str, bool, object, object]]:
    """The reading of the key that agrees most is the one asked."""
    readings = [key, *key.get("roles_alt", [])]
    right = max(readings, key=lambda roles: sum(_same_units(roles.get(role), read.get(role)) for role in ROLES))
    asked = [role for role in ROLES if right.get(role) or read.get(role)]
    return [(role, _same_units(right.get(role), read.get(role)), read.get(role), right.get(role)) for role in asked]


def _limits_said(key: Task, read: Task, found: bool) -> list[tuple[str, bool, object, object]]:
    said: list[tuple[str, bool, object, object]] = []
    given = read.get("deadlines") or []
    if key.get("deadlines"):
        readings = [key["deadlines"], *key.get("deadlines_alt", [])]
        right = found and any(_limits(reading) == _limits(given) for reading in readings)
        dates = found and any(_limits(reading, kinds=False) == _limits(given, kinds=False) for reading in readings)
        words = _limit_words(read.get("deadline_text")) == _limit_words(key["deadline_text"])
        said.append(("limits", right, given, key["deadlines"]))
        said.append(("dates of limits", right or dates, given, key["deadlines"]))
        said.append(("words of limits", found and words, read.get("deadline_text"), key["deadline_text"]))
    elif found and not key.get("limits_open"):
        inline = _dates(key.get("inline_deadlines", []))
        false = [limit for limit in given if not _dates([limit]) & inline]
        said.append(("no false limit", not false, false, None))
    have = _dates([*(read.get("inline_deadlines") or []), *given])
    for item in key.get("inline_deadlines", []):
        if not item.get("optional"):
            said.append(("dates in the text", bool(_dates([item]) & have), sorted(map(str, have)), item["text"]))
    for words in key.get("no_date", []) if found else []:
        kept = [item["text"] for item in read.get("inline_deadlines") or [] if fold(words) in fold(item["text"])]
        said.append(("false friends left alone", not kept, kept, words))
    return said


def _limit_words(printed: str | None) -> str:
    """完成 behind the date and 于 before it may be counted to the words of the limit or not."""
    return re.sub(r"^[于在]|(完成|落实到位)?[。；]?$", "", fold(printed))


def _limits(limits: Iterable[Task], kinds: bool = True) -> frozenset[tuple[object, ...]]:
    return frozenset(_limit(limit, kinds) for limit in limits)


def _limit(limit: Task, kinds: bool) -> tuple[object, ...]:
    kind, day = limit["kind"], limit.get("date")
    if kind == "ongoing":
        return (kind,)
    if kind == "annual" and not day:
        leap = (limit.get("month"), limit.get("day")) == (2, 29)
        return (kind, limit.get("month"), 28 if leap else limit.get("day"))
    return (kind, day) if kinds else (day,)


def _dates(items: Iterable[Task]) -> set[tuple[object, ...]]:
    """Every form in which a date may be told: the day, month and day of a yearly one, its words."""
    forms: set[tuple[object, ...]] = set()
    for item in items:
        days = [day for day in (item.get("date"), *item.get("date_alt", [])) if day]
        forms |= {("day", day) for day in days}
        if not days and item.get("month"):
            forms.add(("month", item["month"], item.get("day")))
        if item.get("text") and not days:
            forms.add(("words", fold(item["text"])))
    return forms


def _same_units(key: Iterable[str] | None, read: Iterable[str] | None) -> bool:
    """及 may join two names or be part of one: both sides parted at it count as well."""
    return units(key) == units(read) or _parted(units(key)) == _parted(units(read))


def _parted(names: Iterable[str]) -> frozenset[str]:
    return frozenset(part for name in names for part in re.split("及(?!其)", name) if part)


def units(names: Iterable[str] | None) -> frozenset[str]:
    return frozenset(re.sub(r"(?<=.)等[^()]*$", "", fold(name)).rstrip("。:") for name in names or [])


def number(printed: str) -> int | None:
    """The number in 3. （三） 第三条 任务3, none where a task has none."""
    text = fold(printed)
    if digits := re.search(r"\d+", text):
        return int(digits.group())
    if not (words := re.search(r"[零一二两三四五六七八九十]+", text)):
        return None
    tens, ten, ones = words.group().rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _pairs(wanted: list[Task], given: list[Task]) -> dict[int, int]:
    """Which task of the key is which task read: the most alike first, each once."""
    alike = []
    for place, key in enumerate(wanted):
        for other, task in enumerate(given):
            if likeness := _alike(key, task):
                same = number(key["no"]) == number(task["no"])
                near = _same_section(key.get("section", ""), task["section"])
                alike.append((2 * likeness + same + 0.5 * near, -place, -other))
    pairs: dict[int, int] = {}
    for _, place, other in sorted(alike, reverse=True):
        if -place not in pairs and -other not in pairs.values():
            pairs[-place] = -other
    return pairs


def _alike(key: Task, task: Task) -> float:
    wanted, read = bare(key["text_start"]), bare(task["text"])
    if not wanted or not read:
        return 0.0
    if read.startswith(wanted[:14]) or (len(read) >= 4 and wanted.startswith(read)):
        return 1.0
    if 0 <= read.find(wanted[:10]) <= 12:
        return 0.9
    likeness = SequenceMatcher(None, wanted, read[: len(wanted)], autojunk=False)
    return 0.8 if likeness.quick_ratio() >= 0.75 and likeness.ratio() >= 0.75 else 0.0


def _ends(key: Task, text: str) -> bool:
    return any(bare(text).endswith(bare(end)[-7:]) for end in [key["text_end"], *key.get("text_end_alt", [])])


def _same_section(key: str, read: str) -> bool:
    wanted, given = (re.sub(r"^[0-9一二三四五六七八九十]+", "", bare(text)) for text in (key, read))
    return bool(given) and (wanted in given or given in wanted) if wanted else not given


def _name(task: Task) -> str:
    return f"{task['no']}{(task.get('text_start') or task['text'])[:16]}"
