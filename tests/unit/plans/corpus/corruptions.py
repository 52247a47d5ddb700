"""What scanning, converting and copying do to a text, each harm alone and by chance, to measure its cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Harm = Callable[[str, Random], str]


def blanks_between_signs(text: str, chance: Random) -> str:
    """A recognised scan: a blank here and there between two Chinese signs or digits."""
    return re.sub(r"(?<=[\u4e00-\u9fff\d])(?=[\u4e00-\u9fff\d])", lambda _: " " if chance.random() < 0.05 else "", text)


def half_width_punctuation(text: str, chance: Random) -> str:
    return text.translate(str.maketrans("（），：；．", "(),:;."))


def mixed_width_punctuation(text: str, chance: Random) -> str:
    """Half of the marks in the other width, also the two brackets of one pair."""
    pairs = str.maketrans("（），：；(),:;", "(),:;（），：；")
    return "".join(char.translate(pairs) if chance.random() < 0.5 else char for char in text)


def full_width_digits(text: str, chance: Random) -> str:
    return text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def cut_at_40(text: str, chance: Random) -> str:
    """Hard ends of lines at 40 signs, as a PDF gives them; rows of a copied table stay whole."""
    lines = text.split("\n")
    return "\n".join(
        piece for line in lines for piece in ([line] if "\t" in line or "|" in line else _pieces(line, 40))
    )


def _pieces(line: str, width: int) -> list[str]:
    return [line[at : at + width] for at in range(0, max(1, len(line)), width)]


def page_numbers(text: str, chance: Random) -> str:
    """The number of the page after every 20 lines, wherever that is."""
    forms = ("— {} —", "- {} -", "第 {} 页", "{}", "－{}－", "第{}页 共9页")
    lines = text.split("\n")
    for page, at in enumerate(range(20, len(lines) + len(lines) // 20, 21), 1):
        lines.insert(at, forms[page % len(forms)].format(page))
    return "\n".join(lines)


def cut_and_paged(text: str, chance: Random) -> str:
    return page_numbers(cut_at_40(text, chance), chance)


def no_empty_lines(text: str, chance: Random) -> str:
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def empty_lines_everywhere(text: str, chance: Random) -> str:
    return text.replace("\n", "\n\n")


def lost_labels(text: str, chance: Random) -> str:
    """One label of five is gone: （责任单位：甲；…） is （甲；…）."""
    return re.sub(r"(?<=[（【［])责任单位[：:]", lambda m: "" if chance.random() < 0.2 else m[0], text)


def lost_closing_brackets(text: str, chance: Random) -> str:
    """One note of ten does not close."""
    return re.sub(r"[）)](?=\n)", lambda m: "" if chance.random() < 0.1 else m[0], text)


def lost_full_stops(text: str, chance: Random) -> str:
    """One stop of four before a note is gone."""
    return re.sub(r"。(?=[（【\n])", lambda m: "" if chance.random() < 0.25 else m[0], text)


def letters_for_digits(text: str, chance: Random) -> str:
    """2O26年l月: one 0 or 1 of a date in six is a letter."""
    letters = {"0": "O", "1": "l"}
    return re.sub(
        r"\d{4}年\d+月",
        lambda m: "".join(letters.get(char, char) if chance.random() < 0.17 else char for char in m[0]),
        text,
    )


def other_numbers(text: str, chance: Random) -> str:
    """1. is 1、 or 1． or (1)."""
    form = chance.choice(("{}、", "{}．", "（{}）", "{} "))
    return re.sub(r"(?m)^([ \u3000]*)(\d{1,2})[.．]\s*(?=\D)", lambda m: m[1] + form.format(m[2]), text)


def square_notes(text: str, chance: Random) -> str:
    """Notes in 【】 or [] with the other brackets inside left as they are."""
    opened, closed = chance.choice(("【】", "[]", "〔〕"))
    notes = re.compile(r"（((?:责任|牵头|主办)[^（）\n]*(?:（[^（）\n]*）[^（）\n]*)*)）")
    return notes.sub(lambda m: opened + m[1] + closed, text)


def scraps(text: str, chance: Random) -> str:
    """Scraps of recognition on lines of their own."""
    lines = text.split("\n")
    for _ in range(max(1, len(lines) // 15)):
        lines.insert(chance.randrange(1, len(lines)), chance.choice(("~~ ^ |", "fl il", ". ,", "| |", "·", "—")))
    return "\n".join(lines)


def commas_for_marks(text: str, chance: Random) -> str:
    """A 、 in three becomes ， ; a ； in three becomes ，"""
    return re.sub(r"[、；](?!\n)", lambda m: "，" if chance.random() < 0.33 else m[0], text)


HARMS: dict[str, Harm] = {
    harm.__name__.replace("_", " "): harm
    for harm in (
        blanks_between_signs,
        half_width_punctuation,
        mixed_width_punctuation,
        full_width_digits,
        cut_at_40,
        page_numbers,
        cut_and_paged,
        no_empty_lines,
        empty_lines_everywhere,
        lost_labels,
        lost_closing_brackets,
        lost_full_stops,
        letters_for_digits,
        other_numbers,
        square_notes,
        scraps,
        commas_for_marks,
    )
}
