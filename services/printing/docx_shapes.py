"""Drawings of the editable file: lines and upright text in a fixed place of the sheet, pictures in the text."""

from __future__ import annotations

from services.printing.docx_package import Package
from services.printing.docx_writer import hex_of
from services.printing.docx_xml import NAMESPACES, Element, drawn, emu, texted, w
from services.printing.page import Rule

_NONE = {"distT": 0, "distB": 0, "distL": 0, "distR": 0}


def line_shape(package: Package, rule: Rule) -> Element:
    """`<w:r>` with a level line at the very place of the rule."""
    place = (rule.x0, rule.y0, rule.x1 - rule.x0, 0.0)
    colour = drawn("a:solidFill", drawn("a:srgbClr", val=hex_of(rule.colour)))
    stroke = drawn("a:ln", colour, w=emu(rule.thickness))
    parts = [drawn("wps:cNvCnPr"), _outline(place, "line", stroke), drawn("wps:bodyPr")]
    return _anchored(package, "红线", place, parts)


def upright_text(package: Package, content: Element, x: float, y: float, width: float, height: float) -> Element:
    """`<w:r>` with a paragraph turned a quarter clockwise, so that its lines run down the sheet."""
    place = (x, y, width, height)
    inner = drawn("wps:txbx", w("txbxContent", content))
    insets = {"lIns": 0, "tIns": 0, "rIns": 0, "bIns": 0}
    body = drawn("wps:bodyPr", drawn("a:noAutofit"), vert="vert", wrap="square", anchor="t", **insets)
    outline = _outline(place, "rect", drawn("a:noFill"), drawn("a:ln", drawn("a:noFill")))
    return _anchored(package, "页码", place, [drawn("wps:cNvSpPr", txBox=1), outline, inner, body])


def picture_shape(package: Package, relation: str, width: float, height: float) -> Element:
    """`<w:r>` with a picture that stands in the line like a character."""
    number = package.shape_number()
    name = f"图片{number}"  # the file's own name is nobody's business
    fill = drawn("pic:blipFill", drawn("a:blip", r_embed=relation), drawn("a:stretch", drawn("a:fillRect")))
    place = (0.0, 0.0, width, height)
    named = drawn("pic:nvPicPr", drawn("pic:cNvPr", id=number, name=name), drawn("pic:cNvPicPr"))
    picture = drawn("pic:pic", named, fill, _outline(place, "rect", owner="pic"))
    inline = drawn(
        "wp:inline",
        drawn("wp:extent", cx=emu(width), cy=emu(height)),
        drawn("wp:docPr", id=number, name=name),
        drawn("wp:cNvGraphicFramePr", drawn("a:graphicFrameLocks", noChangeAspect=1)),
        _graphic("pic", picture),
        **_NONE,
    )
    return w("r", w("drawing", inline))


def _anchored(package: Package, name: str, place: tuple[float, float, float, float], parts: list[Element]) -> Element:
    x, y, width, height = place
    number = package.shape_number()
    anchor = drawn(
        "wp:anchor",
        drawn("wp:simplePos", x=0, y=0),
        drawn("wp:positionH", texted("wp:posOffset", str(emu(x))), relativeFrom="page"),
        drawn("wp:positionV", texted("wp:posOffset", str(emu(y))), relativeFrom="page"),
        drawn("wp:extent", cx=emu(width), cy=emu(height)),
        drawn("wp:effectExtent", l=0, t=0, r=0, b=0),
        drawn("wp:wrapNone"),
        drawn("wp:docPr", id=number, name=f"{name}{number}"),
        drawn("wp:cNvGraphicFramePr"),
        _graphic("wps", drawn("wps:wsp", *parts)),
        **_NONE,
        simplePos=0,
        relativeHeight=number,
        behindDoc=0,
        locked=0,
        layoutInCell=1,
        allowOverlap=1,
    )
    choice = drawn("mc:Choice", w("drawing", anchor), Requires="wps")
    return w("r", drawn("mc:AlternateContent", choice))


def _graphic(vocabulary: str, content: Element) -> Element:
    return drawn("a:graphic", drawn("a:graphicData", content, uri=NAMESPACES[vocabulary]))


def _outline(place: tuple[float, float, float, float], shape: str, *look: Element, owner: str = "wps") -> Element:
    size = drawn("a:ext", cx=emu(place[2]), cy=emu(place[3]))
    transform = drawn("a:xfrm", drawn("a:off", x=0, y=0), size)
    return drawn(f"{owner}:spPr", transform, drawn("a:prstGeom", drawn("a:avLst"), prst=shape), *look)
