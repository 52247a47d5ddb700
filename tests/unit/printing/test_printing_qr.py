"""The drawn modules are compared with segno's: looked at in a picture of the page, and counted in its paths."""

import ctypes
import itertools
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from services.errors import ServiceError
from services.printing.faces import load_faces
from services.printing.measures import MM
from services.printing.page import Pen
from services.printing.qr import LEAST_MODULE, draw_qr

X, TOP = 20 * MM, 30 * MM


def printed(folder, text, size):
    pen = Pen(folder / "code.pdf", load_faces(), title="")
    draw_qr(pen, text, X, TOP, size)
    pen.next_page()
    pen.save()
    return folder / "code.pdf"


def seen_modules(path, count, size):
    """The square of the code with its quiet zone, read from a picture of the page: 1 where a module is dark."""
    scale = 16 * count / size
    document = pypdfium2.PdfDocument(str(path))
    try:
        bitmap = document[0].render(scale=scale, grayscale=True)
        pixels, stride = bytes(bitmap.buffer), bitmap.stride
        place = [round((index + 0.5) * size / count * scale) for index in range(count)]
        left, top = round(X * scale), round(TOP * scale)
        return [[int(pixels[(top + row) * stride + left + column] < 128) for column in place] for row in place]
    finally:
        document.close()


def framed(matrix):
    """segno's modules with four white ones on every side."""
    side = len(matrix) + 8
    blank = [[0] * side for _ in range(4)]
    return [*blank, *([0] * 4 + [int(dark) for dark in row] + [0] * 4 for row in matrix), *blank]


@pytest.mark.parametrize("text", ["SD-2026-0007", "示司监〔2026〕7号", "送达回证：示例县司法局，第3号"])
def test_the_page_shows_the_modules_of_the_code_and_its_quiet_zone(tmp_path, text):
    words = {} if text.isascii() else {"mode": "byte", "encoding": "utf-8"}
    expected = framed(segno.make_qr(text, error="m", boost_error=False, **words).matrix)
    path = printed(tmp_path, text, 18 * MM)
    assert seen_modules(path, len(expected), 18 * MM) == expected


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30))
def test_any_short_text_is_drawn_in_modules_that_a_camera_reads(text):
    with TemporaryDirectory() as place:
        path = printed(Path(place), text, 24 * MM)
        document = pypdfium2.PdfDocument(str(path))
        try:
            (drawn,) = document[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
            points = [_point(drawn, index) for index in range(pdfium.FPDFPath_CountSegments(drawn.raw))]
            height = document[0].get_height()
        finally:
            document.close()
    xs, ys = sorted({round(x, 2) for x, _y in points}), [height - y for _x, y in points]
    module = min(after - before for before, after in itertools.pairwise(xs) if after - before > 0.2)
    assert module >= LEAST_MODULE - 0.02
    assert min(xs) == pytest.approx(X + 4 * module, abs=0.15)
    assert max(xs) == pytest.approx(X + 24 * MM - 4 * module, abs=0.15)
    assert min(ys) == pytest.approx(TOP + 4 * module, abs=0.15)


def _point(path, index):
    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFPath_GetPathSegment(path.raw, index), x, y)
    return x.value, y.value


@pytest.mark.parametrize(
    ("text", "size", "words"),
    [
        ("字" * 60, 18, "60个字，18毫米见方的码放不下"),
        ("字" * 9000, 60, "放不下"),
        ("A", 17, "小于18毫米"),
        ("", 18, "没有内容"),
    ],
)
def test_what_cannot_be_read_again_is_refused_in_words(tmp_path, text, size, words):
    pen = Pen(tmp_path / "code.pdf", load_faces(), title="")
    with pytest.raises(ServiceError, match=words):
        draw_qr(pen, text, X, TOP, size * MM)


def test_a_longer_text_fits_a_larger_code(tmp_path):
    printed(tmp_path, "字" * 60, 30 * MM)
