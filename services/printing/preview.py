"""Pages of a PDF as pictures, for the preview window and for printers. No Qt here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.errors import StorageError
from services.pdfium import PDFIUM

_LARGEST_DPI = 600
_BGRX = 3  # FPDFBitmap_BGRx


@dataclass(frozen=True, slots=True)
class RasterPage:
    """32 bits a pixel, bytes B G R and one unused: what QImage.Format_RGB32 takes on Intel and ARM."""

    width: int
    height: int
    stride: int
    pixels: bytes


def page_count(pdf: Path) -> int:
    """Pages of a PDF. Raises StorageError where it cannot be read."""
    with _opened(pdf) as document:
        return len(document)


def page_size(pdf: Path, index: int) -> tuple[float, float]:
    """Width and height of a page in points. Raises StorageError where it cannot be read."""
    with _opened(pdf) as document:
        width, height = document[index].get_size()
        return float(width), float(height)


def render_page(pdf: Path, index: int, dpi: int) -> RasterPage:
    """One page on white; more than 600 dpi are not given. Raises StorageError where it cannot be read."""
    with _opened(pdf) as document:
        bitmap = document[index].render(scale=min(dpi, _LARGEST_DPI) / 72, force_bitmap_format=_BGRX)
        return RasterPage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))


@contextmanager
def _opened(pdf: Path) -> Iterator[Any]:
    import pypdfium2  # loads a native library; only previews need it

    library: Any = pypdfium2
    with PDFIUM:
        try:
            document = library.PdfDocument(str(pdf))
        except (library.PdfiumError, OSError) as error:
            raise _unreadable(pdf) from error
        try:
            yield document
        finally:
            document.close()


def _unreadable(pdf: Path) -> StorageError:
    return StorageError(f"“{pdf.name}”打不开，不能预览。文件可能已被移走或者损坏，重新生成后再试。")
