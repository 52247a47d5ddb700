"""What was not finished: places still to be filled in, words typed twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.printing.checking.finding import Finding
from services.printing.checking.sheet import Sheet, Text
from services.printing.official_model import Format

# 某某公司, 张×× stand for a name that is withheld; before an organ or a date they are a place left open
_OPEN = re.compile(
    r"\{[^{}\n]{1,16}\}|\$\{[^}\n]*\}|"
    r"(?<![\u4e00-\u9fff])(?:某某|[×Xx]{2,4}|[×Xx])(?=[年月日县市区镇乡局委办村号]|单位|部门|街道|人民政府)|"
    r"(?<=\d年)\s*[×Xx]{1,2}(?=月)|(?<=月)\s*[×Xx]{1,2}(?=日)|"
    r"[（【\[](?:此处)?待(?:补|填|定|核)[^）】\]\n]{0,8}[）】\]]|"
    r"〔\s*[×Xx]*\s*〕|〕\s*[×Xx]{1,4}\s*号"
)
# to be written in by hand where it stands in a form or in an appendix; in a text it was forgotten
_BLANK = re.compile(r"_{2,}|＿{2,}|□{2,}|\d{4}年[ \u3000]+月|月[ \u3000]+日")
_TWICE = re.compile(
    r"(的)的+(?!确|士)|(并)并+|(或)或+|(关于|以及|进行|按照|根据|应当|现将)\4+|([\u4e00-\u9fff]{3,8}?)\5+"
)


def check_leftovers(sheet: Sheet) -> Iterator[Finding]:
    """Head, addressees, text and tables."""
    document = sheet.document
    lines = [Text("title", document.title), Text("number", document.number)]
    lines += [Text("date", document.date), Text("note", document.note)]
    lines += [Text(f"to[{index}]", entry) for index, entry in enumerate(document.to)]
    for text in (*lines, *sheet.running, *sheet.cells):
        yield from _open(text, _OPEN)
    if document.format is not Format.FORM:
        for text in sheet.body:
            yield from _open(text, _BLANK)
    for text in (lines[0], *sheet.running):
        for found in _TWICE.finditer(text.text):
            word = next(filter(None, found.groups()))
            yield text.fault("OD131", f"“{word}”重复。", found.span(), word)


def _open(text: Text, pattern: re.Pattern[str]) -> Iterator[Finding]:
    for found in pattern.finditer(text.text):
        yield text.fault("OD130", f"“{found.group().strip()}”还没有填写。", found.span())
