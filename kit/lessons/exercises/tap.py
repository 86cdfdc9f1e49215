"""Ask an exercise's question on a page, where nobody can fill in a cell: with answers to choose."""

import re
from collections.abc import Iterator
from typing import Any

from kit.labels import group_text, has_word, join_sentences, range_text, short_text, word
from kit.lessons.exercises.catalogue import EXERCISES
from kit.lessons.exercises.exercise import Exercise
from kit.panels import Item, Option, Quiz

_MOST = 4
_SENTENCE = re.compile(r"(?<=。)|(?<=[.?!])\s")


def tap(exercise: str) -> Quiz:
    """Ask an exercise with its answer and the likely wrong ones to choose from, in their order.

    Examples
    --------
    >>> [option.text for option in tap("02_unclear").items[0].options]
    ['委託元', '委託先']
    """
    asked = EXERCISES[exercise]
    answers = dict(list(_answers(exercise, asked))[:_MOST])
    ordered = sorted(answers, key=lambda text: (len(text) > 6, answers[text][2], text))
    options = [
        Option(letter, text, answers[text][0], answers[text][1])
        for letter, text in zip("abcd", ordered, strict=False)
    ]
    item = Item(exercise, word(f"check.{exercise}.ask"), False, options, "")
    return Quiz(word("check.tap"), [item])


def _answers(exercise: str, asked: Exercise) -> Iterator[tuple[str, tuple[bool, str, float]]]:
    """Give the right answer and the wrong ones, each with why and where it stands in an order."""
    wanted = asked.kind.read(asked.wanted())
    why = join_sentences([word(f"check.{exercise}.right"), *asked.evidence()])
    right = _said(asked, wanted)
    yield right, (True, why, _rank(wanted))
    for hint, wrong in asked.mistakes.items():
        value = asked.kind.read(wrong())
        own = f"check.{exercise}.{hint}"
        text = word(own if has_word(own) else f"check.hint.{hint}")
        if (said := _said(asked, value)) != right:
            yield said, (False, _without_code(text), _rank(value))


def _said(asked: Exercise, value: Any) -> str:
    """Write an answer in words; a code would mean nothing to a reader."""
    if isinstance(value, tuple):
        return word("number.exact", value=range_text(*value))
    if isinstance(value, frozenset):
        return word("list.semicolon").join(map(short_text, sorted(value)))
    if not isinstance(value, str):
        return asked.kind.text(value).replace("-", "\N{MINUS SIGN}")
    for code in (f"check.option.{value}", f"reason.{value}"):
        if has_word(code):
            return word(code)
    return group_text(*value.split("_"))


def _rank(value: Any) -> float:
    """Place numbers by size, so that the right one stands anywhere among them."""
    first = value[0] if isinstance(value, tuple) else value
    return float(first) if isinstance(first, int | float) else 0.0


def _without_code(text: str) -> str:
    """Leave out what is said about the code of a notebook."""
    kept = [part.strip() for part in _SENTENCE.split(text) if part and "`" not in part]
    return join_sentences(kept)
