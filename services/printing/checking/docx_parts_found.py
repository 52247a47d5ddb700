"""Which paragraph of a .docx is which element of an official document, told by its words, place and type."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from services.printing.checking.docx_lines import Grid, Line
from services.printing.checking.sheet import KINDS
from services.printing.measures import SIZE
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
_MARK_SIZE, _TITLE_SIZE = 25.0, 19.0
_LONGEST_NAME = 40
_HEAD_TABLES = 5
_FAR = 64.0  # points from the left: more than any indent of the text


@dataclass
class Parts:
    """The lines of each element, in their order; `tables` are in `body` where they stand."""

    corner: list[Line] = field(default_factory=list)
    mark: list[Line] = field(default_factory=list)
    number: Line | None = None
    signers: list[Line] = field(default_factory=list)
    issuer: list[Line] = field(default_factory=list)  # above the title of a form
    title: list[Line] = field(default_factory=list)
    to: Line | None = None
    body: list[Line | Grid] = field(default_factory=list)
    attachments: list[Line] = field(default_factory=list)
    sign: list[Line] = field(default_factory=list)
    date: Line | None = None
    note: Line | None = None
    appendices: list[tuple[Line, list[Line | Grid]]] = field(default_factory=list)
    copies: str = ""
    printed: str = ""


def take_apart(blocks: Sequence[Line | Grid]) -> Parts:
    """The elements of a document."""
    parts = Parts()
    rest = _imprint(parts, _opened(blocks))
    rest = _head(parts, rest)
    rest = rest if parts.title else _title(parts, rest)
    if rest and isinstance(rest[0], Line) and _is_recipients(rest[0]):
        parts.to = rest[0]
        rest = rest[1:]
    _text(parts, _appendices(parts, rest))
    return parts


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


def words_of(line: Line) -> list[str]:
    """The paragraphs that a line with breaks in it makes."""
    return [words for words in (each.strip() for each in printable(line.text).split("\n")) if words]


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


def _opened(blocks: Sequence[Line | Grid]) -> list[Line | Grid]:
    """With a table that only sets the head in its place, as for a joint mark or 签发人, replaced by its lines."""
    found: list[Line | Grid] = []
    for at, block in enumerate(blocks):
        if at < _HEAD_TABLES and isinstance(block, Grid) and any(_is_head_line(line) for line in block.lines):
            found += block.lines
        else:
            found.append(block)
    return found


def _imprint(parts: Parts, blocks: list[Line | Grid]) -> list[Line | Grid]:
    """Takes 版记 off: the lines or the table with 抄送 and 印发 at the end."""
    kept: list[Line | Grid] = []
    for index, block in enumerate(blocks):
        words = _words(block)
        last = index >= len(blocks) - 6
        if last and _COPIES.match(words):
            found = [line for line in words.split("\n") if line.strip()]
            parts.copies = found[0]
            parts.printed = next((line for line in found[1:] if "印发" in line), parts.printed)
        elif last and _PRINTED.search(words.replace("\n", " ")):
            parts.printed = words.replace("\n", " ")
        else:
            kept.append(block)
    return kept


def _words(block: Line | Grid) -> str:
    if isinstance(block, Line):
        return block.text
    return "\n".join("\t".join(cell for cell in row if cell) for row in block.rows)


def _head(parts: Parts, blocks: list[Line | Grid]) -> list[Line | Grid]:
    """版头: everything down to 发文字号, or to the last line in the type of a mark."""
    lines = [(at, block) for at, block in enumerate(blocks[:14]) if isinstance(block, Line)]
    ends = [at for at, line in lines if _is_head_line(line)] or [at for at, line in lines[:4] if _is_large(line)]
    if not ends:
        return blocks
    for block in blocks[: ends[-1] + 1]:
        if isinstance(block, Line):
            _sort_head(parts, block)
    _plain_head(parts)
    return blocks[ends[-1] + 1 :]


def _plain_head(parts: Parts) -> None:
    """A form has its issuer, its title and its number on top, none of them red: no head but the first lines."""
    last = parts.mark[-1].text if parts.mark else ""
    if not last or any(_is_red_line(line) for line in parts.mark) or last.endswith(("文件", "令", "纪要")):
        return
    if last.endswith((*KINDS, "书", "单", "表")):
        parts.issuer, parts.title, parts.mark = parts.mark[:-1], parts.mark[-1:], []


def _is_red_line(line: Line) -> bool:
    look = line.look()
    return look is not None and is_red(look.colour)


def _is_head_line(line: Line) -> bool:
    """发文字号, 签发人, or anything red; a 发文字号 that the text quotes has more words around it."""
    if len(line.text) > _LONGEST_NAME:
        return False
    number = number_in(line.text)
    alone = number and len(re.sub(r"\s", "", line.text)) <= len(number) + 24 and not line.text.endswith(tuple(KINDS))
    return bool(alone) or bool(signers_in(line.text)) or _is_red_line(line)


def _is_large(line: Line) -> bool:
    look = line.look()
    return look is not None and look.size > _MARK_SIZE and len(line.text) <= _LONGEST_NAME


def _sort_head(parts: Parts, line: Line) -> None:
    text = line.text
    if signers_in(text) or parts.signers:
        parts.signers.append(line)
    if number_in(text) and parts.number is None:
        parts.number = line
    elif signers_in(text):
        return
    elif copy_no_in(text) or is_secrecy(text) or is_urgency(text):
        parts.corner.append(line)
    elif parts.number is None:
        parts.mark.append(line)


def is_red(colour: str) -> bool:
    """Whether RRGGBB is a red as heads are printed in."""
    if not re.fullmatch("[0-9A-F]{6}", colour):
        return False
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return red >= 0xB0 and green <= 0x60 and blue <= 0x60


def _title(parts: Parts, blocks: list[Line | Grid]) -> list[Line | Grid]:
    """The centred lines in large type; without any, the first line that ends with a 文种."""
    count = 0
    for block in blocks[:5]:
        if not isinstance(block, Line) or not _is_title(block):
            break
        parts.title.append(block)
        count += 1
    if count:
        return blocks[count:]
    first = blocks[0] if blocks else None
    if isinstance(first, Line) and first.text.endswith(tuple(KINDS)) and len(first.text) <= 2 * _LONGEST_NAME:
        parts.title.append(first)
        return blocks[1:]
    return blocks


def _is_title(line: Line) -> bool:
    look = line.look()
    large = look is not None and look.size >= _TITLE_SIZE
    if line.text.endswith(("：", ":")) or (line.text.endswith("。") and not large):
        return False
    return large or line.setting.align == "center"


def _is_recipients(line: Line) -> bool:
    """Flush left, ending with a colon; without one, a short list of names."""
    if line.setting.first > 0 or line.setting.chars > 0 or line.blanks or line.setting.align == "center":
        return False
    if line.text.endswith(("：", ":")):
        return "。" not in line.text
    return (
        len(line.text) <= 2 * _LONGEST_NAME
        and re.search(r"(?:局|政府|委员会|办公室|单位|部门|院|委)$", line.text) is not None
    )


def _appendices(parts: Parts, blocks: list[Line | Grid]) -> list[Line | Grid]:
    """Takes the appendices off: from a line that is 附件, 附件1 alone to the next."""
    starts = [at for at, block in enumerate(blocks) if isinstance(block, Line) and _LABEL.match(block.text)]
    for start, end in pairwise([*starts, len(blocks)]):
        label = blocks[start]
        if isinstance(label, Line):
            parts.appendices.append((label, blocks[start + 1 : end]))
    return blocks[: starts[0]] if starts else blocks


def _text(parts: Parts, blocks: list[Line | Grid]) -> None:
    """From the end upwards: 附注, 成文日期, 署名, 附件说明; what is left is the text."""
    rest = list(blocks)
    dated = next((at for at in range(len(rest) - 1, max(-1, len(rest) - 5), -1) if _is_date(rest[at])), None)
    if dated is not None:
        tail, rest = rest[dated:], rest[:dated]
        parts.date = tail[0] if isinstance(tail[0], Line) else None
        note = next((each for each in tail[1:] if isinstance(each, Line) and _NOTE.match(each.text)), None)
        parts.note = note
        while rest and len(parts.sign) < 6 and isinstance(rest[-1], Line) and _is_name(rest[-1]):
            parts.sign.insert(0, rest[-1])
            rest.pop()
    listed = next((at for at, each in enumerate(rest) if isinstance(each, Line) and _LISTED.match(each.text)), None)
    if listed is not None and listed >= len(rest) - 20:
        parts.attachments = [each for each in rest[listed:] if isinstance(each, Line)]
        rest = rest[:listed]
    parts.body = rest


def _is_date(block: Line | Grid) -> bool:
    return isinstance(block, Line) and _DATE.match(block.text) is not None


def _is_name(line: Line) -> bool:
    """A short line without a stop, not flush left like an attachment's name."""
    if len(line.text) > _LONGEST_NAME or line.text.endswith(("。", "；", "：", "，")) or _LISTED.match(line.text):
        return False
    if re.match(r"\d+[.．、]|[（(]|[一二三四五六七八九十]+、|.{2,4}[：:]|特此|此复|妥否|当否", line.text):
        return False
    placed = line.setting.align in ("right", "center", "end") or line.setting.left > 0 or line.setting.first > _FAR
    organ = re.search(r"(?:局|政府|委员会|办公室|院|委|中心|大队|部)$", line.text)
    return placed or line.blanks > _FAR / SIZE or organ is not None
