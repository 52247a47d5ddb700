"""What the words of a line in a .docx tell: 发文字号, 签发人, 密级, dates, the mark of a level."""

from __future__ import annotations

import re

from services.printing.page import printable

_NUMBER = re.compile(
    r"(?:^|\s)([\u4e00-\u9fa5A-Za-z]{2,12}[〔\[【(（［]\s*\d{2,4}\s*[〕\]】)）］]\s*第?\s*\d+\s*号?)(?=\s|$|签发)"
)
_ORDER_NUMBER = re.compile(r"第\s*[〇一二三四五六七八九十百\d]+\s*[号期次]$")
_SIGNERS = re.compile(r"签\s*发\s*人\s*[：:]\s*")
_COPY_NO = re.compile(r"(?:№|No\.?)?\s*(\d{1,7})$")
_SECRECY = re.compile(r"(?:绝密|机密|秘密)(?:\s*\S?\s*(?:\d+\s*(?:年|个月|天)|长期))?$")
_URGENCY = ("特急", "加急", "特提", "平急", "紧急", "急件")
_DATE = re.compile(
    r"(?:\d{2,4}\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*日?|[一二三四五六七八九〇○零]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)$"
)
_NOTE = re.compile(r"[（(].{2,80}[）)]$")
_LABEL = re.compile(r"附\s*件\s*(\d{0,2})\s*[：:]?$")
_LISTED = re.compile(r"附\s*件\s*[：:]\s*(?=\S)")
_COPIES = re.compile(r"抄\s*送\s*[：:]\s*")
_PRINTED = re.compile(r"(\d{2,4}\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*日?)\s*印发$")
_LEVELS = (
    (1, re.compile(r"[一二三四五六七八九十百零]+[、.．](?!\d|[一二三四五六七八九十]+[、年级章节条款项次批类档期])")),
    (2, re.compile(r"[（(][一二三四五六七八九十百零]+[)）]")),
    (3, re.compile(r"\d{1,3}[.．、](?!\d)")),
    (4, re.compile(r"[（(]\d{1,3}[)）]")),
)


def level_of(text: str) -> int:
    """The level that the mark at the start of a paragraph stands for; 0 without one."""
    for level, pattern in _LEVELS:
        found = pattern.match(text)
        if found:
            run_in = level in (2, 4) and pattern.search(
                text, found.end()
            )  # （一）…；（二）… in one paragraph is a list
            return 0 if run_in else level
    return 0


def words_of(text: str) -> list[str]:
    """The paragraphs that a line with breaks in it makes."""
    return [words for words in (each.strip() for each in printable(text).split("\n")) if words]


def number_in(text: str) -> str:
    """发文字号 in a line, or nothing."""
    found = _NUMBER.search(text) or _ORDER_NUMBER.search(text)
    return found.group(found.lastindex or 0).strip() if found else ""


def signers_in(text: str) -> list[str]:
    """Names behind 签发人."""
    names = _SIGNERS.split(text, maxsplit=1)
    return names[1].split() if len(names) == 2 else []


def is_secrecy(text: str) -> bool:
    """密级和保密期限."""
    return _SECRECY.match(text) is not None


def is_urgency(text: str) -> bool:
    """紧急程度."""
    return re.sub(r"\s", "", text) in _URGENCY


def copy_no_in(text: str) -> str:
    """份号, or nothing."""
    found = _COPY_NO.match(text)
    return found.group(1) if found else ""


def copies_in(text: str) -> str:
    """What stands behind 抄送, as it is written."""
    return _COPIES.sub("", text, count=1).strip()


def printed_in(text: str) -> tuple[str, str]:
    """印发机关 and 印发日期."""
    found = _PRINTED.search(text.strip())
    return (text.strip()[: found.start()].strip(), re.sub(r"\s", "", found.group(1))) if found else (text.strip(), "")


def listed_in(text: str) -> str:
    """A name in 附件说明 without the label."""
    return _LISTED.sub("", text, count=1).strip()


def has_copies(text: str) -> bool:
    """抄送."""
    return _COPIES.match(text) is not None


def has_printed(text: str) -> bool:
    """印发机关 and 印发日期 on one line."""
    return _PRINTED.search(text) is not None


def is_date(text: str) -> bool:
    """成文日期 alone on its line, rightly written or not."""
    return _DATE.match(text) is not None


def is_note(text: str) -> bool:
    """附注."""
    return _NOTE.match(text) is not None


def is_label(text: str) -> bool:
    """附件, 附件1 alone on its line."""
    return _LABEL.match(text) is not None


def is_listed(text: str) -> bool:
    """The first line of 附件说明."""
    return _LISTED.match(text) is not None


def is_red(colour: str) -> bool:
    """Whether RRGGBB is a red as heads are printed in."""
    if not re.fullmatch("[0-9A-F]{6}", colour):
        return False
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return red >= 0xB0 and green <= 0x60 and blue <= 0x60
