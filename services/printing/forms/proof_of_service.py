"""送达回证: who received which documents, when, where and how; what was done where they were refused.

Fields: domain note "Official documents" B3, 21; ways of service by analogy to the Civil Procedure Law, 87–95.
"""

from __future__ import annotations

from collections.abc import Mapping

from services.printing.form import DAY_HERE, FormPart, FormPrint, choices, label, value
from services.printing.forms.values import FormValues
from services.printing.grid import Align, Cell

KEYS = (
    *("organ", "number", "recipient", "place", "ways", "received_at", "receiver", "receiver_role", "stand_in_reason"),
    *("refused_reason", "refused_on", "witnesses", "record_number", "mail_number", "mail_returned_on"),
    *("electronic_address", "electronic_arrived_at", "consent_number", "servers", "note", "documents", "code"),
)
DOCUMENT_KEYS = ("name", "number", "copies")
_WAYS = ("直接", "留置", "委托", "邮寄", "电子", "转交", "公告")
_ROLES = ("本人", "负责人", "收发室", "代收人")
_LEAST_DOCUMENTS = 3
_MOMENT = "　　年　　月　　日　　时　　分"


def proof_of_service_form(values: Mapping[str, object]) -> FormPrint:
    """`documents` are objects with `DOCUMENT_KEYS`, `witnesses` and `servers` lists of names, `ways` 直接, 留置 …

    Raises ValidationError for unknown keys (`KEYS`).
    """
    filled = FormValues(values, KEYS)
    text = filled.text
    rows = (
        (label("受送达人"), value(text("recipient"), span=5)),
        *_documents(filled),
        (label("送达地点"), value(text("place"), span=5)),
        (label("送达方式"), value(choices(_WAYS, [way.removesuffix("送达") for way in filled.texts("ways")]), span=5)),
        (label("收到时间"), value(text("received_at") or _MOMENT, span=5)),
        (
            label("签收"),
            Cell(text("receiver"), span=2, lines=3, foot="（签名或者盖章）"),
            label("签收人身份"),
            value(choices(_ROLES, filled.texts("receiver_role")), span=2),
        ),
        (label("代收理由"), value(text("stand_in_reason"), span=5)),
        *_refusal(filled),
        (
            *(label("邮寄"), label("邮件编号"), value(text("mail_number"))),
            *(label("回执日期"), value(text("mail_returned_on") or DAY_HERE, span=2)),
        ),
        (
            *(label("电子送达", rows=2), label("送达地址"), value(text("electronic_address"), span=2)),
            *(label("同意书编号"), value(text("consent_number"))),
        ),
        (label("到达时间"), value(text("electronic_arrived_at") or _MOMENT, span=4)),
        (
            label("送达人"),
            *(_signed(each, span) for each, span in zip(_two(filled.texts("servers")), (2, 3), strict=True)),
        ),
        (label("备注"), value(text("note"), span=5, lines=2)),
    )
    part = FormPart(
        f"{text('organ')}送达回证",
        (13.0, 15.0, 20.0, 15.0, 15.0, 22.0),
        rows,
        right_note=text("number"),
        footnote="注：签收日期就是送达日期；拒收的，写明事由和日期，由见证人签名或者注明拍照、录像的编号。",
    )
    return FormPrint((part,), code=text("code"))


def _documents(filled: FormValues) -> list[tuple[Cell, ...]]:
    """The list of documents under one label, with room for some more."""
    given = filled.rows("documents", DOCUMENT_KEYS)
    rows = [
        (value(each.text("name"), span=2), value(each.text("number"), span=2), _centred(each.text("copies")))
        for each in given
    ]
    rows += [(value("", span=2), value("", span=2), value(""))] * (_LEAST_DOCUMENTS - len(rows))
    head = (label("文书名称", span=2), label("文号", span=2), label("份数"))
    return [(label("送达文书", rows=len(rows) + 1), *head), *rows]


def _refusal(filled: FormValues) -> list[tuple[Cell, ...]]:
    text = filled.text
    return [
        (label("拒收", rows=3), label("事由"), value(text("refused_reason"), span=4, lines=2)),
        (
            *(label("日期"), value(text("refused_on") or DAY_HERE, span=2)),
            *(label("拍照录像\n编号"), value(text("record_number"))),
        ),
        (label("见证人"), *(_signed(each, 2) for each in _two(filled.texts("witnesses")))),
    ]


def _two(names: list[str]) -> list[str]:
    """Two places; a third name shares the second."""
    return [names[0] if names else "", "、".join(names[1:])]


def _signed(name: str, span: int) -> Cell:
    return Cell(name, span=span, lines=2, foot="（签名）")


def _centred(text: str) -> Cell:
    return value(text, align=Align.CENTER)
