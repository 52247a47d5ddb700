"""What the ledgers of reports hold, for the tests that read them."""

from services.query import LedgerQuery


def rows(desk, ledger, **values):
    """The rows of a ledger whose values and words are these."""
    found = desk.ledgers[ledger].search(LedgerQuery(limit=1000)).rows
    return [
        row for row in found if all(row.labels.get(key, row.values.get(key)) == value for key, value in values.items())
    ]


def duty(desk, title):
    [row] = rows(desk, "report_duties", title=title)
    return row


def start(desk, title):
    return desk.ledgers["report_duties"].perform("start", duty(desk, title), {})


def owed(desk, title):
    """Unit → (period, day, state) of a duty's reports."""
    return {
        row.labels["agency_id"]: (row.values["period"], row.values["due_on"], row.values["report_state"])
        for row in rows(desk, "unit_reports", duty_id=title)
    }
