"""What the forms of officers know about one person: finished words, ready to be printed.

Fields: certificates note §1.1, §1.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SEAL_HERE = "（盖章）　　　　年　　月　　日"
SIGN_AND_DAY = "（签名）　　　　年　　月　　日"


@dataclass(frozen=True, slots=True)
class OfficerValues:
    """An officer and the certificate in question. What is empty stays blank on paper, for writing by hand.

    `id_no` is whole here; lists mask it, only the forms of an application print it.
    """

    name: str = ""
    gender: str = ""
    birth: str = ""
    nation: str = ""
    id_no: str = ""
    politics: str = ""
    education: str = ""
    degree: str = ""
    major: str = ""
    school: str = ""
    unit: str = ""
    dept: str = ""
    post: str = ""
    rank: str = ""
    staffing: str = ""
    domain: str = ""
    region: str = ""
    phone: str = ""
    working_since: str = ""
    enforcing_since: str = ""
    exam_public: str = ""
    exam_special: str = ""
    cert_kind: str = ""
    cert_no: str = ""
    old_cert_no: str = ""
    min_cert_no: str = ""
    issuer: str = ""
    issue_date: str = ""
    valid_from: str = ""
    valid_to: str = ""
    cert_state: str = ""
    post_status: str = ""
    note: str = ""
    photo: Path | None = None


NOBODY = OfficerValues()


def continued(title: str, officer: OfficerValues) -> str:
    """What stands above the second page of a form."""
    return f"{title}（续）　{officer.name}".rstrip()
