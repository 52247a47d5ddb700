"""How a document is set: faces, measures, and what the clerk asked of the printer."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.printing.faces import Faces
from services.printing.measures import MM
from services.printing.profile import STANDARD, Metrics, Profile, metrics_of

_TENTH = MM / 10


@dataclass(frozen=True, slots=True)
class Preprinted:
    """套打 on paper that carries the red head: only the black is printed, moved by tenths of a millimetre."""

    right: int = 0
    down: int = 0

    @property
    def shift(self) -> tuple[float, float]:
        """In points, to the right and downward."""
        return self.right * _TENTH, self.down * _TENTH


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What the printer is asked for; the text is the same under all of them.

    `duplex`: the 版记 stands on the back of the last sheet. `mirrored`: even pages have the binding edge on the right
    (left 26 mm, right 28 mm). It is off unless asked for: office printers and binders that turn the sheet keep 28 mm
    on the left of every page, which is what GB/T 9704 5.2.1 names and what a PDF is checked against on screen; a
    profile may switch it on. `seal_hint` draws where seals belong, for the preview only. `boxes` consents to a hollow
    box for a character that no face has.
    """

    duplex: bool = True
    mirrored: bool = False
    profile: Profile = field(default_factory=Profile)
    seal_hint: bool = False
    preprinted: Preprinted | None = None
    boxes: bool = False

    @property
    def metrics(self) -> Metrics:
        """The measures of the profile."""
        return metrics_of(self.profile)

    @property
    def turns_margins(self) -> bool:
        """Whether even pages have the binding edge on the right."""
        return self.duplex and (self.mirrored or self.metrics.count("mirrored") == 1)


@dataclass(frozen=True, slots=True)
class Setting:
    """What every part of a layout needs."""

    faces: Faces
    metrics: Metrics = STANDARD
