"""Names of organs that have to agree: mark, title, number, signature; a unit written in two ways; short names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.printing.checking.finding import Finding, fault
from services.printing.checking.sheet import Sheet, Text
from services.printing.official_model import Format

_TITLE_ORGAN = re.compile(r"([\u4e00-\u9fa5]{2,24}?(?:局|政府|办公室|委员会|中心|支队|大队|院|厅|部))关于")
_ORGAN_END = re.compile(r"(?:局|委员会|办公室|大队|中心)$")
# what a county's organs are called by; two of one row are one organ under its old and its new name
_SECTORS = tuple(
    row.split("/")
    for row in re.findall(
        r"\S+",
        "水务/水利 农业农村/农业 住房和城乡建设/住建 市场监督管理/市场监管 自然资源/国土资源 生态环境/环境保护/环保 "
        "卫生健康/卫健 人力资源和社会保障/人社 文化和旅游/文旅/文广 应急管理/应急 交通运输/交通 医疗保障/医保 "
        "综合行政执法/城市管理/城管 发展和改革/发改 工业和信息化/工信 司法 财政 民政 公安 国安 教育 体育 商务 税务 "
        "审计 统计 林业 信访 气象 烟草 退役军人事务 行政审批 档案 机关事务 科技 粮食 畜牧 地震 能源 金融",
    )
)
_OWNERS = {word: row[0] for row in _SECTORS for word in row}
# 机关代字 of a single agency: the character that stands for its sector
_CODE_SECTORS = {"司": "司法", "水": "水务", "财": "财政", "教": "教育", "审": "审计", "林": "林业", "商": "商务"}
_SHORT_NAME = re.compile(r"以下(?:统一|统)?简称(?:为)?[“《]([^”》]{2,20})[”》]")


def check_names(sheet: Sheet) -> Iterator[Finding]:
    """Only what is certain: two names of which neither is short for the other."""
    yield from _issuer(sheet)
    yield from _code(sheet)
    yield from _units(sheet)
    yield from _short_names(sheet)


def _issuer(sheet: Sheet) -> Iterator[Finding]:
    document = sheet.document
    issuer = document.issuer
    if not issuer or len(document.sign) > 1 or "\n" in document.mark:
        return
    mark = re.sub(r"(?:文件|命令|令)$", "", document.mark)
    if mark and document.format is not Format.MINUTES and not _agree(mark, issuer):
        yield fault("OD101", "mark", f"发文机关标志与发文机关“{issuer}”不一致。", document.mark)
    for index, each in enumerate(document.sign if document.format is not Format.ORDER else ()):  # a 令 names a person
        if each.name and not _agree(each.name, issuer):
            yield fault("OD102", f"sign[{index}].name", f"署名与发文机关“{issuer}”不一致。", each.name, issuer)
    named = _TITLE_ORGAN.match(document.title.replace("\n", ""))
    if named and "\n" not in document.title and not _agree(named.group(1), issuer):
        better = issuer + document.title[named.end(1) :]
        yield fault("OD103", "title", f"标题里的“{named.group(1)}”与发文机关“{issuer}”不一致。", document.title, better)


def _agree(one: str, other: str) -> bool:
    """Whether one is the other or short for it: its characters stand in the other in their order."""
    short, long = sorted((one.replace(" ", ""), other.replace(" ", "")), key=len)
    rest = iter(long)
    return all(char in rest for char in short)


def _code(sheet: Sheet) -> Iterator[Finding]:
    """A number with the 机关代字 of another sector than the issuer's."""
    prefix, issuer = sheet.document.number.partition("〔")[0], sheet.document.issuer
    own = [char for char, sector in _CODE_SECTORS.items() if f"{sector}局" in issuer]
    others = [char for char in prefix[1:] if char in _CODE_SECTORS]
    if own and others and own[0] not in prefix:
        message = f"发文字号的机关代字“{prefix}”不像“{issuer}”的，请核对。"
        yield fault("OD27", "number", message, sheet.document.number)


def _units(sheet: Sheet) -> Iterator[Finding]:
    """A name in 主送 that the text writes with one other character, or by the organ's former name."""
    for name in {text.text for text in sheet.names if _ORGAN_END.search(text.text) and len(text.text) >= 4}:
        for text in sheet.running:
            for start in _starts(text.text, name):
                window = text.text[start : start + len(name)]
                if _differs_by_one(window, name) and _is_same_organ(window, name):
                    message = f"“{window}”与主送机关“{name}”只差一个字，请核对。"
                    yield text.fault("OD105", message, (start, start + len(name)), name)


def _starts(text: str, name: str) -> Iterator[int]:
    at = text.find(name[0])
    while at >= 0:
        yield at
        at = text.find(name[0], at + 1)


def _differs_by_one(window: str, name: str) -> bool:
    if len(window) != len(name) or window[-1] != name[-1]:
        return False
    return sum(one != other for one, other in zip(window, name, strict=True)) == 1


def _is_same_organ(window: str, name: str) -> bool:
    """Not so where both are organs of their own, such as 县教育局 and 县体育局."""
    one, other = _sector(window), _sector(name)
    if other is None:
        return False
    return one is None or one == other


def _sector(name: str) -> str | None:
    bare = _ORGAN_END.sub("", name)
    found = next((word for word in sorted(_OWNERS, key=len, reverse=True) if bare.endswith(word)), None)
    return _OWNERS[found] if found else None


def _short_names(sheet: Sheet) -> Iterator[Finding]:
    """A short name that is explained and never used."""
    for index, text in enumerate(sheet.body):
        for found in _SHORT_NAME.finditer(text.text):
            after = [text.text[found.end() :], *(other.text for other in sheet.running[index + 1 :])]
            if not any(found.group(1) in words for words in after):
                yield _unused(text, found)


def _unused(text: Text, found: re.Match[str]) -> Finding:
    message = f"简称“{found.group(1)}”后面没有用到，不必另起简称。"
    whole = text.text[max(0, found.start() - 1) : found.end() + 1]
    if whole.startswith("（") and whole.endswith("）"):
        return text.fault("OD106", message, (found.start() - 1, found.end() + 1), "")
    return text.fault("OD106", message, found.span())
