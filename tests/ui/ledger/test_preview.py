"""The print preview: pages as pictures, zoom, page keys, printing in full size."""

from types import SimpleNamespace

import pytest
from PySide6.QtPrintSupport import QPrinter

from ui.kit.print_preview import PRINT_DPI, PrintPreview, make_printer, to_image


class Pages:
    """Three white pages; the last one lies across."""

    def __init__(self):
        self.asked = []

    def page_count(self, pdf):
        return 3

    def render_page(self, pdf, index, dpi):
        self.asked.append((index, dpi))
        width, height = (round(8.27 * dpi), round(11.69 * dpi))
        if index == 2:
            width, height = height, width
        return SimpleNamespace(width=width, height=height, stride=width * 4, pixels=b"\xff" * (width * 4 * height))


@pytest.fixture
def pages():
    return Pages()


@pytest.fixture
def preview(qtbot, jobs, pages, tmp_path):
    file = tmp_path / "催报函.pdf"
    file.write_bytes(b"%PDF-1.7 sample")
    made = PrintPreview(file, pages, jobs, None)
    made.show()
    qtbot.waitUntil(lambda: len(made.sheets) == 3)
    yield made
    made.close()
    qtbot.waitUntil(lambda: not jobs.busy)


def test_only_the_pages_in_sight_are_rendered(qtbot, preview, pages):
    qtbot.waitUntil(lambda: bool(pages.asked))
    assert {index for index, _dpi in pages.asked} <= {0, 1}
    assert preview._place.text() == "第1页，共3页"


def test_page_keys_go_from_page_to_page(qtbot, preview, press):
    press(preview, "PageDown")
    assert preview._place.text() == "第2页，共3页"
    press(preview, "End")
    qtbot.waitUntil(lambda: preview._place.text() == "第3页，共3页")
    press(preview, "Home")
    assert preview._place.text() == "第1页，共3页"


def test_zoom_renders_sharp_pages_at_the_new_size(qtbot, preview, pages):
    before = preview.sheets[0].width()
    preview.zoom_by(1)
    assert preview._size.text() == "125%"
    assert preview.sheets[0].width() > before
    qtbot.waitUntil(lambda: (0, 120) in pages.asked)
    preview.set_zoom(1_000)
    assert preview._size.text() == "300%"


def test_printing_sends_every_page_in_full_size(qtbot, preview, pages, tmp_path):
    printer = make_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert printer.fullPage()
    preview.print_on(printer)
    qtbot.waitUntil(lambda: preview._job.text() == "已送打印机，共3页。", timeout=20_000)
    assert [index for index, dpi in pages.asked if dpi == PRINT_DPI] == [0, 1, 2]
    assert (tmp_path / "out.pdf").read_bytes().count(b"/MediaBox") == 3


def test_a_range_prints_only_its_pages(qtbot, preview, pages, tmp_path):
    printer = make_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setFromTo(2, 2)
    preview.print_on(printer)
    qtbot.waitUntil(lambda: preview._job.text() == "已送打印机，共1页。", timeout=20_000)
    assert [index for index, dpi in pages.asked if dpi == PRINT_DPI] == [1]


def test_a_copy_is_saved_and_a_folder_that_is_gone_is_said(qtbot, preview, tmp_path):
    preview.save_to(tmp_path / "副本.pdf")
    qtbot.waitUntil(lambda: preview._job.text() == "已另存为“副本.pdf”。")
    assert (tmp_path / "副本.pdf").read_bytes() == b"%PDF-1.7 sample"
    preview.save_to(tmp_path / "没有" / "副本.pdf")
    qtbot.waitUntil(lambda: preview._job.text().startswith("没有存成"))


def test_a_picture_owns_its_pixels(pages):
    assert to_image(pages.render_page(None, 2, 30)).width() > to_image(pages.render_page(None, 0, 30)).width()
