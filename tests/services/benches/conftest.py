"""A bureau with units, officers and cards of our own; today is Monday, 15 June 2026."""

from datetime import date

import pytest

from models.agency import EnforcementAgency
from models.certificate import CertificateStatus, EnforcementCertificate
from models.officer import EnforcementOfficer
from models.province import ProvinceRule

TODAY = date(2026, 6, 15)
RULES = {
    "expiry_tiers": "180、90、60、30",
    "idle_months": "12",
    "recall_days": "10",
    "off_post_minutes": "1800",
    "education_repeats": "1",
    "excluded_staff": "劳务派遣、借调",
    "ministry_beside": "提示",
    "late_renewal": "是",
    "bureau_review_workdays": "10",
    "superior_review_workdays": "10",
    "correction_workdays": "5",
}


class Register:
    """Short ways to put people and cards into a desk."""

    def __init__(self, desk):
        self.desk, self.serial = desk, 0
        self.put(*(ProvinceRule(profile="通用", key=key, value=value) for key, value in RULES.items()))

    def put(self, *rows):
        with self.desk.database.write("登记") as session:
            session.add_all(rows)
            session.flush()
            ids = [row.id for row in rows]
        return ids[0] if len(ids) == 1 else ids

    def unit(self, name="县水务局"):
        return self.put(EnforcementAgency(name=name))

    def officer(self, unit, name="于安禾", **more):
        return self.put(EnforcementOfficer(name=name, agency_id=unit, **more))

    def card(self, officer, valid_to=date(2028, 1, 31), **more):
        self.serial += 1
        values = {
            "cert_no": f"示{self.serial:06d}",
            "valid_from": date(2023, 2, 1),
            "valid_to": valid_to,
            "status": CertificateStatus.ACTIVE,
        }
        return self.put(EnforcementCertificate(officer_id=officer, **(values | more)))

    def holder(self, unit, name="于安禾", valid_to=date(2028, 1, 31), card=None, **more):
        officer = self.officer(unit, name, **more)
        self.card(officer, valid_to, **(card or {}))
        return officer

    def change(self, record, row_id, **values):
        with self.desk.database.write("修改") as session:
            item = session.get(record, row_id)
            for key, value in values.items():
                setattr(item, key, value)

    def rule(self, key, value):
        with self.desk.database.write("修改规则") as session:
            from sqlalchemy import select

            session.scalars(select(ProvinceRule).where(ProvinceRule.key == key)).one().value = value

    def get(self, kind, row_id):
        with self.desk.database.read() as session:
            return session.get(kind, row_id)

    def all(self, kind):
        from sqlalchemy import select

        with self.desk.database.read() as session:
            return list(session.scalars(select(kind).where(kind.deleted_at.is_(None)).order_by(kind.id)))


@pytest.fixture
def register(empty_desk):
    return Register(empty_desk)


@pytest.fixture
def unit(register):
    return register.unit()
