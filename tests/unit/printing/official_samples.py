"""Documents for the tests; all names are invented."""

LONG = "根据年度工作安排，县司法局定于近期组织开展全县行政执法案卷集中评查，现将有关事项通知如下，请各单位对照落实。"
FULL = "司法行政机关应当依法履行行政执法监督职责组织开展行政执法案卷评查工作并及时反馈评查结果"


def plain(count, text=LONG):
    """`count` paragraphs of plain text."""
    return [{"level": 0, "text": text} for _number in range(count)]


def letter(**changes):
    """信函."""
    found = {
        "format": "信函",
        "mark": "示例县司法局",
        "issuer": "示例县司法局",
        "number": "示司函〔2026〕7号",
        "title": "示例县司法局关于催报2026年度行政执法工作报告的函",
        "to": ["县水务局"],
        "body": plain(2),
        "sign": [{"name": "示例县司法局", "seal": True}],
        "date": "2026-02-06",
        "cc": ["县人民政府办公室"],
    }
    return found | changes


def notice(**changes):
    """文件."""
    found = {
        "format": "文件",
        "mark": "示例县司法局文件",
        "issuer": "示例县司法局",
        "number": "示司发〔2026〕7号",
        "title": "示例县司法局关于开展2026年度行政执法案卷评查工作的通知",
        "to": ["各乡镇人民政府", "县级各行政执法单位"],
        "body": plain(12, FULL * 2),
        "sign": [{"name": "示例县司法局", "seal": True}],
        "date": "2026-06-15",
        "note": "此件公开发布",
        "cc": ["县委办公室，县人大常委会办公室"],
        "printed_by": "示例县司法局办公室",
        "printed_on": "2026-06-15",
    }
    return found | changes


def upward(**changes):
    """文件 to a superior."""
    found = notice(
        signers=["岑知远", "简若宁", "王䶮"],
        title="示例县司法局关于请求解决行政执法监督经费的请示",
        to=["示例县人民政府"],
        body=plain(2),
        note="联系人：王䶮，电话：0990-1234567",
    )
    return found | changes
