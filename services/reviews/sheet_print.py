"""A filled sheet in the words of the printed 评分表."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.printing.score_sheet import ScoreItem, ScoreSection, ScoreSheetPrint
from services.reviews.scoring import ScoreResult, score
from services.reviews.sheet import FilledSheet, ItemMarks
from services.reviews.standard import Item, Standard


@dataclass(frozen=True, slots=True)
class CaseHead:
    """The case file as it stands at the head of the sheet."""

    decision_no: str
    name: str
    agency: str
    case_type: str
    party: str
    officers: str
    opened_on: date | None
    decided_on: date | None
    closed_on: date | None
    reviewer: str

    def fields(self) -> tuple[tuple[str, str], ...]:
        """Label and words, in the order of the form."""
        return (
            ("案卷名称", self.name),
            ("决定书文号", self.decision_no),
            ("办案单位", self.agency),
            ("案卷类型", self.case_type),
            ("当事人", self.party),
            ("承办人", self.officers),
            ("立案日期", _day(self.opened_on)),
            ("决定日期", _day(self.decided_on)),
            ("结案日期", _day(self.closed_on)),
            ("评查人", self.reviewer),
        )


def printed_sheet(head: CaseHead, standard: Standard, marks: FilledSheet, *, submitted: bool) -> ScoreSheetPrint:
    """What the form setter prints: every item with its marks, vetoes, sums and grade."""
    result = score(standard, marks)
    by_id = {found.id: found for found in result.items}
    marked = {found.id: found for found in marks.items}
    sections = []
    for section in standard.sections:
        items = []
        for item in section.items:
            got, mark = by_id[item.id], marked.get(item.id)
            items.append(
                ScoreItem(
                    code=item.id,
                    name=item.name,
                    most="" if item.max is None else f"{item.max:f}",
                    deducted=f"{got.deducted:.2f}" if got.deducted else "",
                    earned=f"{got.earned:.2f}",
                    findings=findings_text(item, mark),
                    not_applicable_reason=mark.reason if mark and mark.not_applicable else None,
                )
            )
        sections.append(ScoreSection(section.name, tuple(items)))
    return ScoreSheetPrint(
        title="行政执法案卷评查评分表",
        fields=head.fields(),
        sections=tuple(sections),
        vetoes=_vetoes(standard, marks),
        totals=totals(result),
        grade=result.grade or "",
        standard=f"{standard.name}（{standard.version}）",
        footnote="" if submitted else "草稿：评分尚未提交。",
    )


def totals(result: ScoreResult) -> tuple[tuple[str, str], ...]:
    """The sums at the foot, as words."""
    shown = result.to_json()
    lines = [("适用总分", str(shown["applicable_total"])), ("实得分", str(shown["earned"]))]
    lines += [
        (label, str(shown[key]))
        for key, label in (("base", "基础扣分"), ("bonus", "加分"), ("minus", "另扣分"))
        if shown[key] != "0.00"
    ]
    lines.append(("最终得分", "不计分" if result.score is None else str(shown["score"])))
    return tuple(lines)


def findings_text(item: Item, mark: ItemMarks | None) -> str:
    """The reviewer's marks of one item in words, with page and count."""
    if mark is None:
        return ""
    texts = {rule.id: rule.text for rule in item.rules} | {c.id: c.text for c in item.criteria}
    parts = ["缺此文书"] if mark.absent else []
    for finding in mark.findings:
        count = f"{finding.count:f}处" if finding.count is not None else ""
        page = f"第{finding.page}页" if finding.page else ""
        extra = "，".join(filter(None, (count, page, finding.note)))
        parts.append(texts.get(finding.id, finding.id) + (f"（{extra}）" if extra else ""))
    parts += [f"未得分：{texts.get(lost, lost)}" for lost in mark.lost]
    parts += [f"不适用：{texts.get(out.id, out.id)}（{out.reason}）" for out in mark.na_criteria]
    return "；".join(parts)


def _vetoes(standard: Standard, marks: FilledSheet) -> tuple[tuple[str, str], ...]:
    texts = {veto.id: veto.text for veto in standard.vetoes}
    return tuple((texts.get(v.id, v.id), f"第{v.page}页　{v.note}") for v in marks.vetoes)


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
