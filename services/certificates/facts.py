"""All that the guards of the state machine look at, as one value; services.certificates.situation reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.certificate import CertificateKind, CertificateStatus
from models.officer import PostStatus


class Qualified(StrEnum):
    """What the officer's exams say today."""

    NONE = "none"
    FAILED = "failed"
    PASSED = "passed"
    WAIVED = "waived"
    OUTDATED = "outdated"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Facts:
    """One officer and one certificate on one day; `status` is None where there is no certificate to act on.

    None elsewhere means that nobody knows: the province's rule is open, or nothing of the kind was ever registered.
    """

    today: date
    status: CertificateStatus | None = None
    kind: CertificateKind = CertificateKind.ENFORCEMENT
    cert_no: str = ""
    issuer: str = ""
    valid_to: date | None = None
    last_event_on: date | None = None
    before_renewal: CertificateStatus = CertificateStatus.ACTIVE
    renews: bool = False  # an application that takes the place of a card
    replaced: bool = False  # a successor was issued
    other_held: str = ""  # number of another card that allows enforcing
    post_status: PostStatus = PostStatus.ON_POST
    enforcing: bool = True
    staffing: str = ""
    excluded_staff: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # what an application needs and the register does not hold
    unit_abolished: bool = False
    unit_police: bool = False
    unit_announced: bool | None = None
    unit_entrusted: bool | None = None
    blocked_until: date | None = None  # by discipline, inclusive
    banned_until: date | None = None  # after a revocation, inclusive
    qualified: Qualified = Qualified.NONE
    required_minutes: int = 0  # education that the suspension ordered
    education_minutes: int = 0
    test_passed: bool | None = None
    reported_on: date | None = None  # of the loss
    late_renewal: bool | None = None
    check_from: tuple[int, int] | None = None  # month and day
    check_to: tuple[int, int] | None = None
    hours_missing: str = ""  # what is short of the year's rule, in words, where the annual check asks for it

    @property
    def expired(self) -> bool:
        """T17: computed from the printed last day, never stored; that day itself still counts."""
        return self.valid_to is not None and self.valid_to < self.today

    @property
    def on_post(self) -> bool:
        """Whether the officer still does the work that a certificate is for."""
        return self.post_status is PostStatus.ON_POST and self.enforcing
