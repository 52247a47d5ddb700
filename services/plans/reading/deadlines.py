"""Time limits: from the words of a plan to dates (domain note on official documents, D3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from services.plans.reading.calendar_words import Moment, moments
from services.plans.reading.fold import fold, tidy
from services.plans.reading.recurrence import days_of_year, yearly

Day: TypeAlias = date  # inside the classes below `date` is a field


class DeadlineKind(StrEnum):
    """How a time limit binds; the values are those of the command line's contract."""

    BY_DATE = "by_date"
    BY_MONTH_END = "by_month_end"
    BY_YEAR_END = "by_year_end"
    ANNUAL = "annual"
    ONGOING = "ongoing"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One time limit. An annual one has month and day only (the end of February is 28); OTHER waits for the clerk.

    `rule` is the repetition (RFC 5545, without DTSTART): an annual one always has it, a monthly, weekly or n-yearly
    one is OTHER with it. `soft` is 原则上: late needs a reason, no approval. `strict` is the early reading of
    2024年6月前, which may also mean the end of May. `trigger` is the event from which `offset_days` are counted
    (before it where negative; working days with `workdays`), in the words of the plan.
    """

    kind: DeadlineKind
    date: date | None = None
    month: int | None = None
    day: int | None = None
    rule: str | None = None
    soft: bool = False
    strict: Day | None = None
    trigger: str | None = None
    offset_days: int | None = None
    workdays: bool = False

    @property
    def days(self) -> tuple[tuple[int | None, int | None], ...]:
        """Month and day of each time it falls due in a year: four for 每季度, one for all others."""
        several = days_of_year(self.rule) if self.rule and self.kind is DeadlineKind.ANNUAL else ()
        return several if len(several) > 1 else ((self.month, self.day),)

    @property
    def when(self) -> tuple[object, ...]:
        """What two mentions of the same time limit have in common."""
        if self.date:
            return (self.date,)
        return (self.kind, self.month, self.day, self.rule, self.trigger, self.offset_days)

    def entries(self) -> tuple[dict[str, object], ...]:
        """The objects of the contract, which knows yearly dates only: 每季度 gives four."""
        day = self.date.isoformat() if self.date else None
        return tuple({"kind": self.kind.value, "date": day, "month": m, "day": d} for m, d in self.days)

    def to_json(self) -> dict[str, object]:
        """The object of the contract; the first of `entries`."""
        return self.entries()[0]


@dataclass(frozen=True, slots=True)
class InlineDeadline:
    """A time limit that stands in the running text, as printed, with its sentence; a yearly one has no date."""

    text: str
    deadline: Deadline
    sentence: str = ""
    doubt: str = ""

    @property
    def date(self) -> date | None:
        """The day, where the phrase names one."""
        return self.deadline.date

    def to_json(self) -> dict[str, object]:
        """Text and date; where there is no date, kind, month and day besides, or a yearly one would be lost."""
        whole = self.deadline.to_json()
        return {"text": self.text, "date": whole["date"]} if self.date else {"text": self.text, **whole}


_ONGOING = re.compile(
    r"长期|常态|持续|贯穿|全程|全过程|常年|始终|经常|不间断|日常|滚动|长效|(?:并|，|、)坚持|坚持推进|一直|即日起(?!至)"
)
_UNTIL = re.compile(r"(?:长期|持续|坚持|贯穿|始终|即日起)[^，；、。]{0,8}(?:至|到|直至)(?=\d|今年|明年)")
_NOTHING = re.compile(r"[/／\-—–_.。、无]*")
_PERIODS = (
    (re.compile(r"每半年|半年(?=一次|1次|内一)"), (6, 12)),
    (re.compile(r"每个?季度?|按季度?|季度末"), (3, 6, 9, 12)),
    (re.compile(r"^(?:按|每|分)?年度?(?:内|末|底)?$"), (12,)),
)
_LAST_DAY = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DOING = re.compile(r"[^，。；]{0,12}?(?:完成|建成|报送|上报|报备|备案|办结|出台|实现|到位|结束|形成)")


def _kind(moment: Moment) -> DeadlineKind:
    if moment.every:
        return DeadlineKind.ANNUAL
    if moment.grain == "day":
        return DeadlineKind.BY_DATE
    return DeadlineKind.BY_YEAR_END if moment.grain == "year" else DeadlineKind.BY_MONTH_END


def _resolve(moment: Moment, issued: date | None) -> Deadline:
    kind = _kind(moment)
    last = _LAST_DAY[moment.month - 1]
    if kind is DeadlineKind.ANNUAL:
        if moment.day is not None and moment.day > last + (moment.month == 2):
            return Deadline(DeadlineKind.OTHER, None, moment.month, moment.day)
        return Deadline(kind, None, moment.month, min(moment.day or last, last), yearly(moment.month, moment.day))
    year = moment.year or _next_year(moment, issued)
    if year is None:
        return Deadline(kind, None, moment.month, moment.day or last)
    end = 29 if moment.month == 2 and (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)) else last
    day = moment.day or end
    if not 1 <= day <= end:
        return Deadline(DeadlineKind.OTHER, None, moment.month, moment.day)
    return Deadline(kind, date(year, moment.month, day), moment.month, day)


def _next_year(moment: Moment, issued: date | None) -> int | None:
    """A phrase without a year means its next occurrence after the document's own date."""
    if issued is None:
        return None
    if moment.offset is not None:
        return issued.year + moment.offset
    passed = (moment.month, moment.day or 31) < (issued.month, issued.day)
    return issued.year + passed


