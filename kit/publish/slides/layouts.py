"""Tell how a slide is laid out: as it says itself, or as follows from what it shows."""

from collections.abc import Mapping
from typing import Any

from kit import data
from kit.facts import Facts
from kit.labels import word
from kit.publish.decks import Slide
from kit.publish.slides.deck import SECTION

_BY_CHART = {"change": "change", "composition": "number"}


def layout_of(slide: Slide, facts: Facts | None, *, is_exercise: bool) -> str:
    """Name the layout of a slide.

    Parameters
    ----------
    slide
        As ``decks.toml`` has it.
    facts
        Of the first thing that it shows; nothing where it shows only words.
    is_exercise
        Whether the audience works on it.
    """
    kind = slide.show[0].partition(" ")[0] if slide.show else ""
    if slide.layout or slide.gap:
        return slide.layout or SECTION
    if kind == "panel":
        return "chart" if slide.state else "panel"
    if kind == "chart" and facts:
        return _BY_CHART.get(facts.kind, "chart")
    if kind == "guess":
        return "guess" if slide.title else "panel"
    if is_exercise:
        return "exercise"
    return "table" if kind == "table" else "words"


def big_number(facts: Facts) -> dict[str, str]:
    """Give the number that a composition is about: how many clients still, of all that ever did.

    Returns
    -------
    dict
        Words of the number and of what it is part of; empty where the counts are not known.
    """
    settings: Mapping[str, Any] = facts.settings
    own = {it.option: it.count for it in facts.figures if it.side == "client"}
    part, total = own.get(settings["parts"][0]), own.get(settings["total"])
    if part is None or total is None:
        return {}
    return {"value": str(part), "rest": word("deck.number.rest", total=total)}


def short_actions() -> str:
    """List the seven actions in few words, as Markdown."""
    rows = data.table("recommendations")
    codes = rows[rows["level"] == "action"]["code"]
    return "\n".join(
        f"{place}. {word(f'deck.action.{code}')}" for place, code in enumerate(codes, 1)
    )
