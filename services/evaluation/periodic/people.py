"""表5 人员证件."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.certificate import CertificateEvent, EnforcementCertificate, EventKind
from models.officer import EnforcementOfficer
from services.certificates.events import counts, effective_kind
from services.certificates.kinds import ENFORCING, EVENT_LABELS
from services.evaluation.counting import Count
from services.evaluation.figures import Cells, FigureColumn, FigureLine, FigureTable, Listed
from services.register_day import register_on
from services.spec import hours_text
from services.training.compliance import Compliance, compliance

EVENTS = {
    EventKind.ISSUED: "issued",
    EventKind.SUSPENDED: "suspended",
    EventKind.CANCELLED: "cancelled",
    EventKind.REVOKED: "revoked",
}
COLUMNS = (
    FigureColumn("listed", "在册", "期末在岗的执法人员。"),
    FigureColumn("certified", "持证", "在册的里面，期末持有有效执法证件的。"),
    FigureColumn("issued", "新发", "本期制发领证的，一本算一次。"),
    FigureColumn("suspended", "暂扣", "本期暂扣的，一次算一次。"),
    FigureColumn("cancelled", "注销", "本期注销的。"),
    FigureColumn("revoked", "吊销", "本期吊销的。"),
    FigureColumn("owing", "应训", "本年应训、期末在岗的人员。"),
    FigureColumn("met", "学时达标", "应训的里面，到期末已达到本年学时规则每一项的。"),
    FigureColumn(
        "met_rate", "达标率", "学时达标÷应训；没有应训的写“—”，四舍五入到一位小数。", Cells.SHARE, ("met",), ("owing",)
    ),
    FigureColumn("hours", "人均学时", "应训人员本年到期末已得学时÷应训人数，截位到一位小数。", Cells.WORDS),
)
REMARK = "学时从1月1日起累计；证件变动按发生日期，单位按人员现在的单位。"


def people_table(session: Session, first: date, last: date) -> FigureTable:
    """By unit: who is on the register at the end, what happened to certificates, who has the hours."""
    count = Count()
    _register(session, last, count)
    _events(session, first, last, count)
    year = compliance(session, last.year, last)
    minutes = _training(year, count)
    lines = tuple(line for line in count.lines(_mean_hours(count.lines(), minutes)) if line.lists)
    owing = sum(len(line.lists.get("owing", ())) for line in lines)
    total = {"hours": hours_text(sum(minutes.values()) // owing) if owing else "—"}
    return FigureTable("people", "表5　人员证件", "单位", "人", COLUMNS, lines, count.items, REMARK, total_words=total)


def _register(session: Session, last: date, count: Count) -> None:
    register = register_on(session, last, ())
    for unit in register.units:
        for person in register.people.get(unit.id, ()):
            if person.on_post and person.enforcing:
                words = "持证" if person.certified else "没有有效证件"
                listed = Listed("officers", person.id, person.name, unit.name, words)
                columns = ("listed", "certified") if person.certified else ("listed",)
                count.put(unit.name, f"officer:{person.id}", listed, columns)


def _events(session: Session, first: date, last: date, count: Count) -> None:
    event, card = CertificateEvent, EnforcementCertificate
    rows = session.execute(
        select(event, card.id, card.cert_no, EnforcementOfficer.name, EnforcementAgency.name)
        .join(card, card.id == event.certificate_id)
        .join(EnforcementOfficer, EnforcementOfficer.id == card.officer_id)
        .join(EnforcementAgency, EnforcementAgency.id == EnforcementOfficer.agency_id)
        .where(
            event.happened_on.between(first, last),
            event.deleted_at.is_(None),
            card.deleted_at.is_(None),
            card.kind.in_(ENFORCING),
            counts(event),
        )
        .order_by(event.happened_on, event.id)
    )
    for found, card_id, number, person, unit in rows:
        kind = effective_kind(found)
        if kind in EVENTS:
            words = f"{EVENT_LABELS[kind]}，{found.happened_on:%Y-%m-%d}，证号{number or '未填'}"
            listed = Listed("certificates", card_id, person, unit, words)
            count.put(unit, f"event:{found.id}", listed, (EVENTS[kind],))


def _training(year: Compliance, count: Count) -> dict[str, int]:
    """Minutes earned by unit."""
    minutes: dict[str, int] = {}
    for person in year.people:
        holder, earned = person.holder, sum(person.earned.values())
        minutes[holder.unit] = minutes.get(holder.unit, 0) + earned
        words = f"{hours_text(earned)}学时，{'达标' if person.met else '没有达标'}"
        listed = Listed("officers", holder.officer_id, holder.name, holder.unit, words)
        columns = ("owing", "met") if person.met else ("owing",)
        count.put(holder.unit, f"owing:{holder.officer_id}", listed, columns)
    return minutes


def _mean_hours(lines: tuple[FigureLine, ...], minutes: dict[str, int]) -> dict[str, dict[str, str]]:
    found = {}
    for line in lines:
        owing = len(line.lists.get("owing", ()))
        found[line.label] = {"hours": hours_text(minutes.get(line.label, 0) // owing) if owing else "—"}
    return found
