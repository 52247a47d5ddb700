"""Reading the State Council's yearly notice of holidays: which days are rest, which weekend days are worked.

The notice gives one numbered paragraph to each holiday: dates or spans of dates, then what is done on them. Its wording
changes a little from year to year (domain notes on official documents D4 and on the platform, 6). Nothing is guessed:
a sentence with a date that does not say rest or work becomes a warning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.errors import ServiceError
from services.problems import Level, Problem

HOLIDAYS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
WEEKDAYS = "一二三四五六日"
SATURDAY = 5
LONGEST = 20  # days of one holiday; a longer span was misread or mistyped
NO_YEAR = "没有找到是哪一年的安排。把通知的标题一起粘贴进来。"
NO_DAYS = "没有找到放假的日子，没有存入。粘贴国务院办公厅关于节假日安排的通知全文，或者逐天登记。"

_NAME = "(?:元旦|春节|清明节?|(?:国际)?(?:五一)?劳动节|端午节?|中秋节?|国庆节)"
_JOINED = rf"{_NAME}(?:[、和与及]{_NAME})*"
_HEAD = re.compile(rf"(?:[一二三四五六七八九十]{{1,3}}、|\d{{1,2}}[.、])(?P<a>{_JOINED})[:,]?|(?P<b>{_JOINED}):")
_YEAR = re.compile(r"(20\d\d)年(?:部分)?(?:法定)?(?:节假日|放假)|(20\d\d)年元旦")
_NUMBER = re.compile(r"[一-鿿]{2,12}[〔［\[【(（]20\d\d[〕］\]】)）]\d{1,4}号")
_BRACKETS = re.compile(r"\([^()]*\)")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_DATE = r"(?:(?P<{0}y>20\d\d)年)?(?:(?P<{0}m>\d{{1,2}})月)?(?P<{0}d>\d{{1,2}})[日号](?:<(?P<{0}w>.)>)?"
_TOKEN = re.compile(
    _DATE.format("a") + r"(?:(?:至|到|-|~|—)+" + _DATE.format("b") + r")?|(?P<no>不(?:放假|休息|上班|补班))"
    r"|(?P<rest>放假|休息|公休)|(?P<work>上班|补班|工作)"
)
_ADVICE = re.compile("鼓励|倡导|提倡|建议|结合带薪|错峰")
_COUNT = re.compile(r"(?:共|计|放假)(\d{1,2})天")


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """One day on which the weekday rule does not hold, or which the notice names as rest."""

    day: date
    working: bool
    name: str


@dataclass(frozen=True, slots=True)
class HolidayNotice:
    """What a notice says; `number` is empty where none was found. `problems` are warnings, in the order of the text."""

    year: int
    number: str
    days: tuple[NoticeDay, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def source(self) -> str:
        """What stands as the basis of each day."""
        return self.number or f"关于{self.year}年部分节假日安排的通知"


def parse_notice(text: str) -> HolidayNotice:
    """Read a pasted notice. ServiceError where it names no year or no day of rest."""
    number = _number(text)
    folded = _fold(text)
    year = _year(folded)
    plain = _without_brackets(folded.replace(_fold(number), "") if number else folded)
    reading = _Reading(year)
    found = list(_HEAD.finditer(plain))
    for place, head in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(plain)
        reading.section(_names(head), plain[head.end() : end])
    if not any(not day.working for day in reading.days.values()):
        raise ServiceError(NO_DAYS)
    reading.check_whole()
    days = tuple(sorted(reading.days.values(), key=lambda each: each.day))
    return HolidayNotice(year, number, days, tuple(reading.problems))


@dataclass
class _Reading:
    year: int
    days: dict[date, NoticeDay] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def section(self, names: list[str], words: str) -> None:
        """One holiday's paragraph."""
        self.names.update(names)
        rest: set[date] = set()
        for sentence in filter(None, re.split("[。;!]", words)):
            rest |= self._sentence(names, sentence)
        counted = _COUNT.search(words)
        if counted and rest and int(counted.group(1)) != len(rest):
            said, title = int(counted.group(1)), "、".join(names)
            self._warn("count", title, f"通知写共{said}天，读到{len(rest)}天，请核对。", counted.group())

    def check_whole(self) -> None:
        """All seven are there, and work falls on days that are free by themselves."""
        for name in HOLIDAYS:
            if name not in self.names:
                self._warn("missing", name, "通知里没有找到这个节日。")
        for each in self.days.values():
            if each.working and each.day.weekday() < SATURDAY:
                words = f"是星期{WEEKDAYS[each.day.weekday()]}，本来就上班，请核对日子。"
                self._warn("weekday_work", _words(each.day), words)

    def _sentence(self, names: list[str], sentence: str) -> set[date]:
        if _ADVICE.search(sentence):
            return set()
        rest: set[date] = set()
        pending: list[date] = []
        last: date | None = None
        for token in _TOKEN.finditer(sentence):
            if token["ad"]:
                span = self._span(token, names, last)
                pending += span
                last = span[-1] if span else last
            elif token["no"]:
                pending.clear()
                self._warn("unclear", "、".join(names), "这一句没有看懂，没有采用。", sentence)
            elif pending:
                working = token["work"] is not None
                self._add(pending, names, working=working)
                rest |= set() if working else set(pending)
                pending = []
        if pending:
            self._warn("unclear", "、".join(names), "这一句没有写放假还是上班，没有采用。", sentence)
        return rest

    def _span(self, token: re.Match[str], names: list[str], last: date | None) -> list[date]:
        """The days of a date or a span; the month is carried on within a sentence."""
        first = self._date(token, "a", names, last)
        end = self._date(token, "b", names, first) if token["bd"] else first
        if first is None or end is None:
            return []
        if end < first:
            end = end.replace(year=end.year + 1)
        count = (end - first).days + 1
        if count > LONGEST:
            self._warn("long", "、".join(names), f"一次放假{count}天，请核对日子，没有采用。", token.group())
            return []
        return [first + timedelta(days=n) for n in range(count)]

    def _date(self, token: re.Match[str], part: str, names: list[str], before: date | None) -> date | None:
        month = int(token[f"{part}m"]) if token[f"{part}m"] else before.month if before else 0
        if token[f"{part}y"]:
            year = int(token[f"{part}y"])
        elif part == "b" and before is not None:
            year = before.year
        else:
            year = self.year - 1 if names[0] == "元旦" and month == 12 else self.year
        try:
            found = date(year, month, int(token[f"{part}d"]))
        except ValueError:
            self._warn("no_such_day", "、".join(names), "没有这一天，没有采用。", token.group())
            return None
        self._check_weekday(found, token[f"{part}w"])
        return found

    def _check_weekday(self, day: date, said: str | None) -> None:
        if said and WEEKDAYS[day.weekday()] != said:
            words = f"通知写星期{said}，这一天是星期{WEEKDAYS[day.weekday()]}，请核对日子。"
            self._warn("weekday", _words(day), words)

    def _add(self, days: list[date], names: list[str], *, working: bool) -> None:
        name = f"{names[0]}调休" if working else "、".join(names)
        for day in days:
            known = self.days.get(day)
            if known is not None and known.working != working:
                self._warn("twice", _words(day), "既写放假又写上班，按放假记，请核对。")
                working_name = name if not working else known.name
                self.days[day] = NoticeDay(day, False, working_name)
                continue
            self.days[day] = NoticeDay(day, working, name)

    def _warn(self, code: str, where: str, message: str, raw: str | None = None) -> None:
        shown = re.sub("<(.)>", r"（星期\1）", raw) if raw else None
        self.problems.append(Problem(Level.WARNING, f"holiday_{code}", where, message, shown))


