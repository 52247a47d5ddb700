"""What a printer would lose of the chosen pages, in sentences: ink beyond its reach, a paper it does not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.printers import Shift
from services.printing.ink_box import PageInk, cut_off
from services.printing.page_choice import show_pages
from ui.kit.printers import Printers, Sheet

REMEDY = "可以照样打印，不会自动缩小；要印全，换一台打印机。"


def losses(
    printers: Printers, name: str, inks: Mapping[int, PageInk], pages: Sequence[int], shift: Shift
) -> tuple[str, ...]:
    """Empty where everything comes out whole; `inks` by page number from 1, pages not measured yet are left out."""
    chosen = {page: inks[page] for page in dict.fromkeys(pages) if page in inks}
    sheets = {page: Sheet(ink.width, ink.height) for page, ink in chosen.items()}
    kinds: dict[tuple[str, bool], list[int]] = {}
    for page, sheet in sheets.items():
        kinds.setdefault((sheet.words, sheet.landscape), []).append(page)
    margins, missing = {}, []
    for numbers in kinds.values():
        sheet = sheets[numbers[0]]
        if printers.takes(name, sheet):
            margins.update(dict.fromkeys(numbers, printers.margins(name, sheet)))
        else:
            missing.append(f"第{show_pages(numbers)}页是{sheet.words}，这台打印机没有这种纸，会印不全。")
    found = (*missing, *cut_off(chosen, margins, shift.right_mm, shift.down_mm))
    return (*found, REMEDY) if found else ()


def mixed(inks: Mapping[int, PageInk], pages: Sequence[int]) -> bool:
    """Whether the chosen pages need more than one paper."""
    first = next((inks[page] for page in pages if page in inks), None)
    if first is None:
        return False
    sheet = Sheet(first.width, first.height)
    return not all(sheet.fits(inks[page].width, inks[page].height) for page in pages if page in inks)
