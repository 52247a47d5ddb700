"""Which paragraph of a .docx is which element of an official document, told by its words, place and type."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from services.printing.checking.docx_lines import Grid, Line
from services.printing.checking.docx_words import (
    copy_no_in,
    has_copies,
    has_printed,
    is_date,
    is_label,
    is_listed,
    is_note,
    is_red,
    is_secrecy,
    is_urgency,
    level_of,
    number_in,
    signers_in,
)
from services.printing.checking.sheet import KINDS
from services.printing.measures import SIZE

_MARK_SIZE, _TITLE_SIZE = 25.0, 19.0
_LONGEST_NAME = 40
_HEAD_TABLES = 5
_FULL_LINE = 24  # characters; with digits and Latin letters a line may have more
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
        if last and has_copies(words):
            found = [line for line in words.split("\n") if line.strip()]
            parts.copies = found[0]
            parts.printed = next((line for line in found[1:] if "印发" in line), parts.printed)
        elif last and has_printed(words.replace("\n", " ")):
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
    starts = [at for at, block in enumerate(blocks) if isinstance(block, Line) and is_label(block.text)]
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
        note = next((each for each in tail[1:] if isinstance(each, Line) and is_note(each.text)), None)
        parts.note = note
        while rest and len(parts.sign) < 6 and isinstance(rest[-1], Line) and _is_name(rest[-1]):
            parts.sign.insert(0, rest[-1])
            rest.pop()
    listed = next((at for at, each in enumerate(rest) if isinstance(each, Line) and is_listed(each.text)), None)
    if listed is not None and listed >= len(rest) - 20:
        parts.attachments = [each for each in rest[listed:] if isinstance(each, Line)]
        rest = rest[:listed]
    parts.body = _joined(rest)


def _joined(blocks: Sequence[Line | Grid]) -> list[Line | Grid]:
    """With the rest of a paragraph that was cut in two, to keep its last line beside the signature, put back to it."""
    found: list[Line | Grid] = []
    for block in blocks:
        before = found[-1] if found else None
        if isinstance(block, Line) and isinstance(before, Line) and _goes_on(before, block):
            found[-1] = Line((*before.pieces, *block.pieces), before.setting, before.blanks)
        else:
            found.append(block)
    return found


def _goes_on(before: Line, after: Line) -> bool:
    """A full line without an end, and behind it a line that is not indented as the first was."""
    open_ended = len(before.text) >= _FULL_LINE and not before.text.endswith(tuple("。；：！？…”）"))
    flush = after.setting.align in ("left", "both") and not level_of(after.text)
    return open_ended and flush and _indent(before) > 0 and _indent(after) == 0


def _indent(line: Line) -> float:
    return line.blanks + line.setting.chars + max(line.setting.first, 0.0) + max(line.setting.left, 0.0)


def _is_date(block: Line | Grid) -> bool:
    return isinstance(block, Line) and is_date(block.text)


def _is_name(line: Line) -> bool:
    """A short line without a stop, not flush left like an attachment's name."""
    if len(line.text) > _LONGEST_NAME or line.text.endswith(("。", "；", "：", "，")) or is_listed(line.text):
        return False
    if re.match(r"\d+[.．、]|[（(]|[一二三四五六七八九十]+、|.{2,4}[：:]|特此|此复|妥否|当否", line.text):
        return False
    placed = line.setting.align in ("right", "center", "end") or line.setting.left > 0 or line.setting.first > _FAR
    organ = re.search(r"(?:局|政府|委员会|办公室|院|委|中心|大队|部)$", line.text)
    return placed or line.blanks > _FAR / SIZE or organ is not None
