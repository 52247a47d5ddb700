"""What was not finished: places still to be filled in, words typed twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.printing.checking.finding import Finding, fault_in
from services.printing.checking.sheet import Sheet

# 某某公司, 张×× stand for a name that is withheld; before an organ or a date they are a place left open
_OPEN = re.compile(
    r"\{[^{}\n]{1,16}\}|\$\{[^}\n]*\}|_{2,}|＿{2,}|□{2,}|"
    r"(?<![\u4e00-\u9fff])(?:某某|[×Xx]{2,4}|[×Xx])(?=[年月日县市区镇乡局委办村号]|单位|部门|街道|人民政府)|"
    r"(?<=\d年)\s*[×Xx]{1,2}(?=月)|(?<=月)\s*[×Xx]{1,2}(?=日)|"
    r"[（【\[](?:此处)?待(?:补|填|定|核)[^）】\]\n]{0,8}[）】\]]|"
    r"\d{4}年[ \u3000]+月|月[ \u3000]+日|〔\s*[×Xx]*\s*〕|〕\s*[×Xx]{1,4}\s*号"
)
_TWICE = re.compile(
    r"的的(?!确|士)|关于关于|以及以及|进行进行|按照按照|根据根据|应当应当|现将现将|并并|将将(?!就)|或或|"
    r"([\u4e00-\u9fff]{3,8})\1"
)


def check_leftovers(sheet: Sheet) -> Iterator[Finding]:
    """Title, addressees, text and tables."""
    document = sheet.document
    lines = [("title", document.title), ("number", document.number), ("date", document.date), ("note", document.note)]
    lines += [(f"to[{index}]", entry) for index, entry in enumerate(document.to)]
    lines += [(text.where, text.text) for text in (*sheet.running, *sheet.cells)]
    for where, text in lines:
        for found in _OPEN.finditer(text):
            yield fault_in("OD130", where, f"“{found.group().strip()}”还没有填写。", text, found.span())
    for where, text in [("title", document.title), *((each.where, each.text) for each in sheet.running)]:
        for found in _TWICE.finditer(text):
            half = found.group()[: len(found.group()) // 2]
            yield fault_in("OD131", where, f"“{half}”写了两遍。", text, found.span(), half)
