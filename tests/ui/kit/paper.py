"""Printers that are files, pages that are white, and a ruler to lay on what was printed."""

from types import SimpleNamespace

from PySide6.QtPrintSupport import QPrinter

from services.printing.ink_box import Edges, read_ink
from services.printing.page_choice import Sides
from services.printing.preview import page_count, page_size, render_page
from ui.kit.printers import Printers, Sheet

LASER, INKJET = "示例激光打印机", "示例喷墨打印机"
FINE = 200
"""Dots an inch at which a printed page is measured: 0.13 mm."""
INK = 0x80
"""Darker than this in any colour is ink, lighter is what smoothing leaves beside it."""


class WhitePages:
    """Three white pages; the last one lies across."""

    def __init__(self, count=3):
        self.asked, self.count = [], count

    def page_count(self, pdf):
        return self.count

    def render_page(self, pdf, index, dpi):
        self.asked.append((index, dpi))
        width, height = round(8.27 * dpi), round(11.69 * dpi)
        if index == 2:
            width, height = height, width
        return SimpleNamespace(width=width, height=height, stride=width * 4, pixels=b"\xff" * (width * 4 * height))


class PaperPrinter(QPrinter):
    """Writes a PDF and remembers what the system's own writer forgets."""

    def __init__(self, target):
        super().__init__(QPrinter.PrinterMode.HighResolution)
        self.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.setOutputFileName(str(target))
        self.asked_duplex = None

    def setDuplex(self, mode):
        self.asked_duplex = mode
        super().setDuplex(mode)


class PaperPrinters(Printers):
    """A laser printer for both sides, and an inkjet that cannot reach the foot of the page and knows A4 only."""

    def __init__(self, target, names=(INKJET, LASER)):
        super().__init__()
        self.target, self.installed, self.opened = target, list(names), []
        self.broken = set()

    def names(self):
        return list(self.installed)

    def usual(self):
        return LASER if LASER in self.installed else ""

    def sides(self, name):
        return tuple(Sides) if name == LASER else (Sides.ONE,)

    def ready(self, name):
        return name not in self.broken

    def takes(self, name, sheet):
        return name == LASER or sheet.fits(210, 297)

    def margins(self, name, sheet):
        return Edges(4.2, 4.2, 4.2, 4.2 if name == LASER else 30)

    def open(self, name):
        printer = PaperPrinter(self.target)
        self.opened.append((name, printer))
        return printer


def sizes(pdf):
    """The papers of a file, in mm."""
    return [tuple(round(side / 72 * 25.4) for side in page_size(pdf, index)) for index in range(page_count(pdf))]


def white(pdf, index):
    """The white edges of a page, in mm."""
    return read_ink(render_page(pdf, index, FINE), FINE).white


def papers(pdf):
    """Every page as its paper."""
    return [Sheet(*size).words for size in sizes(pdf)]


def lines_of_ink(pdf, index):
    """Where every line of a page begins and ends, in mm from the top."""
    page = render_page(pdf, index, FINE)
    rows = [page.pixels[y * page.stride : y * page.stride + page.width * 4] for y in range(page.height)]
    inked = [min(row) < INK for row in rows]
    edges = [y for y in range(1, page.height) if inked[y] != inked[y - 1]]
    return [y * 25.4 / FINE for y in edges]


def red_dots(pdf, index):
    """Red pixels of a page."""
    page = render_page(pdf, index, 50)
    blue, green, red = (page.pixels[place::4] for place in range(3))
    return sum(r > 180 and g < 90 and b < 90 for b, g, r in zip(blue, green, red, strict=True))
