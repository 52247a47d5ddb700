"""Where the lines of the running text stand."""

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium


def first_baselines(file):
    """Base lines of the 3号 text of page one that stand one below the other, in points downward."""
    document = pypdfium2.PdfDocument(str(file))
    try:
        page = document[0].get_textpage()
        found = set()
        x, y = ctypes.c_double(), ctypes.c_double()
        for index in range(page.count_chars()):
            if abs(pdfium.FPDFText_GetFontSize(page.raw, index) - 16) < 0.1:
                pdfium.FPDFText_GetCharOrigin(page.raw, index, x, y)
                found.add(round(-y.value, 2))
        lines = sorted(found)
        return lines[3:]
    finally:
        document.close()
