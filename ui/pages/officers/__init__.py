"""Officers and their certificates: the two ledgers, acts for many at once, and who was certified on a day."""

from ui.pages.officers.page import CertificatePage, OfficersPage

__all__ = ["CertificatePage", "OfficersPage"]
