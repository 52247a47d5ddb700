"""How every ledger points to a unit: shown by its name, found by its short name and aliases too."""

from __future__ import annotations

from models.agency import AgencyState, EnforcementAgency
from services.ledger_select import Reference

UNIT = Reference(EnforcementAgency, further=("short_name", "aliases"), retired=("state", AgencyState.ABOLISHED))
