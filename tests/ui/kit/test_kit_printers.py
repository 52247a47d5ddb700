"""Papers and printers: what a page is, how it is laid on paper, and what a driver says about its margins."""

import pytest
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter

from services.printing.ink_box import Edges
from services.printing.page_choice import Sides
from ui.kit.printers import Printers, Sheet, least_margins, make_printer


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ((210, 297), "A4"),
        ((210.06, 297.18), "A4"),
        ((297, 210), "A4横向"),
        ((297, 420), "A3"),
        ((420, 297), "A3横向"),
        ((182, 257), "182×257毫米"),
    ],
)
def test_a_paper_has_the_name_clerks_know(size, words):
    assert Sheet(*size).words == words


@pytest.mark.parametrize("size", [(210, 297), (297, 210), (420, 297), (182, 257), (330, 190)])
def test_a_layout_has_the_size_of_the_page_and_no_margins(app_theme, size):
    layout = Sheet(*size).layout()
    whole = layout.fullRect(QPageLayout.Unit.Millimeter)
    assert (whole.width(), whole.height()) == pytest.approx(size, abs=0.4)
    assert layout.margins() == QMarginsF(0, 0, 0, 0)
    assert layout.mode() is QPageLayout.Mode.FullPageMode


def test_a_page_a_hair_too_large_is_still_the_standard_paper(app_theme):
    assert Sheet(210.06, 297.18).layout().pageSize().id() is QPageSize.PageSizeId.A4


def test_a_printer_is_made_for_full_pages_of_300_dots(app_theme):
    printer = make_printer()
    assert printer.fullPage()
    assert printer.resolution() == 300
    assert printer.pageLayout().pageSize().id() is QPageSize.PageSizeId.A4


class Narrow(QPrinter):
    """A driver that keeps 12 points free at the sides and 36 at the foot."""

    def pageLayout(self):
        layout = super().pageLayout()
        layout.setUnits(QPageLayout.Unit.Point)
        layout.setMinimumMargins(QMarginsF(12, 18, 12, 36))
        return layout


def test_margins_of_a_driver_are_given_in_millimetres(app_theme):
    found = least_margins(Narrow(QPrinter.PrinterMode.HighResolution), Sheet(210, 297))
    assert (found.left, found.top, found.right, found.bottom) == pytest.approx((4.23, 6.35, 4.23, 12.7), abs=0.01)


def test_a_printer_is_asked_once_for_the_margins_of_a_paper(app_theme, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "ui.kit.printers.least_margins", lambda _printer, sheet: asked.append(sheet) or Edges(4, 4, 4, 4)
    )
    printers = Printers()
    for _time in range(3):
        assert printers.margins("甲", Sheet(210, 297)) == Edges(4, 4, 4, 4)
    printers.margins("甲", Sheet(420, 297))
    assert asked == [Sheet(210, 297), Sheet(420, 297)]


def test_a_printer_nobody_knows_takes_any_paper_on_one_side(app_theme):
    printers = Printers()
    assert printers.takes("没有这台", Sheet(420, 297))
    assert printers.sides("没有这台") == (Sides.ONE,)
