"""Which pages of a file go to the printer, in which order: a typed range, odd or even pages, copies. Pages from 1."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.errors import ValidationError

PAGES = "pages"
"""Key of a wrong range in a ValidationError."""
_DASHES = re.compile(r"[-－–—―~～〜至到]+")
_COMMAS = re.compile(r"[,，、；;\s]+")
_PART = re.compile(r"(\d+)(?:-(\d+))?")
_LARGEST_COPIES = 999


class Parity(StrEnum):
    """Pages by their number; odd and even apart are how a printer with one side prints both."""

    ALL = "all"
    ODD = "odd"
    EVEN = "even"


class Sides(StrEnum):
    """One side of the paper, or both, turned over the long or the short edge."""

    ONE = "one"
    LONG = "long"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class PageChoice:
    """`pages` as they were chosen; `repeats` are copies that the printer cannot make by itself."""

    pages: tuple[int, ...]
    parity: Parity = Parity.ALL
    reverse: bool = False
    sides: Sides = Sides.ONE
    repeats: int = 1
    collate: bool = True

    def order(self) -> tuple[int | None, ...]:
        """Every side that is sent, first to last; None is a blank back.

        On both sides a copy begins on a sheet of its own, and the pages of one sheet stay together when the order is
        turned round.
        """
        sheets = self._sheets()[:: -1 if self.reverse else 1]
        repeated = [sheet for sheet in sheets for _ in range(self.repeats)]
        copies = sheets * self.repeats if self.collate else repeated
        sent = [side for sheet in copies for side in sheet]
        return tuple(sent[:-1] if sent and sent[-1] is None else sent)

    def _sheets(self) -> list[tuple[int | None, ...]]:
        odd = {Parity.ODD: 1, Parity.EVEN: 0}.get(self.parity)
        pages = [page for page in self.pages if odd is None or page % 2 == odd]
        if self.sides is Sides.ONE:
            return [(page,) for page in pages]
        backs: list[int | None] = [*pages[1::2], *([None] if len(pages) % 2 else [])]
        return list(zip(pages[::2], backs, strict=True))


def parse_pages(typed: str, total: int) -> tuple[int, ...]:
    """`1,3-5` as pages, in the order typed, each once. Raises ValidationError with the sentence under `pages`."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", typed).strip())
    plain = re.sub(r"\s*-\s*", "-", plain).replace("第", "").replace("页", "")
    parts = [part for part in _COMMAS.split(plain) if part]
    if not parts:
        raise _wrong("还没有填页码。例如填1,3-5。")
    found: dict[int, None] = {}
    for part in parts:
        found.update(dict.fromkeys(_run(part, total)))
    return tuple(found)


def parse_copies(typed: str) -> int:
    """Copies from 1 to 999. Raises ValidationError with the sentence under `copies`."""
    plain = unicodedata.normalize("NFKC", typed).strip().removesuffix("份").strip()
    if not re.fullmatch(r"[0-9]+", plain) or not 1 <= int(plain) <= _LARGEST_COPIES:
        raise ValidationError({"copies": f"份数填1到{_LARGEST_COPIES}的整数。"})
    return int(plain)


def show_pages(pages: Sequence[int]) -> str:
    """Pages in words, runs joined: 1、3至5."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return "、".join(f"{run[0]}至{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs)


def _run(part: str, total: int) -> range:
    match = _PART.fullmatch(part)
    if match is None:
        raise _wrong(f"“{part}”看不懂。页码用逗号隔开，连续的用短横，例如1,3-5。")
    first = int(match[1])
    last = int(match[2]) if match[2] else first
    if first > last:
        raise _wrong(f"“{part}”前面的页码比后面的大。改为{last}-{first}，要倒着印就选上逆序。")
    if first < 1:
        raise _wrong(f"“{part}”不对，页码从1开始。")
    if last > total:
        raise _wrong(f"“{part}”超过了最后一页，这份文件共{total}页。")
    return range(first, last + 1)


def _wrong(sentence: str) -> ValidationError:
    return ValidationError({PAGES: sentence})
