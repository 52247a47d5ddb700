"""Quotas in a task's words: 每人每年不少于60学时, 不少于4次，其中领导班子不少于1次, 办结率90%以上."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import zip_longest
from typing import Literal

from services.plans.reading.calendar_words import NUMERAL, number
from services.plans.reading.fold import fold

Period = Literal["year", "half", "quarter", "month", "week", "once"]
Per = Literal["person", "unit", ""]


class Comparator(StrEnum):
    """How a figure is compared with the target."""

    AT_LEAST = ">="
    MORE = ">"
    EXACTLY = "="
    AT_MOST = "<="
    LESS = "<"


@dataclass(frozen=True, slots=True)
class Target:
    """One quota. `amount` counts `unit`s (for % it is the percentage itself); `period` "once" names no period.

    `part_of` is the place, in the task's list, of the target that this one belongs to (其中领导班子不少于1次).
    """

    text: str
    amount: Decimal
    unit: str
    comparator: Comparator
    period: Period = "once"
    per: Per = ""
    part_of: int | None = None

    @property
    def hundredths(self) -> int:
        """The amount in hundredths of its unit."""
        return int(self.amount * _HUNDRED)

    @property
    def at_least(self) -> bool:
        """Whether more is better; false where the figure is a ceiling (不超过2次)."""
        return self.comparator not in (Comparator.AT_MOST, Comparator.LESS)

    def to_json(self) -> dict[str, object]:
        """Plain values; the amount as a decimal string."""
        return {
            "text": self.text,
            "amount": format(self.amount, "f"),
            "unit": self.unit,
            "comparator": self.comparator.value,
            "period": self.period,
            "per": self.per,
            "part_of": self.part_of,
        }


_COUNT = (
    r"(?P<n>\d+(?:\.\d+)?(?: \d+)?|百分之(?:百|[一二三四五六七八九十零〇]+(?:点[一二三四五六七八九]+)?)"
    r"|[一二两三四五六七八九十百]+)"
)
_SPAN = r"(?P<upto>[-—–至到~～]\d{1,3})?"  # of 3至5次 the lower figure is the quota
_UNIT = (
    r"(?P<unit>%|％|个?(?:学时|课时|百分点)|[人批家户场件]次|小时|天"
    r"|(?:次|场|期|个|件|篇|例|份|名|人|户|家|项|条|批|部|门|节|讲|起|宗|所|轮|遍|支|处|台|本|套|辆|卷|册|张|幅)"
    r"(?![月性别]|案(?![卷例件])|工作日|自然日|小时|学时|课时|百分点))?"
)
_MORE_THAN = re.compile(
    r"(?P<sign>不(?:得)?(?:少于|低于|超过|高于)|不小于|不多于|至少|最少|控制在|[低少高多大]于|超过|达到?|学满|修满|为)"
    rf"[^\d，。；：、（）%％\n一二两三四五六七八九十百]{{0,16}}?{_COUNT}{_SPAN}{_UNIT}(?P<after>及?以上|及?以下|以内|之内)?"
)
_OR_MORE = re.compile(rf"(?<![\d.一二两三四五六七八九十第]){_COUNT}{_SPAN}{_UNIT}(?P<after>及?以上|及?以下|以内)")
_OFTEN = re.compile(
    r"(?:每年度?|每半年|每个?季度?|每个?月|每周|年度|全年|每人)(?:内|都|均|应|要|需)?[^\d，。；：、\n第]{0,14}?"
    rf"(?P<n>\d{{1,3}}|[一二两三四五六七八九十]){_SPAN}(?P<unit>次|场|期|轮|遍|篇|件|条|份|个?学时|课时|个)"
    r"(?!性|工作日|月|季|自然)"
)
_SLASH = r"/(?:(?P<who>人|单位)/?)?(?P<time>年|半年|季|月|周)?"  # 60学时/人/年, 4次/年
_BY_SLASH = re.compile(rf"(?<![\d.]){_COUNT}{_SPAN}{_UNIT}(?={_SLASH.replace('P<who>', ':').replace('P<time>', ':')})")
_AFTER = re.compile(_SLASH)
_EVERYONE = re.compile(  # 100 % of the people
    r"全员(?:大|业务|执法)?(?:轮训|培训)(?!记录|档案|制度|计划|情况|台账|方案)"
)
_SIGNS = {
    **dict.fromkeys(("不少于", "不低于", "不小于", "至少", "最少", "达到", "达", "学满", "修满"), Comparator.AT_LEAST),
    **dict.fromkeys(("不超过", "不多于", "不高于", "控制在"), Comparator.AT_MOST),
    **dict.fromkeys(("低于", "少于"), Comparator.LESS),
    **dict.fromkeys(("高于", "超过", "多于", "大于"), Comparator.MORE),
}
_HOURS = frozenset({"学时", "课时"})
_WEAK = frozenset({"达到", "达", "为", "低于", "少于", "高于", "超过", "多于", "大于", "控制在"})  # of a rate only
_PERIODS: tuple[tuple[str, Period], ...] = (
    (r"每半年|每个?学期|半年(?:内|至少|不少于)", "half"),
    (r"每个?季度?|按季", "quarter"),
    (r"每个?月|按月", "month"),
    (r"每周|每星期", "week"),
    (r"每次|每期|每批", "once"),
    (r"每一?年|年度|全年|年内|一年|当年|逐年|每个年度", "year"),
)
_SLASH_PERIODS: dict[str, Period] = {"年": "year", "半年": "half", "季": "quarter", "月": "month", "周": "week"}
_SLASH_PER: dict[str, Per] = {"人": "person", "单位": "unit"}
_NAMED_BEFORE = re.compile(r"(学时|课时|次)(?:总?数|量)?(?:应|须|要|均|都)*$")  # 学时不少于60
_PER_PERSON = re.compile(r"每人|人均|每名|每位|每个(?:执法)?人员|每一名")
_PER_UNIT = re.compile(
    r"(?:各|每个?|每家)[\u3400-\u9fff、（）]{0,16}?(?:单位|部门|机关|局|乡镇|镇|乡|街道|办|队|科室|所|政府|主体)"
)
_TRAINING = re.compile(r"培训|学习|轮训|教育|训练|跟班|研修|脱产")
_COUNTED = frozenset({"名", "人", "个", "家", "户", "处"})
_GROWN = re.compile(r"每|评选|培育|打造|建成|选树|配备|建立|推出|形成")
_RATE = re.compile(r"率(?:应|须|要|均)?$")
_STOP = re.compile(r"[，。；：\n]")
_SENTENCE = re.compile(r"[。；\n]")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    amount: Decimal
    unit: str
    comparator: Comparator


def find_targets(text: str) -> tuple[Target, ...]:
    """The quotas of a text, in their order, each with its clause as printed."""
    words = re.sub(r"《[^《》\n]*》", lambda title: "□" * len(title.group()), fold(text))
    hits = sorted(_hits(words), key=lambda hit: hit.start)
    found: list[Target] = []
    outer: int | None = None
    last_end = 0
    for hit, following in zip_longest(hits, hits[1:]):
        start = _sentence_start(words, hit.start)
        before = words[max(start, last_end) : hit.start]
        goes_on = bool(found) and found[-1].part_of is not None and not _STOP.search(before)
        inside = outer if last_end > start and ("其中" in before or goes_on) else None
        begin, end = _clause(words, hit, last_end, following)
        if inside is None:
            outer = len(found)
            ceiling = hit.comparator in (Comparator.AT_MOST, Comparator.LESS)  # 同一企业不超过2次 is no unit's work
            period, per = _counted(words, hit, words[begin if ceiling else start : hit.end])
        else:
            period, per = _counted(words, hit, before, found[inside])
        found.append(Target(text[begin:end].strip(), hit.amount, hit.unit, hit.comparator, period, per, inside))
        last_end = hit.end
    return tuple(found)


def _counted(words: str, hit: _Hit, scope: str, whole: Target | None = None) -> tuple[Period, Per]:
    """How often and by whom: as `scope` says, or the slash behind the figure; a part is counted as its `whole` is."""
    period, per = _period(scope), _per(scope)
    slash = _AFTER.match(words, hit.end)
    if slash:
        period = _SLASH_PERIODS.get(slash["time"] or "", period)
        per = _SLASH_PER.get(slash["who"] or "", per)
    if whole is None:
        return period, per
    return whole.period if period == "once" else period, per or whole.per


def _hits(words: str) -> Iterator[_Hit]:
    taken: list[tuple[int, int]] = []
    for pattern in (_MORE_THAN, _OR_MORE, _BY_SLASH, _OFTEN):
        for match in pattern.finditer(words):
            if any(match.start("n") < end and match.end() > start for start, end in taken):
                continue
            hit = _hit(match, words)
            if hit:
                taken.append((hit.start, hit.end))
                yield hit
    for match in _EVERYONE.finditer(words):
        yield _Hit(match.start(), match.end(), _HUNDRED, "%", Comparator.EXACTLY)


def _hit(match: re.Match[str], words: str) -> _Hit | None:
    group = match.groupdict()
    amount, unit = _amount(group["n"]), (group["unit"] or "").replace("％", "%").removeprefix("个") or ""
    unit = "%" if group["n"].startswith("百分之") else unit or ("个" if group["unit"] else "")
    if not unit and (named := _NAMED_BEFORE.search(words, 0, match.start())):
        unit = named[1]
    sign, after = (group.get("sign") or "").replace("得", ""), group.get("after") or ""
    if not unit or amount is None or _is_false(sign, after, unit, words, match):
        return None
    comparator = _SIGNS.get(sign, Comparator.EXACTLY)
    if "以上" in after:
        comparator = Comparator.AT_LEAST
    elif after:
        comparator = Comparator.AT_MOST
    elif sign in ("达到", "达") and amount == _HUNDRED:
        comparator = Comparator.EXACTLY
    elif group["upto"] and comparator is Comparator.EXACTLY:
        comparator = Comparator.AT_LEAST
    return _Hit(match.start(), match.end(), amount, unit, comparator)


def _is_false(sign: str, after: str, unit: str, words: str, match: re.Match[str]) -> bool:
    """What looks like a quota and is none: 由两名以上人员, 达到5个, 不少于30天公示."""
    before = words[_sentence_start(words, match.start()) : match.start()]
    if sign in _WEAK and unit != "%" and not (sign.startswith("达") and unit in _HOURS):
        return True
    if not sign and after and (words.startswith("的", match.end()) or (unit in _COUNTED and not _GROWN.search(before))):
        return unit != "%"  # 投诉3次以上的, 由两名以上人员
    if sign == "为" and not _RATE.search(before):
        return True
    return unit in ("小时", "天") and not _TRAINING.search(before)


def _amount(printed: str) -> Decimal | None:
    if printed[0].isdigit():
        return Decimal(printed.replace(" ", ""))
    printed = printed.removeprefix("百分之")
    if printed in ("百", "一百"):
        return _HUNDRED
    whole, _, fraction = printed.partition("点")
    if not re.fullmatch(NUMERAL, whole):
        return None
    return Decimal(f"{number(whole)}.{number(fraction)}" if fraction else number(whole))


def _sentence_start(words: str, place: int) -> int:
    return max((stop.end() for stop in _SENTENCE.finditer(words, 0, place)), default=0)


def _clause(words: str, hit: _Hit, last_end: int, following: _Hit | None) -> tuple[int, int]:
    """From the clause's beginning to its end, but never into the clause of another target."""
    begin = max((stop.end() for stop in _STOP.finditer(words, 0, hit.start)), default=0)
    if last_end > begin:
        begin = last_end + len(words[last_end:]) - len(words[last_end:].lstrip("、和及并且"))
    stop = _STOP.search(words, hit.end)
    end = stop.start() if stop else len(words)
    return min(begin, hit.start), hit.end if following and following.start < end else end


def _period(words: str) -> Period:
    """The last word of frequency before the figure."""
    found = [(match.start(), period) for pattern, period in _PERIODS for match in re.finditer(pattern, words)]
    return max(found)[1] if found else "once"


def _per(words: str) -> Per:
    if _PER_PERSON.search(words):
        return "person"
    return "unit" if _PER_UNIT.search(words) else ""
