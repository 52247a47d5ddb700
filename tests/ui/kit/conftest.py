import pytest

from tests.ui.kit import paper


@pytest.fixture
def printers(app_theme, tmp_path):
    return paper.PaperPrinters(tmp_path / "出纸.pdf")


@pytest.fixture(scope="session")
def letter_file(tmp_path_factory):
    """A 信函 of three pages: its rules stand 20 mm from the edges, so its ink box is known on every side."""
    from services.printing.official import OfficialDocument, render_official

    target = tmp_path_factory.mktemp("函") / "催报函.pdf"
    words = "根据年度工作安排，县司法局定于近期组织开展全县行政执法案卷集中评查，现将有关事项函告，请对照落实。"
    raw = {
        "format": "信函",
        "mark": "示例县司法局",
        "issuer": "示例县司法局",
        "number": "示司函〔2026〕7号",
        "title": "示例县司法局关于催报2026年度行政执法工作报告的函",
        "to": ["县水务局"],
        "body": [{"level": 0, "text": words} for _number in range(20)],
        "sign": [{"name": "示例县司法局", "seal": True}],
        "date": "2026-02-06",
    }
    render_official(OfficialDocument.from_json(raw), target)
    return target


@pytest.fixture(scope="session")
def mixed_file(tmp_path_factory):
    """A4, A3 lying across, A4 lying across, A4: each with a frame 20 mm inside its edges."""
    from reportlab.pdfgen import canvas

    target = tmp_path_factory.mktemp("混排") / "混排.pdf"
    mm = 72 / 25.4
    pen = canvas.Canvas(str(target))
    for width, height in ((210, 297), (420, 297), (297, 210), (210, 297)):
        pen.setPageSize((width * mm, height * mm))
        pen.rect(20 * mm, 20 * mm, (width - 40) * mm, (height - 40) * mm)
        pen.showPage()
    pen.save()
    return target
