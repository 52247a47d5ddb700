"""Several PDFs as one, for a single print job."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.errors import StorageError
from services.pdfium import PDFIUM
from services.printing.files import replacing


def join_pdfs(files: Sequence[Path], target: Path, *, fronts: bool = True) -> int:
    """Writes the pages of all files into one, in their order, and returns how many there are.

    With `fronts` every file begins on the front of a sheet: a blank back of the same size is added where it is needed,
    so that two letters never share a sheet when both sides are printed. Raises StorageError where a file cannot be
    read or the target cannot be written.
    """
    import pypdfium2  # loads a native library; only printing needs it

    library: Any = pypdfium2
    with PDFIUM, replacing(target) as path:
        joined = library.PdfDocument.new()
        try:
            for file in files:
                if fronts and len(joined) % 2:
                    joined.new_page(*joined[len(joined) - 1].get_size())
                _add(library, joined, file)
            joined.save(str(path))
            return len(joined)
        finally:
            joined.close()


def _add(library: Any, joined: Any, file: Path) -> None:
    try:
        source = library.PdfDocument(str(file))
    except (library.PdfiumError, OSError) as error:
        raise StorageError(f"“{file.name}”打不开，没有合并。文件可能已被移走或者损坏，重新生成后再试。") from error
    try:
        joined.import_pages(source)
    finally:
        source.close()
