"""Write what stands behind a number, fact by fact: bound, base, count, interval, source, phrase."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from typing import Any

from kit.data import Row, cite, table
from kit.estimates import SIDES, WAVES
from kit.labels import (
    caveat_texts,
    group_text,
    option_text,
    points_text,
    range_text,
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


def figure_facts(row: Row) -> list[Fact]:
    """Give the facts behind one published or derived figure, a row of ``kit.shares``."""
    facts = [
        (word("certainty.term.value"), escape(_value(row))),
        (word("table.status"), escape(word(f"status.{row['status']}"))),
        (word("certainty.term.arithmetic"), escape(_derivation(row))),
        (word("table.base"), _base(row)),
        (word("table.count"), escape(_count(row))),
        (word("table.interval"), escape(_interval(row))),
        (word("certainty.term.caution"), escape("".join(caveat_texts([row["caveat"]])))),
        (word("table.source"), source_html(row)),
        (word("certainty.term.also"), stated(statements_about(row))),
    ]
    return [(term, content) for term, content in facts if content]


def difference_facts(row: Row, ends: Sequence[Row]) -> list[Fact]:
    """Give the facts behind a difference: both figures, the arithmetic, what was published of it.

    Parameters
    ----------
    row
        A row of ``kit.gaps`` or ``kit.changes`` that has a difference.
    ends
        The rows of ``kit.shares`` that it joins: first the one that is taken away.
    """
    sides = " \N{MINUS SIGN} ".join(f"{it['count']} ÷ {it['base']}" for it in reversed(ends))
    points = escape(points_text(row["points"]))
    ends_text = range_text(row["low"], row["high"], sign=True)
    interval = word("certainty.interval_points", range=ends_text, half=_half(row))
    return [
        *((figure_name(end), escape(_end(end))) for end in ends),
        (word("certainty.term.arithmetic"), f"100 × ({sides}) = {points}"),
        (word("table.interval"), escape(interval)),
        *((word("certainty.term.also"), text) for text in [stated(statements_of(row))] if text),
    ]


def figure_name(row: Row) -> str:
    """Name a figure by option, group and wave."""
    return word(
        "certainty.name",
        option=option_text(row["question"], row["option"]),
        group=group_text(row["side"], row["size"]),
        wave=word(f"wave.{row['wave']}"),
    )


def difference_name(row: Row) -> str:
    """Name a row of ``kit.gaps`` or ``kit.changes`` by option, and whose change or which gap."""
    option = option_text(row["question"], row["option"])
    if "wave" in row:
        return word("certainty.gap", option=option, wave=word(f"wave.{row['wave']}"))
    return word("certainty.change", option=option, group=group_text(row["side"]))


def ends_of(row: Row) -> list[tuple[Any, ...]]:
    """List the keys of the two figures of a difference: first the one that is taken away."""
    if "wave" in row:
        ends = [(row["wave"], side) for side in SIDES]
    else:
        ends = [(wave, row["side"]) for wave in WAVES]
    return [(wave, row["question"], row["option"], side, "all") for wave, side in ends]


def statements_of(row: Row) -> list[Row]:
    """List the statements that print the difference of a row of ``kit.gaps`` or ``kit.changes``."""
    kind = "gap" if "wave" in row else "change"
    rows = [it for key in ends_of(row) for it in _rows("statements").get(key, [])]
    return [it for it in rows if it["kind"] == kind]


def statements_about(row: Row) -> list[Row]:
    """List the statements that restate or rank a figure, a row of ``kit.shares``."""
    found = _rows("statements").get(tuple(row[name] for name in FIGURE), [])
    return [it for it in found if it["kind"] not in DIFFERENCES]


def stated(statements: Iterable[Row]) -> str:
    """Write statements as an HTML list: the value in words, the phrase, the source."""
    items = "".join(
        f"<li>{escape(_statement(it))} {_quote(it)} {escape(source_text([it['source']]))}</li>"
        for it in statements
    )
    return f"<ul>{items}</ul>" if items else ""


def _quote(row: Row) -> str:
    """Quote the words that state a figure; they are Japanese on every page."""
    return f'<q lang="ja">{escape(row["phrase"])}</q>'


def source_html(row: Row) -> str:
    """Name the source of a figure with its address, and quote the words that state it."""
    address, name = cite(row["source"])["address"], word(f"source.{row['source']}")
    return f'<a href="{escape(address)}">{escape(name)}</a> {_quote(row)}'


def _value(row: Row) -> str:
    if row["status"] == "derived":
        return ""
    bound = word(f"certainty.bound.{row['bound']}", value=row["printed"])
    return word("certainty.value", share=share_text(row["printed"], row["bound"]), bound=bound)


def _base(row: Row) -> str:
    known = _rows("bases").get(tuple(row[name] for name in BASE))
    if not known:
        return escape(word("status.unpublished"))
    code, found = f"certainty.base.{known[0]['status']}", known[0]
    source = word(f"source.{found['source']}")
    arithmetic = _signs(found["arithmetic"])
    text = word(code, base=found["base"], source=source, arithmetic=arithmetic)
    return f"{escape(text)} {_quote(found)}"


def _count(row: Row) -> str:
    if row["verdict"] != "unique":
        return word(f"reason.{row['verdict']}")
    share = share_text(row["printed"], row["bound"])
    return word("certainty.count", count=row["count"], base=row["base"], share=share)


def _interval(row: Row) -> str:
    if row["verdict"] != "unique":
        return ""
    return word("certainty.interval", range=range_text(row["low"], row["high"]), half=_half(row))


def _half(row: Row) -> str:
    return f"{(row['high'] - row['low']) / 2:.1f}"


def _end(row: Row) -> str:
    share = share_text(row["printed"], row["bound"])
    counts = word("number.counts", count=row["count"], base=row["base"])
    return word("certainty.value", share=share, bound=counts)


def _derivation(row: Row) -> str:
    """Write the arithmetic that gives or confirms a figure, and where its numbers stand."""
    found = _rows("derivations").get(tuple(row[name] for name in FIGURE))
    if not found:
        return ""
    arithmetic, operands = found[0]["arithmetic"], found[0]["operands"].split(";")
    places: dict[str, str] = {}
    for number, operand in zip(re.findall(r"[\d.]+", arithmetic), operands, strict=True):
        if operand != "constant":
            places.setdefault(number, f"{number}{word('list.colon')}{_operand(operand)}")
    sum_text = f"{_signs(arithmetic)} = {row['printed']}"
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
    return figure_name(dict(zip(FIGURE, parts, strict=True)))


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
