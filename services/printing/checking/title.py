"""The title: 发文机关 + 关于 + 事由 + 的 + 文种, without punctuation, in lines of a good outline (7.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from services.printing.checking.brackets import first_fault
from services.printing.checking.finding import Finding, fault, fault_in
from services.printing.checking.sheet import STOPS, Sheet
from services.printing.official_model import Format

_LONGEST = 80
_WIDEST = 20
_FORWARDED = re.compile(r"(转发|批转|印发)(.*)关于(.*)的通知的通知$")


def check_title(sheet: Sheet) -> Iterator[Finding]:
    """Marks, parts, length and outline."""
    title = sheet.document.title
    if not title:
        if sheet.document.format not in (Format.ORDER, Format.MINUTES):  # their mark names them
            yield Finding("OD30", "title", "没有标题。")
        return
    yield from _marks(title)
    yield from _parts(sheet, title)
    if len(title) > _LONGEST:
        yield fault("OD391", "title", f"标题有{len(title)}个字，一般控制在{_LONGEST}个字以内。", title)
    yield from _outline(title)


def _marks(title: str) -> Iterator[Finding]:
    bare = title.rstrip(STOPS)
    if bare != title:
        yield fault("OD31", "title", "标题末尾不用标点。", title, bare or None)
    elif any(char in "。；！？" for char in title):
        yield fault("OD32", "title", "标题里除书名号、引号、括号和顿号外一般不用标点。", title)
    wrong = first_fault(title)
    if wrong is None:
        return
    if wrong.better:
        span = (wrong.start, wrong.end)
        yield fault_in("OD33", "title", wrong.message, title, span, wrong.better)
    else:
        yield fault_in("OD34", "title", wrong.message, title, (wrong.start, wrong.end))


def _parts(sheet: Sheet, title: str) -> Iterator[Finding]:
    document = sheet.document
    formal = document.format in (Format.DOCUMENT, Format.LETTER)
    if formal and "关于" in title and not sheet.kind:
        yield fault("OD35", "title", "标题末尾没有文种，如“通知”“报告”“函”。", title)
    flat = title.replace("\n", "")
    if formal and flat.startswith("关于") and sheet.kind and document.issuer:
        message = "标题一般由发文机关、事由和文种组成，前面没有发文机关。"
        yield fault_in("OD37", "title", message, title, (0, 2), document.issuer + "关于")
    if flat.endswith("的通知的通知") and flat.count("关于") > 1:
        message = "转发类标题里重复的“关于”“的通知”要省去。"
        yield fault("OD36", "title", message, title, _collapsed(flat))


def _collapsed(title: str) -> str | None:
    """A关于转发B关于X的通知的通知 → A转发B关于X的通知; names in 《》 are left to the author."""
    if "《" in title:
        return None
    better = re.sub(r"关于(?=转发|批转)", "", title, count=1)
    better = re.sub(r"的通知的通知$", "的通知", better)
    return better if len(re.findall("关于", better)) == 1 and _FORWARDED.search(title) else None


def _outline(title: str) -> Iterator[Finding]:
    wrong = outline_fault(title.split("\n"))
    if wrong:
        yield fault("OD39", "title", wrong, title, title.replace("\n", ""))


def outline_fault(lines: Sequence[str]) -> str:
    """What is wrong with lines that the author broke himself: they make a trapezoid or a diamond; empty if nothing."""
    if len(lines) < 2:
        return ""
    widths = [sum(1 if ord(char) > 0xFF else 0.5 for char in line) for line in lines]
    if max(widths) > _WIDEST:
        return f"标题一行最多{_WIDEST}个字，这里有{max(widths):g}个。"
    if any(line.startswith("的") for line in lines[1:]):
        return "标题回行不把“的”字放在行首，词意要完整。"
    if len(lines) > 2 and _is_waisted(widths):
        return "标题排成梯形或者菱形，不排成长方形和沙漏形。"
    return ""


def _is_waisted(widths: list[float]) -> bool:
    if max(widths) == min(widths):
        return True
    inner = range(1, len(widths) - 1)
    return any(max(widths[:at]) > widths[at] < max(widths[at + 1 :]) for at in inner)
