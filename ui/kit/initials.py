"""Finding a name by its characters, by an alias, or by the first letters of its pinyin."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Named:
    """Something that can be chosen: its id, its name, and the letters and aliases it is also found by."""

    value: Any
    name: str
    aliases: tuple[str, ...] = ()
    letters: str = ""

    def rank(self, typed: str) -> int | None:
        """0 for the best match, None for none: the name itself, then its beginning, then letters, then anywhere."""
        wanted = typed.strip().lower()
        names = [self.name.lower(), *(alias.lower() for alias in self.aliases)]
        if wanted in names:
            return 0
        if any(name.startswith(wanted) for name in names):
            return 1
        if wanted.isascii() and self.letters.startswith(wanted):
            return 2
        if any(wanted in name for name in names):
            return 3
        return 4 if wanted.isascii() and wanted in self.letters else None


@lru_cache(maxsize=20_000)
def pinyin_initials(words: str) -> str:
    """First letters of the pinyin of `words`: 县水务局 → xswj. Slow at first use: call it from a job."""
    from pypinyin import Style, lazy_pinyin  # 50 ms and more: only when names are really looked for

    return "".join(lazy_pinyin(words, style=Style.FIRST_LETTER, errors=str.lower))


@lru_cache(maxsize=1)
def load_pinyin() -> None:
    """The tables of the first letters, in a job, before the first letter is typed. They stay for good, so the garbage
    collector is told to pass them by: each walk over them would stop the window for more than 100 ms."""
    pinyin_initials("一")
    gc.freeze()


def with_initials(options: Iterable[Sequence[Any]]) -> list[Named]:
    """Options of a service — (id, name) and further names, if any — made ready for searching."""
    return [Named(option[0], option[1], tuple(option[2:]), pinyin_initials(option[1])) for option in options]


def best_matches(options: Sequence[Named], typed: str, limit: int = 8) -> list[Named]:
    """The options that fit what was typed, best first; all of them for an empty field."""
    if not typed.strip():
        return list(options[:limit])
    ranked = [(rank, place, option) for place, option in enumerate(options) if (rank := option.rank(typed)) is not None]
    return [option for _rank, _place, option in sorted(ranked, key=lambda found: found[:2])[:limit]]
