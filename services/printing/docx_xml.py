"""Elements of WordprocessingML (ISO/IEC 29500, transitional); children of properties in the order of the schema."""

from __future__ import annotations

from xml.etree import ElementTree

from services.printing.page import printable

Element = ElementTree.Element

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_XML = "http://www.w3.org/XML/1998/namespace"

# Word refuses, or passes over, a child that stands out of its place; callers need not know the places
_ORDER = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
        "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
        "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ),
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
        "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs "
        "em lang eastAsianLayout specVanish oMath"
    ),
    "tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
        "tblBorders shd tblLayout tblCellMar tblLook"
    ),
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
        "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings"
    ),
}
_PLACES = {tag: {name: place for place, name in enumerate(names.split())} for tag, names in _ORDER.items()}


def w(tag: str, *children: Element, **attributes: object) -> Element:
    """`<w:tag w:key="value">`, a key such as r_id being r:id; children of properties are put in the schema's order."""
    places = _PLACES.get(tag)
    ordered = children if places is None else sorted(children, key=lambda child: places[_bare(child.tag)])
    named = {_name(key.replace("_", ":", 1) if "_" in key else f"w:{key}"): value for key, value in attributes.items()}
    return _made(f"w:{tag}", ordered, named)


def drawn(tag: str, *children: Element, **attributes: object) -> Element:
    """An element of another vocabulary, as in `drawn("wp:extent", cx=1)`; a key such as r_embed is r:embed."""
    named = {_name(key.replace("_", ":", 1)): value for key, value in attributes.items()}
    return _made(tag, children, named)


def texted(tag: str, text: str, **attributes: object) -> Element:
    """The same with text instead of children."""
    found = drawn(tag, **attributes)
    found.text = printable(text)
    return found


def words(text: str) -> Element:
    """`<w:t>` that keeps its blanks, without what XML cannot hold."""
    found = w("t")
    found.set(f"{{{_XML}}}space", "preserve")
    found.text = printable(text)
    return found


def twips(points: float) -> int:
    """Twentieths of a point, the unit of lengths in WordprocessingML."""
    return round(points * 20)


def emu(points: float) -> int:
    """English metric units, the unit of lengths in DrawingML."""
    return round(points * 12_700)


def written(root: Element) -> bytes:
    """The part's text."""
    for prefix, address in NAMESPACES.items():
        ElementTree.register_namespace(prefix, address)
    found: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return found


def _made(tag: str, children: object, attributes: dict[str, object]) -> Element:
    found = Element(_name(tag), {key: printable(str(value)) for key, value in attributes.items()})
    found.extend(children)  # type: ignore[arg-type]
    return found


def _name(name: str) -> str:
    prefix, colon, bare = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{bare}" if colon else name


def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]
