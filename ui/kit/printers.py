"""The printers of this computer as the system lists them, and a printer set up so that nothing is scaled."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from services.printing.ink_box import Edges
from services.printing.page_choice import Sides

PRINT_DPI = 300
FINE_DPI = 600
MM_PER_INCH = 25.4
DUPLEX = {
    Sides.ONE: QPrinter.DuplexMode.DuplexNone,
    Sides.LONG: QPrinter.DuplexMode.DuplexLongSide,
    Sides.SHORT: QPrinter.DuplexMode.DuplexShortSide,
}
_SAME = 3.0  # mm: drivers round the sizes of their papers
_A4, _A3 = (210.0, 297.0), (297.0, 420.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Width and height of a page in mm, as it is read."""

    width: float
    height: float

    @property
    def landscape(self) -> bool:
        """Lying across."""
        return self.width > self.height

    @property
    def words(self) -> str:
        """A4, A4横向, or 182×257毫米."""
        for name, paper in (("A4", _A4), ("A3", _A3)):
            if self.fits(*paper):
                return f"{name}横向" if self.landscape else name
        return f"{self.width:.0f}×{self.height:.0f}毫米"

    def fits(self, width: float, height: float) -> bool:
        """The same paper, whichever way it lies."""
        own, other = sorted((self.width, self.height)), sorted((width, height))
        return all(abs(a - b) <= _SAME for a, b in zip(own, other, strict=True))

    def layout(self) -> QPageLayout:
        """Paper and orientation without margins: the page carries its own white."""
        upright = QSizeF(min(self.width, self.height), max(self.width, self.height))
        match = QPageSize.SizeMatchPolicy.FuzzyMatch
        size = QPageSize(upright, QPageSize.Unit.Millimeter, "", match)
        across = QPageLayout.Orientation.Landscape if self.landscape else QPageLayout.Orientation.Portrait
        layout = QPageLayout(size, across, QMarginsF(), QPageLayout.Unit.Millimeter)
        layout.setMode(QPageLayout.Mode.FullPageMode)
        return layout


class Printers:
    """The names are asked for each time, for printers come and go; what a printer can do is asked once.

    A printer on the network may take half a second to answer, and the dialog wants to know at every key.
    """

    def __init__(self) -> None:
        self._known: dict[str, QPrinterInfo] = {}
        self._margins: dict[tuple[str, Sheet], Edges] = {}

    def names(self) -> list[str]:
        """Installed printers, those reached over the network too."""
        return list(QPrinterInfo.availablePrinterNames())

    def usual(self) -> str:
        """The one that the system prefers; empty where there is none."""
        return QPrinterInfo.defaultPrinterName()

    def sides(self, name: str) -> tuple[Sides, ...]:
        """How the printer can use the paper; one side at least."""
        modes = self._about(name).supportedDuplexModes()
        return tuple(sides for sides, mode in DUPLEX.items() if sides is Sides.ONE or mode in modes)

    def ready(self, name: str) -> bool:
        """Whether the system knows of nothing wrong with it now; not every driver tells."""
        state = QPrinterInfo.printerInfo(name).state()
        return state not in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted)

    def takes(self, name: str, sheet: Sheet) -> bool:
        """Whether the printer holds such a paper; one that lists no papers is taken at its word."""
        sizes = self._about(name).supportedPageSizes()
        mm = QPageSize.Unit.Millimeter
        return not sizes or any(sheet.fits(size.size(mm).width(), size.size(mm).height()) for size in sizes)

    def margins(self, name: str, sheet: Sheet) -> Edges:
        """What the printer cannot reach on such a page, in mm."""
        found = self._margins.get((name, sheet))
        if found is None:
            found = self._margins[name, sheet] = least_margins(self.open(name), sheet)
        return found

    def open(self, name: str) -> QPrinter:
        """The printer, full page, no margins of its own."""
        printer = make_printer()
        printer.setPrinterName(name)
        printer.setFullPage(True)
        return printer

    def _about(self, name: str) -> QPrinterInfo:
        if name not in self._known:
            self._known[name] = QPrinterInfo.printerInfo(name)
        return self._known[name]


def least_margins(printer: QPrinter, sheet: Sheet) -> Edges:
    """What a printer cannot reach on such a page, in mm, as its driver says."""
    printer.setPageLayout(sheet.layout())
    layout = printer.pageLayout()
    layout.setUnits(QPageLayout.Unit.Millimeter)
    least = layout.minimumMargins()
    return Edges(least.left(), least.top(), least.right(), least.bottom())


def make_printer(dpi: int = PRINT_DPI) -> QPrinter:
    """A4, full page, 300 dpi: what stands at 37 mm in the file stands at 37 mm on paper."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(dpi)
    printer.setFullPage(True)
    printer.setPageLayout(Sheet(*_A4).layout())
    return printer