def _fold(text: str) -> str:
    """Half-width figures and marks, no blanks: what is copied from a web page breaks lines anywhere."""
    folded = unicodedata.normalize("NFKC", text).replace("〜", "~").replace("–", "-").replace("−", "-")
    return "".join(char for char in folded if not char.isspace() and char not in "*#\u200b\ufeff")


def _without_brackets(text: str) -> str:
    """Brackets go first: （农历腊月二十八、…） looks like a heading. Of a weekday in them <六> stays."""
    before = ""
    while before != text:
        before = text
        text = _BRACKETS.sub(_weekday_mark, text)
    return text


def _weekday_mark(match: re.Match[str]) -> str:
    found = _WEEKDAY.search(match.group())
    return f"<{found.group(1).replace('天', '日')}>" if found else ""


def _year(text: str) -> int:
    found = _YEAR.search(text)
    if found is None:
        raise ServiceError(NO_YEAR)
    return int(found.group(1) or found.group(2))


def _names(head: re.Match[str]) -> list[str]:
    return list(_full_names(head["a"] or head["b"]))


def _full_names(words: str) -> Iterator[str]:
    for name in re.findall(_NAME, words):
        short = name.removeprefix("国际").removeprefix("五一").removesuffix("节")
        yield next(full for full in HOLIDAYS if full.removesuffix("节") == short)


def _number(text: str) -> str:
    """The notice's number as it is printed; empty where it was not pasted."""
    found = _NUMBER.search(text)
    return found.group() if found else ""


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