def parse_deadline(text: str, issued: date | None) -> tuple[Deadline, ...]:
    """The limits of a time-limit field; a compound one (X and then on) gives several, an empty one none.

    `issued` is the date of the document and gives the year where the phrase has none.
    """
    words = tidy(fold(text)).replace(" ", "")
    if _NOTHING.fullmatch(words):
        return ()
    found = [_resolve(moment, issued) for moment in moments(words)]
    if not found:
        for pattern, months in _PERIODS:
            if pattern.search(words):
                rule = yearly(months)
                found = [Deadline(DeadlineKind.ANNUAL, None, months[0], _LAST_DAY[months[0] - 1], rule)]
                break
    if _ONGOING.search(words) and not (found and _UNTIL.search(words)):
        found.append(Deadline(DeadlineKind.ONGOING))
    return tuple(dict.fromkeys(found)) or (Deadline(DeadlineKind.OTHER),)


def _is_limit(moment: Moment, words: str) -> bool:
    """In running text a date binds only when it is closed by 前, 底 and the like, or followed by what is to be done."""
    if moment.bare:
        return False
    closed = moment.closed or (
        moment.grain == "year" and moment.year is not None and words[: moment.start].endswith("到")
    )
    has_anchor = bool(moment.year or moment.every or moment.offset is not None)
    return closed or (has_anchor and moment.grain != "year" and bool(_DOING.match(words, moment.end)))


def find_dates(text: str, issued: date | None) -> tuple[InlineDeadline, ...]:
    """The time limits in running text, in their order; document dates, titles in 《》 and look-backs are none."""
    printed = tidy(text).replace(" ", "")
    words = re.sub(r"《[^《》]*》", lambda title: "□" * len(title.group()), fold(printed))
    found: dict[Deadline, InlineDeadline] = {}
    for moment in moments(words):
        if _is_limit(moment, words):
            deadline = _resolve(moment, issued)
            found.setdefault(deadline, InlineDeadline(printed[moment.start : moment.end], deadline))
    return tuple(found.values())


def doubts(text: str, issued: date | None) -> tuple[str, ...]:
    """What a clerk should look at in a time limit, as finished sentences."""
    words = tidy(fold(text)).replace(" ", "")
    found: list[str] = []
    for moment in moments(words):
        phrase = words[moment.start : moment.end]
        deadline = _resolve(moment, issued)
        if deadline.kind is DeadlineKind.OTHER:
            year = f"{moment.year}年" if moment.year else ""
            found.append(f"{year}{moment.month}月没有{moment.day}日。原文已保留，请填写实际日期。")
        elif moment.vague:
            found.append(f"“{phrase}”按{moment.month}月最后一天登记，也可能指上一个月底。请核对。")
        elif not (moment.year or moment.every or moment.bare):
            found.append(f"“{phrase}”没有写年份，{_guess(deadline)}。请核对。")
    return tuple(dict.fromkeys(found))


def _guess(deadline: Deadline) -> str:
    return f"按{deadline.date.year}年登记" if deadline.date else "也没有发文日期可以推算"
