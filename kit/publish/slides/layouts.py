"""Tell how a slide is laid out: as it says itself, or as follows from what it shows."""

from collections.abc import Mapping
from typing import Any

from kit import data
from kit.estimates import Figure
from kit.facts import Facts
from kit.labels import group_text, word
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


def big_number(facts: Facts) -> dict[str, Any]:
    """Give the number that a composition is about: how many companies still, of all that ever did.

    Returns
    -------
    dict
        Words of the number and of what stands beside it, with the sides that they belong to;
        empty where the counts are not known.
    """
    found = [_of(facts, side) for side in ("client", "vendor")]
    if not all(found):
        return {}
    (client, of_clients), (vendor, of_vendors) = (it for it in found if it)
    beside = word(
        "deck.number.beside",
        group=group_text(vendor.side, vendor.size),
        total=of_vendors.count,
        count=vendor.count,
    )
    rest = word("deck.number.rest", total=of_clients.count)
    return {"value": str(client.count), "rest": rest, "beside": beside}


def short_actions() -> str:
    """List the seven actions in few words, as Markdown."""
    rows = data.table("recommendations")
    codes = rows[rows["level"] == "action"]["code"]
    return "\n".join(
        f"{place}. {word(f'deck.action.{code}')}" for place, code in enumerate(codes, 1)
    )


def _of(facts: Facts, side: str) -> tuple[Figure, Figure] | None:
    """Give the first part and the total of a side, where both are counted."""
    settings: Mapping[str, Any] = facts.settings
    wanted = [settings["parts"][0], settings["total"]]
    own = {it.option: it for it in facts.figures if it.side == side and it.count is not None}
    return (own[wanted[0]], own[wanted[1]]) if own.keys() >= set(wanted) else None
