"""The numbers that a text tells, so that both languages can be held against each other."""

import re
import unicodedata
from collections import Counter

from kit.data import table

# What Japanese says in tenths (3割) is said in words in English (three in ten).
TENTHS = table("interface").set_index("code").loc["number.tenths", "en"].split("|")
# "Two in three" and the like, and months by name.
MONTHS = (
    *("january", "february", "march", "april", "june", "july", "august", "september", "october"),
    *("november", "december"),  # and not may, which is a word of its own
)
WORDS = {"two in three": "3分の2社2", "one in three": "3分の1"} | {
    name: f"{number + (number > 4)}月" for number, name in enumerate(MONTHS, 1)
}
JAPANESE = {"3社に2社": "3分の2社2", "5割": "半数", "3社に1社": "3分の1"}


def numbers_told(text: str) -> Counter[str]:
    """Count the numbers of a text, also those in words; a half is no number in English."""
    plain = unicodedata.normalize("NFKC", text)
    for words, digits in JAPANESE.items():
        plain = plain.replace(words, digits)
    tenths = {words: f"{number}割" for number, words in enumerate(TENTHS, 1) if words != "half"}
    for words, digits in (WORDS | tenths).items():
        plain = re.sub(rf"\b{words}\b", digits, plain, flags=re.IGNORECASE)
    return Counter(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d{3})", "", plain)))
