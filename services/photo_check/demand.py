"""What the province's rules ask of a photo: what they leave open is not checked, and that is said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.photos import PhotoProfile
from services.province_rules import RulesInForce

PHOTO_RULES = ("photo_width", "photo_height", "photo_min_kb", "photo_max_kb", "photo_background", "photo_dpi")
WHITE = (255, 255, 255)
_WHITE_WORDS = frozenset({"白", "白色", "纯白", "纯白色", "白底"})
_HEXADECIMAL = re.compile(r"#([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class PhotoDemand:
    """The profile that photos are checked by; `words` says it, `left_open` what nobody could check."""

    profile: PhotoProfile
    words: str
    left_open: str = ""

    @property
    def sentence(self) -> str:
        """Both, for a screen and for the agency's sheet."""
        return f"{self.words}{self.left_open}"


def photo_demand(rules: RulesInForce) -> PhotoDemand:
    """The rules `photo_*` that are in force. A colour that cannot be measured is left to a person's eye."""
    width, height = rules.integer("photo_width") or 0, rules.integer("photo_height") or 0
    least, most = rules.integer("photo_min_kb") or 0, rules.integer("photo_max_kb") or 0
    dpi, ground = rules.integer("photo_dpi") or 0, rules.values["photo_background"].value or ""
    colour = background_colour(ground)
    profile = PhotoProfile(
        rules.profile, width, height, ratio=None, min_kb=least, max_kb=most, dpi=dpi, background=colour
    )
    told = ["JPG格式", _dots(width, height), _size(least, most), f"{dpi}dpi" if dpi else "", ground if colour else ""]
    words = f"按“{rules.profile}”的规则核对：{'，'.join(filter(None, told))}。"
    missing = [rules.values[key].label for key in PHOTO_RULES if rules.values[key].value is None]
    left_open = f"规则里没有填、没有核对的：{'、'.join(missing)}。" if missing else ""
    if ground and colour is None:
        left_open += f"底色“{ground}”由人核对。"
    return PhotoDemand(profile, words, left_open)


def background_colour(words: str) -> tuple[int, int, int] | None:
    """The colour of a rule's words: white, or six hexadecimal digits after #; None for what has no one colour."""
    plain = words.strip()
    if plain in _WHITE_WORDS:
        return WHITE
    found = _HEXADECIMAL.fullmatch(plain)
    return None if found is None else (int(found[1], 16), int(found[2], 16), int(found[3], 16))


def _dots(width: int, height: int) -> str:
    if width and height:
        return f"{width}×{height}点"
    return f"宽{width}点" if width else f"高{height}点" if height else ""


def _size(least: int, most: int) -> str:
    if least and most:
        return f"{least}至{most}KB"
    return f"不小于{least}KB" if least else f"不大于{most}KB" if most else ""
