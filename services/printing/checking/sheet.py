"""A document as the checks see it: its texts with their paths, taken apart once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from services.printing.checking.finding import Finding, fault_in
from services.printing.official_model import BodyItem, OfficialDocument, Paragraph
from services.printing.official_table import DocumentTable

STOPS = "。，、；：！？.,;:!?"
KINDS = re.findall(r"\S+", "决议 决定 命令 令 公报 公告 通告 意见 通知 通报 报告 请示 批复 议案 函 纪要")
_PRINTED_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph or a cell of a table; `where` is its path in the document, `place` the one in its JSON."""

    where: str
    text: str
    level: int = 0
    place: str = ""

    def fault(self, code: str, message: str, span: tuple[int, int], better: str | None = None) -> Finding:
        """A fault of the characters `span`, with `better` offered for them."""
        return replace(fault_in(code, self.where, message, self.text, span, better), place=self.place)


@dataclass(frozen=True)
class Sheet:
    """`kind` is the 文种 at the end of the title; `body` holds paragraphs, `running` those of appendices as well."""

    document: OfficialDocument

    @cached_property
    def kind(self) -> str:
        """通知, 函, 请示 …, or nothing."""
        return kind_of(self.document.title)

    @cached_property
    def body(self) -> tuple[Text, ...]:
        """Paragraphs of the text; tables and pictures are passed over."""
        return tuple(_paragraphs("body", self.document.body))

    @cached_property
    def running(self) -> tuple[Text, ...]:
        """Paragraphs of the text and of the appendices."""
        appended = (
            text
            for index, appendix in enumerate(self.document.appendices)
            for text in _paragraphs(f"appendices[{index}].body", appendix.body)
        )
        return (*self.body, *appended)

    @cached_property
    def cells(self) -> tuple[Text, ...]:
        """Cells of all tables, by row."""
        found = list(_cells("body", self.document.body))
        for index, appendix in enumerate(self.document.appendices):
            found += _cells(f"appendices[{index}].body", appendix.body)
        return tuple(found)

    @cached_property
    def whole(self) -> str:
        """The text in one piece, a line for each paragraph."""
        return "\n".join(text.text for text in self.body)

    @cached_property
    def day(self) -> date | None:
        """成文日期, where it is one."""
        return day_of(self.document.date)

    @cached_property
    def names(self) -> tuple[Text, ...]:
        """主送机关 one by one: an entry may hold several."""
        return tuple(
            Text(f"to[{index}]", name) for index, entry in enumerate(self.document.to) for name in split_names(entry)
        )


def kind_of(title: str) -> str:
    """The 文种 at the end of a title, or nothing."""
    bare = re.sub(r"（[^（）]*）$", "", title.rstrip(STOPS + "\n ")).rstrip(STOPS + "（）()0123456789 ")
    return next((kind for kind in KINDS if bare.endswith(kind)), "")


def day_of(text: str) -> date | None:
    """A date as 2026-06-15 or 2026年6月15日; None for anything else."""
    printed = _PRINTED_DATE.fullmatch(text)
    try:
        return date(*(int(part) for part in printed.groups())) if printed else date.fromisoformat(text)
    except ValueError:
        return None


def split_names(entry: str) -> list[str]:
    """The names in one entry of 主送 or 抄送."""
    return [name.strip() for name in re.split(r"[，、；：。,;:]", entry) if name.strip()]


def _paragraphs(where: str, items: Sequence[BodyItem]) -> Iterator[Text]:
    for index, item in enumerate(items):
        if isinstance(item, Paragraph):
            yield Text(f"{where}[{index}]", item.text, item.level, item.place)


def _cells(where: str, items: Sequence[BodyItem]) -> Iterator[Text]:
    for index, item in enumerate(items):
        if not isinstance(item, DocumentTable):
            continue
        for number, row in enumerate(item.rows):
            for column, cell in enumerate(row):
                if cell.text:
                    at = f".rows[{number}][{column}]"
                    yield Text(f"{where}[{index}]{at}", cell.text, place=item.place and item.place + at)
