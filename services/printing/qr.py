"""QR codes on printed forms: drawn as one path, so that they stay sharp at every size.

Source of the measures: domain note "Fonts and printing", QR (level M, four modules of quiet zone, 18 mm at least).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from services.errors import ServiceError
from services.printing.measures import MM
from services.printing.page import Pen

QUIET_ZONE = 4
"""Modules left white around the symbol."""
LEAST_SIZE = 18 * MM
LEAST_MODULE = 0.33 * MM  # what the camera of a telephone reads from office paper


class QrError(ServiceError):
    """Text that no code of the wanted size takes."""

    title = "二维码放不下"


def draw_qr(pen: Pen, text: str, x: float, top: float, size: float = LEAST_SIZE) -> None:
    """Draws `text` as a QR code; `size` in points is its side with the quiet zone around it.

    Anybody can read the code: the caller sees to it that no personal data is inside (a number of a document, an
    address of a page). Chinese text is written in UTF-8. Raises QrError where the text is empty, `size` is below
    18 mm, or its modules would be smaller than 0.33 mm.
    """
    matrix = qr_matrix(text, size)
    module = size / (len(matrix) + 2 * QUIET_ZONE)
    left, head = x + QUIET_ZONE * module, top + QUIET_ZONE * module
    pen.fill_boxes(
        (left + start * module, head + row * module, (end - start) * module, module)
        for row, modules in enumerate(matrix)
        for start, end in _dark_runs(modules)
    )


def qr_matrix(text: str, size: float = LEAST_SIZE) -> tuple[bytes, ...]:
    """Rows of modules, 1 for dark ones. Raises QrError as `draw_qr` does."""
    import segno  # only forms with a code need it

    if not text:
        raise QrError("二维码没有内容，没有生成文件。")
    if size < LEAST_SIZE - 0.01:
        raise QrError("二维码小于18毫米，手机扫不出来，没有生成文件。")
    mode, encoding = (None, None) if text.isascii() else ("byte", "utf-8")
    try:
        code = segno.make_qr(text, error="m", boost_error=False, mode=mode, encoding=encoding)
    except segno.DataOverflowError:
        raise QrError(_too_long(text, size)) from None
    matrix = tuple(bytes(row) for row in code.matrix)
    if size / (len(matrix) + 2 * QUIET_ZONE) < LEAST_MODULE:
        raise QrError(_too_long(text, size))
    return matrix


def _too_long(text: str, size: float) -> str:
    return f"二维码的内容有{len(text)}个字，{size / MM:.0f}毫米见方的码放不下，没有生成文件。缩短内容，或者把码放大。"


def _dark_runs(modules: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(first, behind the last) of every run of dark modules in a row."""
    start = None
    for index, dark in enumerate([*modules, 0]):
        if dark and start is None:
            start = index
        elif not dark and start is not None:
            yield start, index
            start = None
