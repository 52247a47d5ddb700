"""附件说明, what is attached, and what the text says of it (7.3.4, 7.3.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.printing.checking.finding import Finding, fault, fault_in
from services.printing.checking.sheet import STOPS, Sheet
from services.printing.official_text import attachment_names

# 附件 of this document, not of one that is quoted: 《…》附件2, 其附件
_MENTIONED = re.compile(
    r"(?<![》的其号”])(?<!》（)(?:(?:详?见|按照?|填写|填报|报送)?附件\s?(\d{1,2})|(?:详?见|填写|填报)附件|（附件）|附后）)"
)
_TYPED = re.compile(r"(?:附件)?\s*(\d{1,2})\s*([.．、：:])\s*(?!\d)")


def check_attachments(sheet: Sheet) -> Iterator[Finding]:
    """Names, their numbers, and agreement in both directions."""
    names = attachment_names(sheet.document)
    yield from _names(sheet, names)
    yield from _numbers(sheet)
    yield from _titles(sheet, names)
    yield from _mentions(sheet, len(names))


def _names(sheet: Sheet, names: tuple[str, ...]) -> Iterator[Finding]:
    given = "attachments" if sheet.document.attachments else "appendices"
    for index, name in enumerate(names):
        if name[-1:] and name[-1] in STOPS:
            where = f"{given}[{index}]" if given == "attachments" else f"appendices[{index}].title"
            source = (
                sheet.document.attachments[index] if given == "attachments" else sheet.document.appendices[index].title
            )
            message = "附件名称后面不加标点。"
            yield fault("OD60", where, message, source, source.rstrip(STOPS) or None)


def _numbers(sheet: Sheet) -> Iterator[Finding]:
    """Numbers typed before the names: 1. 2. 3., with a point, none for a single one."""
    given = sheet.document.attachments
    typed = [_TYPED.match(name) for name in given]
    for index, (name, found) in enumerate(zip(given, typed, strict=True), start=1):
        if found is None or not all(typed):
            continue
        where = f"attachments[{index - 1}]"
        if len(given) == 1:
            yield fault_in("OD66", where, "只有一个附件时不编序号。", name, (0, found.end()), "")
        elif int(found.group(1)) != index:
            message = f"附件序号“{found.group(1)}”应是“{index}”。"
            yield fault_in("OD66", where, message, name, found.span(1), str(index))


def _titles(sheet: Sheet, names: tuple[str, ...]) -> Iterator[Finding]:
    document = sheet.document
    if not document.attachments or not document.appendices:
        return
    if len(names) != len(document.appendices):
        yield Finding("OD61", "attachments", f"附件说明列了{len(names)}个，后面附了{len(document.appendices)}个。")
    for index, (name, appendix) in enumerate(zip(names, document.appendices, strict=False)):
        bare = name.rstrip(STOPS)
        if bare != appendix.title:
            where = f"appendices[{index}].title"
            yield fault("OD62", where, "附件标题与附件说明不一致。", appendix.title, bare)


def _mentions(sheet: Sheet, count: int) -> Iterator[Finding]:
    mentioned = False
    for text in sheet.body:
        for found in _MENTIONED.finditer(text.text):
            mentioned = True
            number = int(found.group(1) or 1)
            if not count:
                yield text.fault("OD63", "正文提到附件，后面没有附件。", found.span())
            elif number > count:
                yield text.fault("OD65", f"正文提到附件{number}，附件只有{count}个。", found.span())
    if count and not mentioned and "附" not in sheet.whole and "印发" not in sheet.document.title + sheet.whole:
        yield Finding("OD64", "attachments", "有附件，正文没有提到。")
