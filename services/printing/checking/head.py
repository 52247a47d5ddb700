"""版头, 发文字号 and 版记 (GB/T 9704-2012, 7.2 and 7.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from services.printing.checking.finding import Finding, fault
from services.printing.checking.sheet import Sheet, day_of
from services.printing.official_model import Format
from services.printing.official_text import chinese_number
from services.words import chinese_date

_NUMBER = re.compile(r"[\u4e00-\u9fa5A-Za-z]+〔(?:19|20)\d{2}〕[1-9]\d*号")
_ORDER_NUMBER = re.compile(r"第[〇一二三四五六七八九十百\d]+号")
_SECRECY = re.compile(r"(?:绝密|机密|秘密)(?:★(?:\d+年|\d+个月|\d+天|长期))?")
_LONGEST_YEARS = {"绝密": 30, "机密": 20, "秘密": 10}
_URGENCY = ("特急", "加急", "特提", "平急")
_MARKED = (Format.DOCUMENT, Format.LETTER, Format.ORDER, Format.MINUTES)
_FIXED_DATE = re.compile(r"\s*(\d{4})\s*(?:年|[-./])\s*0?(\d{1,2})\s*(?:月|[-./])\s*0?(\d{1,2})\s*日?\s*")
_DIGITS = "〇一二三四五六七八九"
_ZEROS = str.maketrans("○零0OＯ", "〇〇〇〇〇")
_WRITTEN_DATE = re.compile(
    r"([一二三四五六七八九〇○零0OＯ]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_NUMERALS = {chinese_number(count): count for count in range(1, 32)}
_NUMBER_FAULTS = (
    ("OD21", re.compile("第"), "发文顺序号前不加“第”字。"),
    ("OD22", re.compile(r"[\[【(（［{]\s*\d+"), "年份用六角括号“〔〕”括起。"),
    ("OD23", re.compile(r"[〕\]】)）］}]\s*第?0\d"), "发文顺序号不编虚位，1不写作01。"),
    ("OD24", re.compile(r"[〔\[【(（［{]\s*(?!(?:19|20)\d{2}\s*[〕\]】)）］}])\d+"), "年份要写全4位。"),
    ("OD25", re.compile(r"(?<!号)$"), "发文顺序号后面要加“号”字。"),
)


def check_head(sheet: Sheet) -> Iterator[Finding]:
    """发文机关标志, 份号, 密级, 紧急程度, 签发人."""
    document = sheet.document
    if not document.mark and document.format in _MARKED:
        yield Finding("OD10", "mark", "没有发文机关标志。")
    if document.format is Format.LETTER and document.mark.endswith("文件"):
        better = document.mark.removesuffix("文件")
        yield fault("OD11", "mark", "信函的标志只写机关名称，不加“文件”。", document.mark, better or None)
    if document.copy_no and not re.fullmatch(r"\d{6}", document.copy_no):
        short = re.fullmatch(r"[0-9]{1,5}", document.copy_no)
        padded = document.copy_no.zfill(6) if short else None
        yield fault("OD12", "copy_no", "份号一般是6位阿拉伯数字。", document.copy_no, padded)
    yield from _secrecy(document.secrecy, document.copy_no)
    if document.urgency and document.urgency not in _URGENCY:
        yield fault("OD15", "urgency", "紧急程度是“特急”或者“加急”。", document.urgency)
    if sheet.kind == "请示" and document.format is Format.DOCUMENT and not document.signers:
        yield Finding("OD16", "signers", "上行文要标签发人。")


def _secrecy(secrecy: str, copy_no: str) -> Iterator[Finding]:
    if not secrecy:
        return
    if not _SECRECY.fullmatch(secrecy):
        better = re.sub(r"^(绝密|机密|秘密)[\s*＊☆★·]*(?=\d|长期|$)", r"\1★", secrecy).replace(" ", "")
        better = better.removesuffix("★")
        usable = better if _SECRECY.fullmatch(better) else None
        yield fault("OD13", "secrecy", "密级和保密期限写作“机密★1年”。", secrecy, usable)
    elif (years := re.search(r"(\d+)年", secrecy)) and int(years.group(1)) > _LONGEST_YEARS[secrecy[:2]]:
        longest = _LONGEST_YEARS[secrecy[:2]]
        yield fault("OD17", "secrecy", f"{secrecy[:2]}级的保密期限一般不超过{longest}年。", secrecy)
    if not copy_no:
        yield Finding("OD14", "copy_no", "涉密公文要标份号。")


def check_number(sheet: Sheet) -> Iterator[Finding]:
    """发文字号: 机关代字, year in 〔〕, serial without zeros in front."""
    document = sheet.document
    number = document.number
    if document.format in (Format.MINUTES, Format.FORM) and not number:
        return
    if not number:
        yield Finding("OD20", "number", "没有发文字号。")
        return
    if document.format is Format.ORDER and _ORDER_NUMBER.fullmatch(number):
        return
    if document.format is Format.MINUTES and re.search(r"第.+[期次号]", number):
        return
    if not _NUMBER.fullmatch(number):
        yield from _number_parts(number)
        return
    year = re.search(r"〔(\d{4})〕", number)
    if year and sheet.day and int(year.group(1)) > sheet.day.year:
        yield fault("OD28", "number", f"发文字号的年份晚于成文日期的{sheet.day.year}年，请改其中一个。", number)


def _number_parts(number: str) -> Iterator[Finding]:
    better = re.sub(r"[\[【(（［{]\s*(\d{2,4})\s*[\]】)）］}]", r"〔\1〕", number)
    better = re.sub(r"〕\s*第?\s*0*", "〕", better.replace(" ", ""))
    suggest = better if better != number and _NUMBER.fullmatch(better) else None
    faults = [(code, message) for code, pattern, message in _NUMBER_FAULTS if pattern.search(number)]
    for code, message in faults:
        yield fault(code, "number", message, number, suggest)
    if not faults:
        message = "发文字号由机关代字、年份、顺序号组成，如“示司发〔2026〕7号”。"
        yield fault("OD26", "number", message, number, suggest)


def check_imprint(sheet: Sheet) -> Iterator[Finding]:
    """印发机关 and 印发日期 of a 文件, and its order with 成文日期."""
    document = sheet.document
    if document.format is not Format.DOCUMENT:
        return
    if not document.printed_by:
        yield Finding("OD80", "printed_by", "版记没有印发机关。")
    if document.printed_by or document.printed_on:
        yield from check_date("printed_on", "印发日期", document.printed_on)
    printed = day_of(document.printed_on)
    if sheet.day and printed and printed < sheet.day:
        yield fault("OD81", "printed_on", "印发日期早于成文日期，请改其中一个。", document.printed_on)


def check_date(where: str, name: str, text: str) -> Iterator[Finding]:
    """A date of its own line: Arabic, whole year, no zeros in front, a day of the calendar."""
    if not text:
        yield Finding("OD73", where, f"没有{name}。")
        return
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}|\d{4}年(?:[1-9]|1[0-2])月(?:[1-9]|[12]\d|3[01])日", text, re.ASCII):
        if day_of(text) is None:
            yield fault("OD75", where, f"{name}不是日历上有的日子。", text)
        return
    message = f"{name}用阿拉伯数字写全年、月、日，月日不编虚位，如2026年6月5日。"
    yield fault("OD74", where, message, text, _plain_date(text))


def _plain_date(text: str) -> str | None:
    """2026.06.15, 2026年06月15日, 二〇二六年六月十五日 as the standard has it; None where it is no day."""
    found = _FIXED_DATE.fullmatch(text)
    written = _WRITTEN_DATE.fullmatch(text)
    try:
        if found is not None:
            day = date(*(int(part) for part in found.groups()))
        elif written is not None:
            year = "".join(str(_DIGITS.index(char)) for char in written.group(1).translate(_ZEROS))
            day = date(int(year), _NUMERALS[written.group(2)], _NUMERALS[written.group(3)])
        else:
            return None
    except (ValueError, KeyError):
        return None
    return chinese_date(day)
