"""主送机关 and 抄送机关: marks, doubles, order (7.3.2, 7.4.2; 条例 第十五条)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.printing.checking.finding import Finding, fault, fault_in
from services.printing.checking.sheet import Sheet, split_names
from services.printing.official_model import Format

_WITHOUT = ("公告", "通告", "公报", "决定", "决议", "意见", "纪要", "令", "命令")
_HALF = str.maketrans(",;", "，；")
# what stands first in 抄送; a name that belongs to none of these may stand anywhere
_ORDER = (
    ("党委", re.compile(r"[县市区州省]委(?!员会)|党委|党组")),
    ("人大", re.compile(r"人大|人民代表大会")),
    ("政协", re.compile(r"政协")),
    ("监委", re.compile(r"监委|监察委")),
    ("法院", re.compile(r"法院")),
    ("检察院", re.compile(r"检察院")),
)
_BELOW = re.compile(r"各?(?:乡镇|街道|村|社区|所属|下属|直属|司法所|基层)|.{2,8}(?:镇|乡)(?:人民)?政府$|各股室|各科室")
_PERSON = re.compile(r"(?:同志|县长|市长|局长|书记|主任)$")


def check_recipients(sheet: Sheet) -> Iterator[Finding]:
    """主送机关."""
    document = sheet.document
    formal = document.format in (Format.DOCUMENT, Format.LETTER)
    if formal and not document.to and sheet.kind not in _WITHOUT:
        yield Finding("OD40", "to", "没有主送机关。")
    for index, entry in enumerate(document.to):
        yield from _entry(f"to[{index}]", entry)
    yield from _doubles(sheet)
    names = [name.text for name in sheet.names]
    if sheet.kind != "请示":
        return
    if len(names) > 1:
        yield Finding("OD42", "to", "请示只写一个主送机关。", raw="、".join(document.to))
    if names and _PERSON.search(names[0]):
        yield fault("OD46", "to[0]", "请示主送机关，不送领导者个人。", document.to[0])


def _entry(where: str, entry: str) -> Iterator[Finding]:
    if entry.endswith(":"):
        message = "主送机关后面用全角冒号，排版时按全角排。"
        yield fault_in("OD41", where, message, entry, (len(entry) - 1, len(entry)), "：")
    wrong = re.search(r"[,;](?=.)| +(?=[\u4e00-\u9fa5])", entry)
    if wrong:
        better = wrong.group().translate(_HALF).replace(",", "，") if wrong.group().strip() else "、"
        message = "主送机关之间用顿号，类别之间用逗号，都用全角。"
        yield fault_in("OD43", where, message, entry, wrong.span(), better)


def _doubles(sheet: Sheet) -> Iterator[Finding]:
    seen: set[str] = set()
    for name in sheet.names:
        if name.text in seen:
            yield Finding("OD44", name.where, f"主送机关“{name.text}”写了两次。", raw=name.text)
        seen.add(name.text)


def check_copies(sheet: Sheet) -> Iterator[Finding]:
    """抄送机关."""
    entries = sheet.document.cc
    addressed = {name.text for name in sheet.names}
    last: tuple[int, str] | None = None
    told = False
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        where = f"cc[{index}]"
        yield from _stops(where, entry)
        for name in split_names(entry):
            if name in addressed or name in seen:
                place = "主送" if name in addressed else "抄送"
                yield fault("OD83", where, f"“{name}”在{place}里已经有了，抄送不重复。", entry)
            seen.add(name)
            rank = _rank(name)
            if rank and last and rank < last and not told:
                told = True
                message = f"抄送一般按党委、人大、政协、监委、法院、检察院的次序，{rank[1]}排在{last[1]}前面。"
                yield fault("OD82", where, message, entry)
            last = max(last, rank) if last and rank else rank or last
            if sheet.kind == "请示" and _BELOW.match(name):
                yield fault("OD45", where, f"请示不抄送下级机关“{name}”。", entry)


def _stops(where: str, entry: str) -> Iterator[Finding]:
    half = re.search(r"[,;](?=.)", entry)
    if half:
        better = half.group().translate(_HALF)
        yield fault_in("OD84", where, "抄送机关之间用全角的逗号或者顿号。", entry, half.span(), better)
    inner = re.search(r"。(?=.)", entry)
    if inner:
        yield fault_in("OD84", where, "抄送机关只在最后一个后面用句号。", entry, inner.span(), "，")


def _rank(name: str) -> tuple[int, str] | None:
    """The last group that a name belongs to: 县人大常委会党组 is 人大."""
    return next(
        ((place, words) for place, (words, pattern) in reversed(list(enumerate(_ORDER))) if pattern.search(name)), None
    )
