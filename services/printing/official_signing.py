"""署名, 成文日期, 附注: what stands under the text and shares its page with some of it (7.3.5, 7.3.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.printing.faces import Faces, Style
from services.printing.official_model import Format, OfficialDocument, Signature
from services.printing.official_rows import BLANK, Kind, Row, line_width, paragraph_rows, text_ink
from services.printing.official_setting import Setting
from services.printing.official_text import Span, date_words, note_words
from services.printing.official_title import break_title
from services.printing.page import Ink, SealPlace
from services.printing.profile import STANDARD, Metrics


def signing_rows(faces: Faces, document: OfficialDocument, metrics: Metrics = STANDARD) -> list[Row]:
    """The lines of the signature, date and note. Formats differ: a 命令 carries a signature stamp."""
    setting = Setting(faces, metrics)
    day = date_words(document.date)
    names = [each for each in document.sign if each.name or each.post]
    if document.format is Format.ORDER:
        rows = _stamped(setting, names, day)
    elif not any(each.seal for each in names):
        rows = _unsealed(setting, names, day)
    elif len(names) == 1:
        rows = _sealed_alone(setting, names[0].name, day)
    else:
        rows = _sealed_jointly(setting, [each.name for each in names], day)
    if document.note:
        indent = metrics.points("note_indent") / metrics.char_pitch
        spans = [Span(note_words(document.note), Style.BODY)]
        rows += paragraph_rows(setting, spans, first=indent, rest=0, kind=Kind.SIGN)
    return rows


def _sealed_alone(setting: Setting, name: str, day: str) -> list[Row]:
    """Date four characters from the right, name centred above it; the lines free above bring the seal near the text.

    A name too long to be centred there ends at the edge of the text block, and the date moves left below its middle.
    """
    metrics = setting.metrics
    date_width, name_width = line_width(setting, day), line_width(setting, name)
    centre = metrics.right - metrics.points("sealed_date_right") - date_width / 2
    centre = max(min(centre, metrics.right - name_width / 2), metrics.left + name_width / 2)
    seal = _seal_over(setting, centre, lines=2)
    return [
        *_blanks(setting, "sealed_above"),
        Row(Kind.SIGN, (text_ink(setting, name, centre - name_width / 2),), seals=(seal,)),
        Row(Kind.SIGN, (text_ink(setting, day, centre - date_width / 2),)),
    ]


def _sealed_jointly(setting: Setting, names: Sequence[str], day: str) -> list[Row]:
    """At most three names to a row, each with room for its seal; the last one stands above the date."""
    metrics = setting.metrics
    most = metrics.count("seals_in_row")
    date_width = line_width(setting, day)
    last = metrics.right - metrics.points("sealed_date_right") - date_width / 2
    # the first seal of a full row still stands inside the text block, and neighbours do not touch
    share = (last - metrics.left - metrics.points("seal") / 2) / max(most - 1, 1)
    # lines from one row of names to the next, so that their seals do not touch either
    apart = int(metrics.points("seal") / metrics.line_pitch) + 1
    rows: list[Row] = []
    for start in range(0, len(names), most):
        group = names[start : start + most]
        centres = [last - share * (len(group) - 1 - place) for place in range(len(group))]
        columns = _columns(setting, group, centres, share, with_date=start + most >= len(names))
        # seals reach up into the lines above their names: these stay with them over a page end
        rows += [Row(Kind.SIGN, keep=True)] * (apart - 1) if rows else _blanks(setting, "sealed_above")
        rows += columns
    return [*rows, Row(Kind.SIGN, (text_ink(setting, day, last - date_width / 2),))]


def _columns(
    setting: Setting, names: Sequence[str], centres: Sequence[float], share: float, *, with_date: bool
) -> list[Row]:
    """Names side by side; those of several lines end on one line, so that the last one stands on the date."""
    limit = int((share - setting.metrics.size / 2) / setting.metrics.char_pitch) * 1000
    pieces = [break_title(name, setting.faces.widths(Style.BODY, name), limit) for name in names]
    height = max(len(each) for each in pieces)
    rows = []
    for index in range(height):
        inks: list[Ink] = []
        for lines, centre in zip(pieces, centres, strict=True):
            at = index - (height - len(lines))
            if at >= 0:
                x = min(centre, setting.metrics.right - line_width(setting, lines[at]) / 2)
                inks.append(text_ink(setting, lines[at], x - line_width(setting, lines[at]) / 2))
        rows.append(Row(Kind.SIGN, tuple(inks), keep=index < height - 1 or with_date))
    seals = []
    for place, centre in enumerate(centres):
        dated = with_date and place == len(centres) - 1
        seal = _seal_over(setting, centre, lines=2 if dated else 1)
        seals.append(replace(seal, y=seal.y - setting.metrics.line_pitch * (len(pieces[place]) - 1) / 2))
    rows[-1] = replace(rows[-1], seals=tuple(seals))
    return rows


def _seal_over(setting: Setting, centre: float, *, lines: int) -> SealPlace:
    """A seal whose centre is a little above the middle of `lines` lines from the row it belongs to."""
    metrics = setting.metrics
    middle = ((lines - 1) * metrics.line_pitch + metrics.size) / 2
    radius = metrics.points("seal") / 2
    return SealPlace(centre, middle - metrics.points("seal_raised"), radius, radius)


def _unsealed(setting: Setting, names: Sequence[Signature], day: str) -> list[Row]:
    """Name two characters from the right; the date begins two characters to the right of it (7.3.5.2).

    Of several organs the first is the host; all begin on one line down. A date longer than the longest name ends two
    characters from the right instead and the names move left; a shorter one may end nearer to the edge than they do.
    """
    metrics = setting.metrics
    edge = metrics.right - metrics.points("unsealed_right")
    if not names:
        x = metrics.right - metrics.points("sealed_date_right") - line_width(setting, day)
        return [BLANK, Row(Kind.SIGN, (text_ink(setting, day, x),))] if day else []
    shift = metrics.points("unsealed_date_shift")
    name_width, day_width = max(line_width(setting, each.name) for each in names), line_width(setting, day)
    name_x = edge - (day_width + shift if day_width > name_width else name_width)
    name_x = max(name_x, metrics.left)
    rows = [Row(Kind.SIGN, (text_ink(setting, each.name, name_x),)) for each in names]
    rows.append(Row(Kind.SIGN, (text_ink(setting, day, name_x + shift),) if day else ()))
    return [*_blanks(setting, "unsealed_above"), *rows]


def _stamped(setting: Setting, names: Sequence[Signature], day: str) -> list[Row]:
    """The post, and two characters behind it the signature stamp, four characters from the right (7.3.5.3).

    Where a stamp is put on (`seal` with a post) its place stays empty; else the name is printed there.
    """
    rows = _blanks(setting, "stamp_above")
    for each in names:
        rows += _stamp(setting, each) if each.seal and each.post else [_signed_by(setting, each)]
    edge = setting.metrics.right - setting.metrics.points("stamp_right")
    dated = Row(Kind.SIGN, (text_ink(setting, day, edge - line_width(setting, day)),) if day else ())
    return [*rows, *_blanks(setting, "stamp_date_above"), dated]


def _signed_by(setting: Setting, signature: Signature) -> Row:
    metrics = setting.metrics
    x = metrics.right - metrics.points("stamp_right") - line_width(setting, signature.name)
    inks = [text_ink(setting, signature.name, x)] if signature.name else []
    if signature.post:
        inks.insert(0, _post(setting, signature.post, max(x, metrics.left)))
    return Row(Kind.SIGN, tuple(inks))


def _stamp(setting: Setting, signature: Signature) -> list[Row]:
    """As many lines as the stamp is high; the post stands level with its middle."""
    metrics = setting.metrics
    width, height = metrics.points("stamp_width"), metrics.points("stamp_height")
    lines = max(1, round(height / metrics.line_pitch))
    middle = ((lines - 1) * metrics.line_pitch + metrics.size) / 2
    right = metrics.right - metrics.points("stamp_right")
    place = SealPlace(right - width / 2, middle, width / 2, height / 2, round=False)
    post = replace(_post(setting, signature.post, right - width), top=middle - metrics.size / 2)
    return [Row(Kind.SIGN, (post,), seals=(place,), keep=lines > 1), *([Row(Kind.SIGN)] * (lines - 1))]


def _post(setting: Setting, post: str, before: float) -> Ink:
    """The office held, two characters before the stamp or name."""
    gap = setting.metrics.points("stamp_gap")
    return text_ink(setting, post, before - gap - line_width(setting, post))


def _blanks(setting: Setting, key: str) -> list[Row]:
    return [BLANK] * round(setting.metrics.points(key) / setting.metrics.line_pitch)
