"""People, cards and hours put straight into a desk, for tests of what is counted."""

from datetime import date

from models.certificate import CertificateEvent, CertificateStatus, EnforcementCertificate
from models.officer import EnforcementOfficer
from models.training import TrainingExemption, TrainingRecord
from services.training.compliance import compliance

CATEGORY = {"政治": "political", "公共": "public_law", "业务": "professional", "技能": "skill", "离岗": "off_duty"}
END = date(2026, 12, 31)


class Office:
    """A desk with a unit; `person` makes an officer with a card, `train` gives minutes."""

    def __init__(self, desk):
        self.desk = desk
        self.unit = desk.ledgers["units"].save(None, 0, {"name": "县水务局", "kind": "department"})
        self._serial = 0

    def add(self, item):
        with self.desk.database.write("准备") as session:
            session.add(item)
            session.flush()
            return item.id

    def person(self, name="祁望山", unit=None, certified=True, **values):
        officer = self.add(EnforcementOfficer(name=name, agency_id=unit or self.unit, **values))
        if certified:
            self.card(officer)
        return officer

    def card(self, officer, status="active", valid=("2022-01-01", "2028-12-31"), **values):
        self._serial += 1
        first, last = (date.fromisoformat(day) for day in valid)
        return self.add(
            EnforcementCertificate(
                officer_id=officer,
                cert_no=f"示99{self._serial:04d}",
                valid_from=first,
                valid_to=last,
                status=CertificateStatus(status),
                **values,
            )
        )

    def event(self, card, kind, day, status, **values):
        return self.add(
            CertificateEvent(
                certificate_id=card, kind=kind, happened_on=date.fromisoformat(day), status=status, **values
            )
        )

    def train(self, officer, kind, minutes, day="2026-03-02", title=None, **values):
        self._serial += 1
        return self.add(
            TrainingRecord(
                officer_id=officer,
                title=title or f"第{self._serial}讲",
                category=CATEGORY[kind],
                held_on=date.fromisoformat(day),
                minutes=minutes,
                **values,
            )
        )

    def spare(self, officer, kind, minutes, year=2026):
        return self.add(
            TrainingExemption(
                officer_id=officer, year=year, category=CATEGORY[kind], minutes=minutes, basis="产假", approver="容知秋"
            )
        )

    def use(self, name, year=2026):
        """Put the rule set whose name begins so in force."""
        ledger = self.desk.ledgers["training_rules"]
        row = next(r for r in self.rows("training_rules") if r.values["name"].startswith(name))
        if row.values["force"] == "in_force":
            return
        ledger.perform("use", row, {"year": year})

    def rows(self, ledger):
        from services.query import LedgerQuery

        return self.desk.ledgers[ledger].search(LedgerQuery()).rows

    def year(self, year=2026, as_of=END):
        with self.desk.database.read() as session:
            return compliance(session, year, as_of)

    def only(self, **asked):
        """The one officer's year."""
        (person,) = self.year(**asked).people
        return person
