"""Write what stands behind a number, fact by fact: bound, base, count, interval, source, phrase."""

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from typing import Any

from kit.data import Row, cite, table
from kit.estimates import Difference, Figure
from kit.labels import (
    caveat_texts,
    group_text,
    interval_text,
    option_text,
    points_text,
    share_text,
    short_text,
    source_text,
    word,
)

# A term, and what belongs to it as HTML.
Fact = tuple[str, str]
FIGURE = ("wave", "question", "option", "side", "size")
BASE = ("wave", "question", "side", "size")
SIGNS = {" * ": " × ", " / ": " ÷ ", " - ": " \N{MINUS SIGN} "}
# Statements of a difference belong to the difference; the others restate a figure or rank it.
DIFFERENCES = ("change", "gap")


def figure_facts(figure: Figure) -> list[Fact]:
    """Give the facts behind one published or derived figure."""
    facts = [
        (word("certainty.term.value"), escape(_value(figure))),
        (word("table.status"), escape(word(f"status.{figure.status}"))),
        (word("certainty.term.arithmetic"), escape(_derivation(figure))),
        (word("table.base"), _base(figure)),
        (word("table.count"), escape(_count(figure))),
        (word("table.interval"), escape(_interval(figure))),
        (word("certainty.term.caution"), escape("".join(caveat_texts([figure.caveat])))),
        (word("table.source"), source_html(figure)),
        (word("certainty.term.also"), stated(statements_about(figure))),
    ]
    return [(term, content) for term, content in facts if content]


def difference_facts(difference: Difference) -> list[Fact]:
    """Give the facts behind a difference: both figures, the arithmetic, what was published of it.

    Parameters
    ----------
    difference
        One that was not refused.
    """
    ends = difference.ends
    sides = " \N{MINUS SIGN} ".join(f"{it.count} ÷ {it.base}" for it in reversed(ends))
    points = escape(points_text(difference.points or 0.0))
    found = {"range": interval_text(difference), "half": _half(difference)}
    interval = word("certainty.interval_points", **found)
    return [
        *((figure_name(end), escape(_end(end))) for end in ends),
        (word("certainty.term.arithmetic"), f"100 × ({sides}) = {points}"),
        (word("table.interval"), escape(interval)),
        *(
            (word("certainty.term.also"), text)
            for text in [stated(statements_of(difference))]
            if text
        ),
    ]


def figure_name(figure: Figure) -> str:
    """Name a figure by option, group and wave."""
    return word(
        "certainty.name",
        option=option_text(figure.question, figure.option),
        group=group_text(figure.side, figure.size),
        wave=word(f"wave.{figure.wave}"),
    )


def difference_name(difference: Difference) -> str:
    """Name a difference by option, and whose change or which gap."""
    option = option_text(difference.question, difference.option)
    if difference.kind == "gap":
        return word("certainty.gap", option=option, wave=word(f"wave.{difference.first.wave}"))
    before, after = (word(f"wave.{end.wave}") for end in difference.ends)
    group = group_text(difference.first.side)
    return word("certainty.change", option=option, group=group, before=before, after=after)


def statements_of(difference: Difference) -> list[Row]:
    """List the statements that print a difference."""
    rows = [it for end in difference.ends for it in _rows("statements").get(end.key, [])]
    return [it for it in rows if it["kind"] == difference.kind]


def statements_about(figure: Figure) -> list[Row]:
    """List the statements that restate or rank a figure."""
    found = _rows("statements").get(figure.key, [])
    return [it for it in found if it["kind"] not in DIFFERENCES]


def stated(statements: Iterable[Row]) -> str:
    """Write statements as an HTML list: the value in words, the phrase, the source."""
    items = "".join(
        f"<li>{escape(_statement(it))} {_quote(it['phrase'])} "
        f"{escape(source_text([it['source']]))}</li>"
        for it in statements
    )
    return f"<ul>{items}</ul>" if items else ""


def _quote(phrase: str) -> str:
    """Quote the words that state a figure; they are Japanese on every page."""
    return f'<q lang="ja">{escape(phrase)}</q>'


