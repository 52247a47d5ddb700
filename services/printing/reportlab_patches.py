"""Faults of reportlab 5.1 mended at run time, and how it keeps pages. Each mend looks first whether it is needed."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any

_RARE = 0x2CB5A  # 𬭚, beyond the basic plane


def apply_patches() -> None:
    """Safe to call many times."""
    from reportlab import rl_config
    from reportlab.pdfbase import pdfdoc, ttfonts  # heavy; only printing needs it

    rl_config.useA85 = 0  # binary streams: a fifth smaller, and written in less time
    _cache_tables(ttfonts)
    _mend_unicode_map(ttfonts)
    _pack_pages(pdfdoc)
    _quicken_words(pdfdoc)


def _cache_tables(ttfonts: Any) -> None:
    """Every subset of every document copies the whole outline table (7–15 MB): keep one copy per face."""
    parser = ttfonts.TTFontParser
    if getattr(parser, "_tables_cached", False) or not hasattr(parser, "get_table"):
        return
    original = parser.get_table

    def get_table(self: Any, tag: str) -> Any:
        cache = self.__dict__.setdefault("_table_cache", {})
        if tag not in cache:
            cache[tag] = original(self, tag)
        return cache[tag]

    parser.get_table = get_table
    parser._tables_cached = True


def _mend_unicode_map(ttfonts: Any) -> None:
    """Characters above U+FFFF are written with five hex digits, so that search and copy lose them."""
    original = ttfonts.makeToUnicodeCMap
    if f"<{_RARE:04X}>" not in original("probe", [_RARE]):
        return

    def make_map(fontname: str, subset: list[int]) -> str:
        found: str = original(fontname, subset)
        for code in subset:
            if code > 0xFFFF:
                found = found.replace(f" <{code:04X}>", f" <{chr(code).encode('utf-16-be').hex().upper()}>")
        return found

    ttfonts.makeToUnicodeCMap = make_map


def _pack_pages(pdfdoc: Any) -> None:
    """Pages are kept as text until the file is saved, 30 kB each: pack them when they are closed."""
    page = pdfdoc.PDFPage
    if getattr(page, "_packed_early", False):
        return
    original = page.setStream

    def set_stream(self: Any, code: list[str]) -> None:
        original(self, code)
        if self.compression:
            self.Contents = pdfdoc.PDFStream(content=zlib.compress(self.stream.encode("latin-1")))
            self.Contents.dictionary["Filter"] = pdfdoc.PDFName("FlateDecode")
            self.stream = None

    page.setStream = set_stream
    page._packed_early = True


def _quicken_words(pdfdoc: Any) -> None:
    """Every key and number of a file goes through a codec written in Python, and every name through a loop."""
    if hasattr(pdfdoc.PDFName, "cache_info"):
        return
    original = pdfdoc.pdfdocEnc

    def encode(text: str | bytes) -> Any:
        return text.encode("ascii") if isinstance(text, str) and text.isascii() else original(text)

    pdfdoc.pdfdocEnc = encode
    pdfdoc.PDFName = lru_cache(512)(pdfdoc.PDFName)
