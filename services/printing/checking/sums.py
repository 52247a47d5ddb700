"""Figures that are said to be parts of a whole: 共12件，其中处罚5件、许可4件、检查3件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from services.printing.checking.finding import Finding
from services.printing.checking.sheet import Sheet, Text

_AMOUNT = r"(\d+(?:\.\d+)?)(万元|亿元|万人|[件卷家人次个项份起名户元宗处部所条])"
_TOTAL = re.compile(
    rf"(?:共|合计|总计|累计|一共|总共)[^，。；：\d]{{0,14}}{_AMOUNT}[^，。；：\d]{{0,8}}[，：；]?(?:其中|分别(?:是|为)|包括)[，：:]?"
)
_PART = re.compile(rf"([^\d，。；、：]{{1,14}}){_AMOUNT}[，、；和]?")
_SHARE = re.compile(r"([^\d，。；、：]{1,14})占(?:比)?(?:的)?\s*(\d+(?:\.\d+)?)%[，、；和]?")
_SHARES = re.compile(r"其中[，：:]?((?:[^\d，。；：]{1,14}占(?:比)?\s*\d+(?:\.\d+)?%[，、；和]?){2,})(?=。|$)")
# labels that may overlap or leave something out: acts done upon the whole, not kinds of it
_NO_KIND = re.compile(
    "发现|责令|限期|立案|移送|整改|已|未|男|女|党员|本科|研究生|不足|超过|以上|以下|至少|主要|涉及|追究|约谈|通报|查处|没收|罚款|"
    "新增|下降|上升|同比|增长|优秀|合格|持证|通过|参加|处理|问题|重点|涉企|民营|较大|典型"
)
_FAMILIES = (
    ("处罚", "许可", "检查", "强制", "征收", "确认", "给付", "裁决", "奖励", "备案"),
    ("乡镇", "街道", "县级部门", "县直部门", "部门"),
    ("男", "女"),
    ("新办", "换发", "补发", "注销"),
)
_LEAST = 3  # so many parts of one kind are a division of the whole, even where the kinds are unknown
_ROUNDING = Decimal("0.1")


def check_sums(sheet: Sheet) -> Iterator[Finding]:
    """Only what is certain: parts that are kinds of one whole, all in its unit."""
    for text in sheet.running:
        for found in _TOTAL.finditer(text.text):
            yield from _parts(text, found)
        for found in _SHARES.finditer(text.text):
            yield from _shares(text, found)


def _parts(text: Text, total: re.Match[str]) -> Iterator[Finding]:
    whole, unit = Decimal(total.group(1)), total.group(2)
    labels: list[str] = []
    figures: list[Decimal] = []
    at = total.end()
    while part := _PART.match(text.text, at):
        if part.group(3) != unit:
            return
        labels.append(part.group(1))
        figures.append(Decimal(part.group(2)))
        at = part.end()
    closed = at == len(text.text) or text.text[at] in "。；" or text.text[at - 1] == "；"
    added = sum(figures, Decimal(0))
    if closed and added != whole and _divides(labels) and (added > whole or len(labels) >= _LEAST):
        message = f"共{whole}{unit}，其中各项相加是{added}{unit}，请核对。"
        yield text.fault("OD110", message, (total.start(), at))


def _divides(labels: Sequence[str]) -> bool:
    """Whether the labels are kinds into which the whole is divided."""
    if len(labels) < 2:
        return False
    if any(all(any(word in label for word in family) for label in labels) for family in _FAMILIES):
        return True
    return len(labels) >= _LEAST and not any(_NO_KIND.search(label) for label in labels)


def _shares(text: Text, found: re.Match[str]) -> Iterator[Finding]:
    parts = [(label, Decimal(share)) for label, share in _SHARE.findall(found.group(1))]
    added = sum((share for _label, share in parts), Decimal(0))
    if abs(added - 100) > _ROUNDING * len(parts) and _divides([label for label, _share in parts]):
        yield text.fault("OD111", f"各项所占的百分比相加是{added}%，不是100%，请核对。", found.span())
