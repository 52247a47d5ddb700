"""Values of any form, every text of characters of its own, so that each one can be found again on paper."""

import dataclasses
import itertools
import types
import typing
from pathlib import Path

from services.printing.forms.officer_values import OfficerValues
from services.printing.forms.register_lists import AuxiliaryRow, CounselRow, SubjectRow, SupervisorRow

HAN = [char for code in range(0x4E00, 0x9FA6) if (char := chr(code)).encode("gb2312", "ignore")]
ROWS = {"subjects": SubjectRow, "supervisors": SupervisorRow, "auxiliaries": AuxiliaryRow, "counsels": CounselRow}
_KEPT = {
    "reasons",
    "grades",
    "kind_options",
    "reason_options",
    "footnote",
}  # what a bureau may change, with what it is to begin with


class Filler:
    """Texts have the `lengths` in turn; `name` stands for every name. `told` are the texts by class and field."""

    def __init__(self, lengths, photo=None, rows=2, unlike="", name=""):
        self._name = name
        self._lengths = itertools.cycle(lengths)
        self._chars = itertools.cycle([char for char in HAN if char not in unlike])
        self._photo, self._rows = photo, rows
        self.told = {}

    def fill(self, form):
        """Values for a form of the registry."""
        found = self._instance(type(form.blank), form.key)
        if hasattr(form.blank, "lost"):
            found = dataclasses.replace(found, lost=form.blank.lost)
        return found

    def _instance(self, cls, key):
        hints = typing.get_type_hints(cls)
        values = {}
        for field in dataclasses.fields(cls):
            wanted = ROWS[key] if key in ROWS and field.name == "rows" else None
            if not (field.name in _KEPT and field.default not in ((), "")):
                values[field.name] = self._value(cls, field.name, hints[field.name], key, wanted)
        return cls(**values)

    def _value(self, cls, name, hint, key, wanted):
        if wanted:
            return tuple(self._instance(wanted, key) for _ in range(self._rows))
        if typing.get_origin(hint) in (types.UnionType, typing.Union):
            hint = next(each for each in typing.get_args(hint) if each is not type(None))
            if dataclasses.is_dataclass(hint):
                return None
        if hint is str:
            text = "".join(itertools.islice(self._chars, next(self._lengths)))
            text = self._name or text if name == "name" else text
            self.told.setdefault((cls, name), []).append(text)
            return text
        if typing.get_origin(hint) is tuple:
            part = typing.get_args(hint)[0]
            return tuple(self._value(cls, name, part, key, None) for _ in range(self._rows))
        if dataclasses.is_dataclass(hint):
            return self._instance(hint, key)
        return {bool: False, int: 7, Path: self._photo}[hint]


OFFICER_ON_PAPER = {
    **dict.fromkeys(
        ("application", "exchange", "reissue"),
        "name gender birth nation id_no politics education degree major school unit dept post rank staffing domain "
        "region phone working_since enforcing_since exam_public exam_special",
    ),
    "suspension": "name unit cert_no",
    "return": "name unit post cert_no",
    "cancellation": "name unit post cert_kind cert_no issuer valid_to",
    "check_cards": "name unit post cert_no domain issuer valid_to",
    "public_roster": "name unit post domain region cert_no issuer valid_to note",
    "full_roster": "name gender nation birth politics education degree major school unit dept post rank staffing "
    "domain region cert_kind cert_no issuer issue_date valid_to cert_state post_status phone note",
    "office_roster": "name gender birth unit post staffing domain cert_no issue_date valid_to cert_state phone note",
    "summary": "unit name gender politics education post staffing domain exam_public exam_special old_cert_no note",
    "album": "name unit cert_no",
    "training_cards": "unit name gender post cert_no valid_to",
    "sign_in": "unit name post phone note",
    "class_roster": "unit name gender post cert_no phone note",
    "assessment": "name gender nation unit rank post cert_no domain valid_to",
}
"""Which fields of an officer a form shows; all the others stay off it."""
WITH_IDENTITY = {"application", "exchange", "reissue"}
BY_HAND = {
    # the forms of a lost card and of one that is handed in share their values
    "exchange": {"notice_medium", "notice_date"},
    "reissue": {"reasons", "card_returned"},
    "check_cards": {"code"},
}


def expected(form, filler):
    """Texts that must stand on the form, and texts of officers that must not."""
    shown, hidden = [], []
    for (cls, name), texts in filler.told.items():
        if cls is OfficerValues:
            if name != "id_no" or form.key in WITH_IDENTITY:  # the others mask it, short ones as they are
                (shown if name in OFFICER_ON_PAPER[form.key].split() else hidden).extend(texts)
        elif name not in BY_HAND.get(form.key, ()):
            shown.extend(texts)
    return shown, hidden
