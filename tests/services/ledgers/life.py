"""What the tests of a certificate's life share: today, a card, a decision, and doing an act as a clerk does it."""

from datetime import date

from sqlalchemy import select

from models.certificate import CertificateEvent, EnforcementCertificate
from models.province import ProvinceRule
from models.training import TrainingCategory, TrainingRecord

TODAY = date(2026, 6, 15)
CARD = {"cert_no": "示990001", "issuer": "示例省人民政府", "issue_date": date(2026, 1, 5), "valid_to": date(2031, 1, 4)}
LOSS = {"notice_medium": "示例日报", "notice_on": TODAY, "issue_date": TODAY, "cert_no": "示990002"}
PERSON = {
    "name": "祁望山",
    "id_no": "990101199003070031",
    "gender": "男",
    "education": "大学本科",
    "staffing": "行政编制",
}
PERSON |= {"domain": "水行政"}


def do(ledger, row_id, action, **values):
    """The form as it opens, with what the clerk adds; of reason codes the first one."""
    row = ledger.load(row_id)
    asked = next((a for a in ledger.actions(row) if a.name == action), None)
    start = {}
    if asked is not None:
        codes = next((f.choices for f in asked.fields if f.key == "reason_code"), {})
        start = {**asked.values, **({"reason_code": next(iter(codes))} if codes else {})}
        keys = {f.key for f in asked.fields}
        start |= {k: v for k, v in {"reason": "未亮证执法", "doc_no": "示司监函〔2026〕9号"}.items() if k in keys}
    return ledger.perform(action, row, {**start, **values})


def state(ledger, row_id):
    return ledger.load(row_id).values["cert_state"]


def offered(ledger, row_id):
    return {a.name for a in ledger.actions(ledger.load(row_id)) if a.enabled}


def why_not(ledger, row_id, action):
    return next(a.why_not for a in ledger.actions(ledger.load(row_id)) if a.name == action)


def store(desk, *rows):
    with desk.database.write("试") as session:
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def events(desk, person):
    with desk.database.read() as session:
        rows = session.execute(
            select(CertificateEvent.kind, CertificateEvent.happened_on)
            .join(EnforcementCertificate, EnforcementCertificate.id == CertificateEvent.certificate_id)
            .where(EnforcementCertificate.officer_id == person, CertificateEvent.deleted_at.is_(None))
            .order_by(CertificateEvent.id)
        )
        return [kind.value for kind, _on in rows]


def cards(desk, person):
    with desk.database.read() as session:
        rows = session.scalars(
            select(EnforcementCertificate)
            .where(EnforcementCertificate.officer_id == person, EnforcementCertificate.deleted_at.is_(None))
            .order_by(EnforcementCertificate.id)
        )
        return [(card.cert_no, card.status.value, card.current) for card in rows]


def rule(desk, **values):
    with desk.database.write("规则") as session:
        for key, value in values.items():
            found = session.scalar(select(ProvinceRule).where(ProvinceRule.profile == "通用", ProvinceRule.key == key))
            if found is None:
                session.add(ProvinceRule(profile="通用", key=key, value=value))
            else:
                found.value = value


def hours(desk, person, minutes, held_on=TODAY, category=TrainingCategory.OFF_DUTY, **more):
    values = {"title": "离岗教育", "category": category, "held_on": held_on, "minutes": minutes} | more
    store(desk, TrainingRecord(officer_id=person, **values))
