"""常用语: sentences of the trade, kept by the bureau, put into a text with one click."""

from __future__ import annotations

from models.drafting import Phrase
from services.ledger import BasicLedger
from services.spec import FieldSpec, Kind, LedgerSpec

SHIPPED = (
    ("开头", "按照{计划}的安排，现将有关事项通知如下。"),
    ("开头", "经研究，现就有关事项函告如下。"),
    ("开头", "现将有关情况通报如下。"),
    ("要求", "请于{回复期限}前将办理情况书面报我局。"),
    ("要求", "请对照清单逐项整改，明确责任人和完成时限，整改一项、销号一项。"),
    ("要求", "请指定专人负责，材料一式两份，同时报送电子版。"),
    ("期限", "确有困难不能按时完成的，在期限届满前书面说明原因和预计完成时间。"),
    ("期限", "逾期未报送的，将予以通报。"),
    ("结尾", "特此通知。"),
    ("结尾", "特此函告。"),
    ("结尾", "特此报告。"),
    ("结尾", "妥否，请批示。"),
    ("附注", "联系人：{联系人}，联系电话：{电话}"),
    ("附注", "此件公开发布"),
)


class PhraseLedger(BasicLedger[Phrase]):
    """The bureau's phrases by category."""

    record = Phrase
    spec = LedgerSpec(
        name="phrases",
        title="常用语",
        item="常用语",
        purpose="拟稿时可以一键插入的语句，按用处分类。",
        default_sort="category",
        then_by="text",
        title_field="text",
        match_on=("text",),
        add_label="登记常用语",
        empty_hint="把反复要写的语句登记在这里，拟稿时点一下就插入。",
        fields=(
            FieldSpec("category", "类别", required=True, max_length=30, width_chars=6, example="结尾"),
            FieldSpec(
                "text",
                "内容",
                Kind.LONG_TEXT,
                required=True,
                max_length=500,
                unique=True,
                width_chars=40,
                example="特此通知。",
                help="可以带字段，如花括号里写单位、回复期限，拟稿时自动填上。",
            ),
        ),
    )
