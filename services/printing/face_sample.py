"""A page that shows every style as it prints, with two rulers that tell whether the printer keeps the size."""

from __future__ import annotations

from pathlib import Path

from services.printing.face_report import ROLES, shown_name
from services.printing.faces import Faces, Style
from services.printing.files import replacing
from services.printing.measures import BLOCK_WIDTH, LEFT, MM, PAGE_WIDTH, SIZE, TITLE_SIZE
from services.printing.page import BLACK, Ink, Pen, Rule, fitted, text_width

_TITLE = "打印字体样张"
_TEXTS: dict[Style, tuple[str, ...]] = {
    Style.TITLE: ("关于开展行政执法监督检查的通知",),
    Style.BODY: ("现将“双随机”检查结果——共12件——通报如下。", "县水务局、县市场监管局：姓名用字䶮㛃𬭚喆堃。"),
    Style.HEI: ("一、总体情况",),
    Style.KAI: ("（一）“三项制度”落实情况……",),
    Style.SONG: ("— 1 —　0123456789",),
}
_NOTE, _LABEL_GAP, _LINE, _BLOCK_GAP = 10.5, 6.0, 1.55, 15.0
_LABEL_INK = (0.3, 0.3, 0.3)
_TOP, _RULER_TOP = 24 * MM, 186 * MM
_ACROSS, _DOWN = 150, 100  # mm
_ADVICE = (
    f"用尺子量：横线长{_ACROSS}毫米，竖线长{_DOWN}毫米，从第一道刻度到最后一道。",
    "差1毫米以上的，打印时把缩放改成“实际大小”，不要选“适合纸张”。",
)


def sample_page(faces: Faces, target: Path) -> None:
    """Writes the specimen as PDF, one A4 page. Raises StorageError where it cannot be written."""
    with replacing(target) as path:
        pen = Pen(path, faces, title=_TITLE)
        _centred(pen, _TITLE, _TOP)
        y = _TOP + TITLE_SIZE * 2.2
        for style in ROLES:
            y = _block(pen, style, y) + _BLOCK_GAP
        _rulers(pen)
        pen.next_page()
        pen.save()


def _centred(pen: Pen, text: str, top: float) -> None:
    width = text_width(pen.faces, text, Style.TITLE, TITLE_SIZE)
    pen.text(Ink((PAGE_WIDTH - width) / 2, top, text, Style.TITLE, TITLE_SIZE))


def _block(pen: Pen, style: Style, y: float) -> float:
    """The name of the style and of its face, then its text in the size of a letter. Returns the y below."""
    name = shown_name(pen.faces, pen.faces.leading(style).file)
    label = Ink(LEFT, y, f"{ROLES[style]}　{style}　现用：{name}", Style.BODY, _NOTE, colour=_LABEL_INK)
    pen.text(fitted(pen.faces, label, BLOCK_WIDTH))
    y += _NOTE + _LABEL_GAP
    size = TITLE_SIZE if style is Style.TITLE else SIZE
    for text in _TEXTS[style]:
        pen.text(Ink(LEFT, y, text, style, size))
        y += size * _LINE
    return y


def _rulers(pen: Pen) -> None:
    right = PAGE_WIDTH - 15 * MM
    _scale(pen, LEFT, _RULER_TOP, _ACROSS, lying=True)
    _scale(pen, right, _RULER_TOP - (_DOWN + 12) * MM, _DOWN, lying=False)
    for number, text in enumerate(_ADVICE):
        pen.text(Ink(LEFT, _RULER_TOP + 6 * MM + number * _NOTE * _LINE, text, Style.BODY, _NOTE))


def _scale(pen: Pen, x: float, y: float, millimetres: int, *, lying: bool) -> None:
    """A line with a mark every centimetre; the first and the last are its ends."""
    end = millimetres * MM
    pen.rule(Rule(x, y, x + end if lying else x, y if lying else y + end, 0.5, BLACK))
    for step in range(0, millimetres + 1, 10):
        mark, at = (3 if step % 50 == 0 else 1.8) * MM, step * MM
        pen.rule(Rule(x + at, y - mark, x + at, y) if lying else Rule(x - mark, y + at, x, y + at))
