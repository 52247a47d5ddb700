"""What the tests of a certificate's life share: today, a card, a decision, and doing an act as a clerk does it."""

from datetime import date

TODAY = date(2026, 6, 15)
CARD = {"cert_no": "示990001", "issuer": "示例省人民政府", "issue_date": date(2026, 1, 5), "valid_to": date(2031, 1, 4)}
PERSON = {
    "name": "祁望山",
    "id_no": "990101199003070016",
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