def source_html(figure: Figure) -> str:
    """Name the source of a figure with its address, and quote the words that state it."""
    address, name = cite(figure.source)["address"], word(f"source.{figure.source}")
    return f'<a href="{escape(address)}">{escape(name)}</a> {_quote(figure.phrase)}'


def _value(figure: Figure) -> str:
    if figure.status == "derived":
        return ""
    bound = word(f"certainty.bound.{figure.bound}", value=figure.printed)
    return word("certainty.value", share=share_text(figure.printed, figure.bound), bound=bound)


def _base(figure: Figure) -> str:
    wave, question, _, side, size = figure.key
    known = _rows("bases").get((wave, question, side, size))
    if not known:
        return escape(word("status.not_held"))
    code, found = f"certainty.base.{known[0]['status']}", known[0]
    source = word(f"source.{found['source']}")
    arithmetic = _signs(found["arithmetic"])
    text = word(code, base=found["base"], source=source, arithmetic=arithmetic)
    return f"{escape(text)} {_quote(found['phrase'])}"


def _count(figure: Figure) -> str:
    if not figure.is_counted:
        return word(f"reason.{figure.verdict}")
    share = share_text(figure.printed, figure.bound)
    return word("certainty.count", count=figure.count, base=figure.base, share=share)


def _interval(figure: Figure) -> str:
    if not figure.is_counted:
        return ""
    return word("certainty.interval", range=interval_text(figure), half=_half(figure))


def _half(held: Figure | Difference) -> str:
    return f"{((held.high or 0.0) - (held.low or 0.0)) / 2:.1f}"


def _end(figure: Figure) -> str:
    share = share_text(figure.printed, figure.bound)
    counts = word("number.counts", count=figure.count, base=figure.base)
    return word("certainty.value", share=share, bound=counts)


def _derivation(figure: Figure) -> str:
    """Write the arithmetic that gives or confirms a figure, and where its numbers stand."""
    found = _rows("derivations").get(figure.key)
    if not found:
        return ""
    arithmetic, operands = found[0]["arithmetic"], found[0]["operands"].split(";")
    places: dict[str, str] = {}
    for number, operand in zip(re.findall(r"[\d.]+", arithmetic), operands, strict=True):
        if operand != "constant":
            places.setdefault(number, f"{number}{word('list.colon')}{_operand(operand)}")
    sum_text = f"{_signs(arithmetic)} = {figure.printed}"
    text = word(
        "certainty.value", share=sum_text, bound=word("list.semicolon").join(places.values())
    )
    return f"{word('role.' + found[0]['role'])}{word('list.colon')}{text}"


def _operand(operand: str) -> str:
    """Say in words where a number of an arithmetic stands, such as ``bases:2021/q08_method/…``."""
    place, _, key = operand.partition(":")
    if place == "statements":
        source = next(it["source"] for it in table(place).to_dict("records") if it["id"] == key)
        return word("certainty.operand.statement", source=word(f"source.{source}"))
    parts: list[Any] = key.split("/")
    if place == "bases":
        wave, question, side, size = parts
        names = {"group": group_text(side, size), "wave": word(f"wave.{wave}")}
        return word("certainty.operand.base", question=short_text(question), **names)
    wave, *codes = parts
    return figure_name(Figure(int(wave), *codes))


def _statement(row: Row) -> str:
    value = f"{row['value']:g}"
    if row["unit"] == "rank":
        return word("number.rank", rank=value)
    if row["unit"] == "points":
        return word(f"certainty.points.{row['bound']}", value=value)
    share = share_text(value, row["bound"])
    return (
        word(f"certainty.range.{row['versus']}", share=share) if row["kind"] == "range" else share
    )


def _signs(arithmetic: str) -> str:
    for plain, sign in SIGNS.items():
        arithmetic = arithmetic.replace(plain, sign)
    return arithmetic


@cache
def _rows(name: str) -> dict[tuple[Any, ...], list[Row]]:
    """Index a table by what its rows are about; statements without a value say nothing to ask."""
    keys, rows = BASE if name == "bases" else FIGURE, table(name)
    if name == "statements":
        rows = rows[rows["value"].notna()]
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows.to_dict("records"):
        found.setdefault(tuple(row[key] for key in keys), []).append(row)
    return found
