"""Pictures of the editable file, with no more dots than a printer shows."""

from __future__ import annotations

import io

from services.printing.docx_geometry import Geometry
from services.printing.docx_package import Package
from services.printing.docx_shapes import picture_shape
from services.printing.docx_writer import Look, paragraph
from services.printing.docx_xml import Element
from services.printing.pictures import PlacedPicture, decoded

_MARK = 2.0  # size of the paragraph's mark: what reaches below the picture is a quarter of it


def picture_paragraphs(
    package: Package, geometry: Geometry, placed: PlacedPicture, height: float, *, keep: bool, page: bool
) -> list[Element]:
    """A picture centred in `height`, the room of whole lines; for one that cannot be read the room stays empty.

    With `keep` its caption follows.
    """
    try:
        image = decoded(placed) if placed.path else None
    except OSError:
        image = None  # gone since the layout looked at it
    if image is None or placed.path is None:
        return [paragraph([], Look("center", height, page=page, keep=keep))]
    stream = io.BytesIO()
    photo = placed.path.suffix.lower() in (".jpg", ".jpeg")
    image.save(stream, "JPEG" if photo else "PNG", **({"quality": 90} if photo else {"optimize": False}))
    relation = package.add_picture("jpeg" if photo else "png", stream.getvalue())
    shape = picture_shape(package, relation, placed.width, placed.height)
    above = placed.top + geometry.pitch - geometry.metrics.size - geometry.under
    below = max(0.0, height - above - placed.height - _MARK / 4)
    # an empty line rather than space before: that would be dropped at the head of a page
    spacer = paragraph([], Look(pitch=above, page=page, keep=True))
    look = Look("center", after=below, loose=True, keep=keep, mark=_MARK)
    return [spacer, paragraph([], look, shape)]
