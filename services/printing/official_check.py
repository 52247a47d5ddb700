"""Faults in the content of an official document, each with the clause it goes against. Nothing here stops the layout.

An error departs from what GB/T 9704 lays down (规定); a warning from what is usual, advised or practised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from services.printing.official_model import Format, OfficialDocument, Paragraph, paragraphs
from services.printing.official_text import attachment_names
from services.problems import Level, Problem

_NUMBER = re.compile(r"[\u4e00-\u9fa5A-Za-z]+〔(?:19|20)\d{2}〕[1-9]\d*号")
_ORDER_NUMBER = re.compile(r"第[〇一二三四五六七八九十百\d]+号")
_PRINTED_DATE = re.compile(r"(\d{4})年([1-9]|1[0-2])月([1-9]|[12]\d|3[01])日")
_SECRECY = re.compile(r"(?:绝密|机密|秘密)(?:★(?:\d+年|\d+个月|\d+天|长期))?")
_URGENCY = ("特急", "加急", "特提", "平急")
_STOPS = "。，、；：！？.,;:!?"
_KINDS = re.findall(r"\S+", "决议 决定 命令 令 公报 公告 通告 意见 通知 通报 报告 请示 批复 议案 函 纪要")
_WRONG_LEVEL = (
    (re.compile(r"[一二三四五六七八九十]+[.．]"), "“一”后面用顿号，写作“一、”"),
    (re.compile(r"（[一二三四五六七八九十\d]+）、"), "括号序号后面不加顿号"),
    (re.compile(r"\([一二三四五六七八九十\d]+\)"), "序号用全角括号，写作“（一）”"),
    (re.compile(r"\d+、"), "阿拉伯数字序号后面用点，写作“1.”"),
)


def check_official(document: OfficialDocument) -> list[Problem]:
    """Every fault found, in the order of the page."""
    checks = (_head, _number, _title, _recipients, _body, _attachments, _signing, _imprint, _punctuation)
    return [problem for check in checks for problem in check(document)]


def _error(code: str, where: str, message: str, raw: str | None = None, suggest: str | None = None) -> Problem:
    return Problem(Level.ERROR, code, where, message, raw, suggest)


def _warning(code: str, where: str, message: str, raw: str | None = None, suggest: str | None = None) -> Problem:
    return Problem(Level.WARNING, code, where, message, raw, suggest)


def _head(document: OfficialDocument) -> Iterator[Problem]:
    if not document.mark and document.format in (Format.DOCUMENT, Format.LETTER, Format.ORDER, Format.MINUTES):
        yield _error("OD10", "mark", "没有发文机关标志（GB/T 9704 7.2.4）。")
    if document.format is Format.LETTER and document.mark.endswith("文件"):
        suggest = document.mark.removesuffix("文件")
        yield _error("OD11", "mark", "信函的标志只写机关名称，不加“文件”（10.1）。", document.mark, suggest)
    if document.copy_no and not re.fullmatch(r"\d{6}", document.copy_no):
        digits = document.copy_no.zfill(6) if document.copy_no.isdigit() and len(document.copy_no) < 6 else None
        yield _warning("OD12", "copy_no", "份号一般是6位阿拉伯数字（7.2.1）。", document.copy_no, digits)
    if document.secrecy and not _SECRECY.fullmatch(document.secrecy):
        yield _error("OD13", "secrecy", "密级和保密期限写作“机密★1年”（7.2.2）。", document.secrecy)
    if document.secrecy and not document.copy_no:
        yield _error("OD14", "copy_no", "涉密公文要标份号（7.2.1）。")
    if document.urgency and document.urgency not in _URGENCY:
        yield _error("OD15", "urgency", "紧急程度是“特急”或者“加急”（7.2.3）。", document.urgency)
    if _kind(document) == "请示" and document.format is Format.DOCUMENT and not document.signers:
        yield _error("OD16", "signers", "上行文要标签发人（7.2.6）。")


def _number(document: OfficialDocument) -> Iterator[Problem]:
    number = document.number
    if document.format in (Format.MINUTES, Format.FORM) and not number:
        return
    if not number:
        yield _error("OD20", "number", "没有发文字号（7.2.5）。")
        return
    if document.format is Format.ORDER and _ORDER_NUMBER.fullmatch(number):
        return
    if document.format is Format.MINUTES and re.search(r"第.+[期次号]", number):
        return
    yield from _number_parts(number)


def _number_parts(number: str) -> Iterator[Problem]:
    if _NUMBER.fullmatch(number):
        return
    better = re.sub(r"[\[【(（［{]\s*(\d{2,4})\s*[\]】)）］}]", r"〔\1〕", number)
    better = re.sub(r"〕\s*第?\s*0*", "〕", better.replace(" ", ""))
    suggest = better if better != number and _NUMBER.fullmatch(better) else None
    known = False
    if "第" in number:
        known = True
        yield _error("OD21", "number", "发文顺序号前不加“第”字（7.2.5）。", number, suggest)
    if re.search(r"[\[【(（［{]\s*\d+", number):
        known = True
        yield _error("OD22", "number", "年份用六角括号“〔〕”括起（7.2.5）。", number, suggest)
    if re.search(r"[〕\]】)）］}]\s*第?0\d", number):
        known = True
        yield _error("OD23", "number", "发文顺序号不编虚位，1不写作01（7.2.5）。", number, suggest)
    if re.search(r"[〔\[【(（［{]\s*(?!(?:19|20)\d{2}\s*[〕\]】)）］}])\d+", number):
        known = True
        yield _error("OD24", "number", "年份要写全4位（7.2.5）。", number, suggest)
    if not number.endswith("号"):
        known = True
        yield _error("OD25", "number", "发文顺序号后面要加“号”字（7.2.5）。", number, suggest)
    if not known:
        yield _error(
            "OD26", "number", "发文字号由机关代字、年份、顺序号组成，如“示司发〔2026〕7号”（7.2.5）。", number, suggest
        )


def _title(document: OfficialDocument) -> Iterator[Problem]:
    title = document.title
    if not title:
        if document.format is not Format.ORDER:
            yield _error("OD30", "title", "没有标题（7.3.1）。")
        return
    if title[-1] in _STOPS:
        yield _error("OD31", "title", "标题末尾不用标点（7.3.1）。", title, title.rstrip(_STOPS))
    elif any(char in "。；！？" for char in title):
        yield _warning("OD32", "title", "标题里除书名号、引号、括号和顿号外一般不用标点（7.3.1）。", title)
    if re.search(r"《[^》]*《", title):
        yield _warning("OD33", "title", "书名号里面再用书名号时用“〈〉”（GB/T 15834）。", title)
    for left, right in ("《》", "〈〉", "（）", "“”", "〔〕"):
        if title.count(left) != title.count(right):
            yield _error("OD34", "title", f"“{left}{right}”不成对（GB/T 15834）。", title)
    if title.count("关于") and not _kind(document) and document.format in (Format.DOCUMENT, Format.LETTER):
        yield _warning("OD35", "title", "标题末尾没有文种，如“通知”“报告”“函”（7.3.1）。", title)
    if re.search(r"关于.*关于.*的通知的通知", title):
        yield _warning("OD36", "title", "转发类标题里重复的“关于”“的通知”要省去。", title)


def _recipients(document: OfficialDocument) -> Iterator[Problem]:
    if document.format in (Format.DOCUMENT, Format.LETTER) and not document.to:
        kind = _kind(document)
        if kind not in ("公告", "通告", "公报", "决定", "决议", "意见", "纪要"):
            yield _warning("OD40", "to", "没有主送机关（7.3.2）。")
    for index, name in enumerate(document.to):
        if name.endswith(":"):
            yield _warning("OD41", f"to[{index}]", "主送机关后面用全角冒号（7.3.2），已改正。", name)
    if _kind(document) == "请示" and len(document.to) > 1:
        yield _error("OD42", "to", "请示只写一个主送机关（党政机关公文处理工作条例第十五条）。", "、".join(document.to))


def _body(document: OfficialDocument) -> Iterator[Problem]:
    if not document.body:
        yield _error("OD50", "body", "没有正文（7.3.3）。")
    deepest = 0
    for paragraph in paragraphs(document.body):
        where = paragraph.place
        yield from _level_mark(where, paragraph)
        if paragraph.level > deepest + 1 and paragraph.level > 1:
            yield _warning(
                "OD52", where, f"第{paragraph.level}层前面没有第{paragraph.level - 1}层（7.3.3）。", paragraph.text[:20]
            )
        if paragraph.level:
            deepest = paragraph.level
        if paragraph.level == 1 and paragraph.text.endswith("。") and paragraph.text.count("。") == 1:
            yield _warning("OD53", where, "单独成行的小标题末尾不用句号（7.3.3）。", paragraph.text[-20:])
    whole = "".join(paragraph.text for paragraph in paragraphs(document.body))
    if "此页无正文" in whole:
        yield _error("OD55", "body", "不用“此页无正文”，版面会自动把署名和正文排在同一页（7.3.5.5）。")
    if _kind(document) == "报告" and re.search(r"(?:妥否|当否|如无不妥).{0,8}请.{0,4}批", whole):
        yield _warning("OD54", "body", "报告里不夹带请示事项（党政机关公文处理工作条例第十五条）。")


def _level_mark(where: str, paragraph: Paragraph) -> Iterator[Problem]:
    for pattern, message in _WRONG_LEVEL:
        found = pattern.match(paragraph.text)
        if found:
            yield _warning("OD51", where, f"{message}（7.3.3）。", found.group())


def _attachments(document: OfficialDocument) -> Iterator[Problem]:
    names = attachment_names(document)
    for index, name in enumerate(names):
        if name[-1:] and name[-1] in _STOPS:
            yield _error("OD60", f"attachments[{index}]", "附件名称后面不加标点（7.3.4）。", name, name.rstrip(_STOPS))
    if document.attachments and document.appendices:
        if len(names) != len(document.appendices):
            text = f"附件说明列了{len(names)}个，后面附了{len(document.appendices)}个（7.3.7）。"
            yield _error("OD61", "attachments", text)
        for index, (name, appendix) in enumerate(zip(names, document.appendices, strict=False)):
            if name.rstrip(_STOPS) != appendix.title:
                yield _error(
                    "OD62", f"appendices[{index}]", "附件标题与附件说明不一致（7.3.7）。", appendix.title, name
                )


def _signing(document: OfficialDocument) -> Iterator[Problem]:
    if document.format is Format.MINUTES:
        return
    if not document.sign:
        yield _error("OD70", "sign", "没有发文机关署名（7.3.5）。")
    sealed = {each.seal for each in document.sign}
    if len(sealed) > 1:
        yield _warning("OD71", "sign", "联合行文的机关有的用印有的不用印，全部按用印排（7.3.5.1）。")
    yield from _date("date", "成文日期", document.date, "7.3.5.4")
    if _kind(document) == "请示" and not document.note:
        yield _warning("OD72", "note", "请示要在附注处写明联系人和电话（7.3.6）。")


def _date(where: str, name: str, text: str, clause: str) -> Iterator[Problem]:
    if not text:
        yield _error("OD73", where, f"没有{name}（{clause}）。")
        return
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        parts = text.split("-")
    else:
        printed = _PRINTED_DATE.fullmatch(text)
        if not printed:
            yield _error(
                "OD74", where, f"{name}用阿拉伯数字写全年、月、日，月日不编虚位，如2026年6月5日（{clause}）。", text
            )
            return
        parts = list(printed.groups())
    try:
        date(*(int(part) for part in parts))
    except ValueError:
        yield _error("OD75", where, f"{name}不是日历上有的日子。", text)


def _imprint(document: OfficialDocument) -> Iterator[Problem]:
    if document.format is not Format.DOCUMENT:
        return
    if not document.printed_by:
        yield _warning("OD80", "printed_by", "版记没有印发机关（7.4.3）。")
    if document.printed_by or document.printed_on:
        yield from _date("printed_on", "印发日期", document.printed_on, "7.4.3")
    both = (document.date, document.printed_on)
    if all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) for day in both) and document.printed_on < document.date:
        yield _warning("OD81", "printed_on", "印发日期早于成文日期，请改其中一个。", document.printed_on)


_LOOK_FOR = (
    ("OD90", re.compile(r"\.{3,}|。{2,}"), "省略号写作“……”（GB/T 15834）。"),
    ("OD91", re.compile(r"(?<!\d)--+"), "破折号写作“——”（GB/T 15834）。"),
    ("OD92", re.compile(r'"'), "引号用“”（GB/T 15834）。"),
    ("OD93", re.compile(r"(?<=[\u4e00-\u9fa5])[,;?!]|(?<=[\u4e00-\u9fa5]):(?!\d)"), "中文里用全角标点（GB/T 15834）。"),
    ("OD94", re.compile(r"\d{2,4}年0\d月|\d月0\d日"), "日期的月、日不编虚位（GB/T 15835）。"),
    ("OD95", re.compile(r"二[○0Oo][一二三四五六七八九十○0Oo]"), "汉字年份里的零写作“〇”（GB/T 15835）。"),
    (
        "OD96",
        re.compile(r"[一二三四五六七八九十]+是，|第[一二三四五六七八九十]+、"),
        "写作“一是……”“第一，……”（GB/T 15834）。",
    ),
)


def _punctuation(document: OfficialDocument) -> Iterator[Problem]:
    for paragraph in paragraphs(document.body):
        for code, pattern, message in _LOOK_FOR:
            found = pattern.search(paragraph.text)
            if found:
                around = paragraph.text[max(0, found.start() - 8) : found.end() + 8]
                yield _warning(code, paragraph.place, message, around)


def _kind(document: OfficialDocument) -> str:
    title = document.title.rstrip(_STOPS + "（）()0123456789 ")
    return next((kind for kind in _KINDS if title.endswith(kind)), "")
