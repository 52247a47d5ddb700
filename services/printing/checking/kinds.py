"""What each 文种 asks for: 请示, 报告, closing words, layout; 署名, 附注, 用印 (条例 第八、十五条; 7.3.5, 7.3.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.printing.checking.finding import Finding, fault, fault_in
from services.printing.checking.head import check_date
from services.printing.checking.sheet import Sheet
from services.printing.official_model import Format

_ASKS = re.compile(r"(?:妥否|当否|如无不妥).{0,8}请.{0,4}批|请(?:予)?(?:批示|批复|审批)")
_MATTER = re.compile(r"(?:[一二三四五六七八九十]+、)?(?:请求|恳请|申请|关于.{2,24}(?:问题|经费|编制|事项|资金))")
_CLOSING = re.compile(r"(?:现)?特此(通知|报告|函告|函复|通告|公告|通报|请示|批复)(?=[。！]?$)")
_CLOSINGS = {
    "通知": ("通知",),
    "通报": ("通报", "通知"),
    "报告": ("报告",),
    "函": ("函告", "函复"),
    "公告": ("公告",),
    "通告": ("通告",),
    "批复": ("批复",),
    "请示": ("请示",),
}
_CONTACT = re.compile(r"联系(?:人|电话|方式)|电话")


def check_kind(sheet: Sheet) -> Iterator[Finding]:
    """Content, closing words and layout against the 文种."""
    if not sheet.document.body:
        yield Finding("OD50", "body", "没有正文。")
    for text in sheet.body:
        found = re.search(r"[（(]?此页无正文[)）]?", text.text)
        if found:
            message = "不用“此页无正文”，版面会自动把署名和正文排在同一页。"
            yield text.fault("OD55", message, found.span())
    if sheet.kind == "报告":
        yield from _report(sheet)
    if sheet.kind == "请示":
        yield from _request(sheet)
    yield from _closing(sheet)
    yield from _layout(sheet)


def _report(sheet: Sheet) -> Iterator[Finding]:
    for text in sheet.body:
        found = _ASKS.search(text.text)
        if found:
            yield text.fault("OD54", "报告里不夹带请示事项。", found.span())


def _request(sheet: Sheet) -> Iterator[Finding]:
    matters = [text for text in sheet.body if text.level == 1 and _MATTER.match(text.text)]
    if len(matters) > 1:
        second = matters[1]
        message = "请示一文一事，这里像是写了几件事。"
        yield Finding("OD58", second.where, message, raw=second.text[:20], place=second.place)
    if sheet.body and not _ASKS.search(sheet.whole):
        message = "请示结尾一般写“妥否，请批示。”。"
        last = sheet.body[-1]
        yield Finding("OD140", last.where, message, raw=last.text[-20:], place=last.place)


def _closing(sheet: Sheet) -> Iterator[Finding]:
    """特此… that belongs to another 文种."""
    fitting = _CLOSINGS.get(sheet.kind)
    for text in sheet.body[-3:]:
        found = _CLOSING.search(text.text)
        if found and fitting and found.group(1) not in fitting:
            message = f"“{found.group()}”与文种“{sheet.kind}”不符。"
            yield text.fault("OD141", message, found.span(1), fitting[0])


def _layout(sheet: Sheet) -> Iterator[Finding]:
    layout, kind = sheet.document.format, sheet.kind
    if layout is Format.DOCUMENT and kind == "函":
        yield Finding("OD142", "format", "函一般用信函格式，这里选的是文件格式。")
    elif layout is Format.LETTER and kind in ("请示", "决定", "命令", "令", "公报"):
        yield Finding("OD142", "format", f"{kind}不用信函格式。")
    elif layout is Format.ORDER and kind and kind not in ("令", "命令", "决定"):
        yield Finding("OD142", "format", f"{kind}不用命令格式。")


def check_signing(sheet: Sheet) -> Iterator[Finding]:
    """署名, 用印, 成文日期, 附注."""
    document = sheet.document
    if document.format is Format.MINUTES:
        if any(each.seal for each in document.sign):
            yield Finding("OD77", "sign", "纪要不加盖印章。")
        return
    if not document.sign:
        yield Finding("OD70", "sign", "没有发文机关署名。")
    if len({each.seal for each in document.sign}) > 1:
        yield Finding("OD71", "sign", "联合行文的机关有的用印有的不用印，全部按用印排。")
    yield from check_date("date", "成文日期", document.date)
    yield from _note(sheet)


def _note(sheet: Sheet) -> Iterator[Finding]:
    note = sheet.document.note
    if sheet.kind == "请示" and not _CONTACT.search(note):
        yield Finding("OD72", "note", "请示要在附注处写明联系人和电话。", raw=note or None)
    label = re.match(r"附注[：:]\s*", note)
    if label:
        yield fault_in("OD76", "note", "附注直接写在括号里，不写“附注”两字。", note, label.span(), "")
    elif (note[:1] in "（(" and note[:1]) != (note[-1:] in "）)" and note[-1:]) and note.count("（") != note.count(
        "）"
    ):
        bare = note.strip("（）()")
        yield fault("OD76", "note", "附注用一对圆括号括起。", note, f"（{bare}）")
    elif note.endswith("。"):
        yield fault("OD76", "note", "附注末尾不用句号。", note, note.rstrip("。"))
