"""发文稿纸: the sheet that goes with a draft from its author to the one who signs it off."""

from __future__ import annotations

from collections.abc import Mapping

from services.printing.form import DAY_HERE, FormPart, FormPrint, choices, label, opinion, value
from services.printing.forms.values import FormValues

KEYS = (
    *("organ", "number", "secrecy", "urgency", "title", "to", "cc", "attachments", "copies", "openness"),
    *("drafting_unit", "drafter", "phone", "drafted_on", "checked", "legal", "countersigned", "signed", "body", "code"),
    *("checked_on", "signed_on"),
)
_OPENNESS = ("主动公开", "依申请公开", "不予公开")


def dispatch_sheet_form(values: Mapping[str, object]) -> FormPrint:
    """`signed`, `countersigned`, `checked` and `legal` are the words of 签发, 会签, 核稿 and 合法性审核.

    `signed_on` and `checked_on` are their days; without them there is room for writing the day by hand.
    `body` is the draft, as paragraphs; without it the sheet goes in front of a draft printed apart.

    Raises ValidationError for an unknown key (`KEYS`).
    """
    filled = FormValues(values, KEYS)
    text = filled.text
    rows = [
        (
            label("签发"),
            opinion(text("signed"), span=2, lines=5, foot=text("signed_on") or DAY_HERE),
            label("会签"),
            opinion(text("countersigned"), span=2, lines=5, foot=DAY_HERE),
        ),
        (
            label("核稿"),
            opinion(text("checked"), span=2, lines=4, foot=text("checked_on") or DAY_HERE),
            label("合法性审核"),
            opinion(text("legal"), span=2, lines=4, foot=DAY_HERE),
        ),
        (
            *(label("拟稿单位"), value(text("drafting_unit"))),
            *(label("拟稿人"), value(text("drafter"))),
            *(label("联系电话"), value(text("phone"))),
        ),
        (
            *(label("文号"), value(text("number"), span=2)),
            *(label("份数"), value(text("copies"), span=2)),
        ),
        (
            *(label("密级"), value(text("secrecy"))),
            *(label("紧急程度"), value(text("urgency"))),
            *(label("拟稿日期"), value(text("drafted_on"))),
        ),
        (label("标题"), value(text("title"), span=5, lines=2)),
        (label("主送"), value(text("to"), span=5)),
        (label("抄送"), value(text("cc"), span=5)),
        (label("附件"), value("\n".join(_numbered(filled.texts("attachments"))), span=5)),
        (label("公开属性"), value(choices(_OPENNESS, filled.texts("openness")), span=5)),
    ]
    if text("body"):
        rows.append((label("正文"), value("\n".join(filled.texts("body")), span=5)))
    part = FormPart(f"{text('organ')}发文稿纸", (14.0, 21.0, 13.0, 17.0, 14.0, 21.0), tuple(rows))
    return FormPrint((part,), code=text("code"))


def _numbered(names: list[str]) -> list[str]:
    return [f"{number}.{name}" for number, name in enumerate(names, start=1)] if len(names) > 1 else names
