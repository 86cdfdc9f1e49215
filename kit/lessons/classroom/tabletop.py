"""Play one incident in two rooms that know different things: on screens and with paper cards."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from kit.certainty import how_sure
from kit.data import Row, records, table
from kit.errors import require_known
from kit.estimates import Figure, figures
from kit.labels import (
    caveat_texts,
    join_sentences,
    option_text,
    reading,
    short_text,
    source_text,
    translate,
    value_text,
    who_text,
    word,
)
from kit.panels import Control, Panel, State, View, choose
from kit.panels.style import styles
from kit.tables import Table, action_table

# Whose cards each room may see.
ROOMS = {
    "client": ("client", "both"),
    "vendor": ("vendor", "both"),
    "facilitator": ("facilitator", "both", "client", "vendor"),
}
LEAD, LAST = "facilitator", "debrief"
LOG = ("time", "decision", "owner", "reason")
LINES = 6  # for decisions; more do not fit below rules and times


def tabletop(room: str) -> Panel:
    """Let one room open its cards stage by stage; nothing of the other room is in the panel.

    Parameters
    ----------
    room
        ``client`` or ``vendor``; ``facilitator`` sees the cards of all rooms.

    Raises
    ------
    UnknownCode
        When there is no such room.

    Examples
    --------
    >>> tabletop("client").views["first",].reading
    '第1報 19:40（8分）：新しいカードは2枚です。'
    """
    require_known("room", room, ROOMS)
    values = {str(stage["code"]): _stage_text(stage) for stage in _stages()}
    control = Control("stage", word("tabletop.stage"), values)
    views: dict[State, View] = {
        (str(stage["code"]),): _view(room, place) for place, stage in enumerate(_stages())
    }
    return choose(views, [control], name=f"tabletop-{room}", label=_title(room))


def tabletop_rules() -> Table:
    """Write the rules; they fit on one slide."""
    rules = records(table("tabletop").query("kind == 'rules'").sort_values("order"))
    rows = [[translate(rule, "title"), translate(rule)] for rule in rules]
    header = [word("tabletop.rule"), word("tabletop.content")]
    return Table(word("tabletop.rules"), header, rows)


def timetable() -> Table:
    """Write the stages with the time of the story and the minutes each takes, and their sum."""
    rows = [
        [translate(stage), stage["clock"] or word("table.none"), str(stage["minutes"])]
        for stage in _stages()
    ]
    total = str(sum(stage["minutes"] for stage in _stages()))
    header = [word(f"tabletop.{name}") for name in ("stage_name", "clock", "minutes")]
    rows.append([word("table.total"), word("table.none"), total])
    return Table(word("tabletop.timetable"), header, rows)


def after_action(room: str = LEAD) -> Table:
    """Write the after-action sheet: the seven actions, the gaps that call for them, the controls.

    Parameters
    ----------
    room
        Only cards of this room are named; gaps that the other room saw are to be asked for.

    Raises
    ------
    UnknownCode
        When there is no such room.

    Examples
    --------
    >>> after_action("vendor").rows[-1][1].split(" / ")[-1]
    '契約に書いていないこと'
    """
    require_known("room", room, ROOMS)
    actions = action_table("action")
    codes = table("recommendations").query("level == 'action'")["code"]
    _, findings, *frameworks = actions.header
    rows = [
        [text, _gaps(room, code), found, "", *identifiers]
        for code, (text, found, *identifiers) in zip(codes, actions.rows, strict=True)
    ]
    names = [word(f"tabletop.{name}") for name in ("action", "gap", "who")]
    header = [*names[:2], findings, names[2], *frameworks]
    notes = [word("tabletop.note.after"), *actions.notes]
    return Table(word("tabletop.after"), header, rows, notes)


def cards(room: str) -> str:
    """Write the paper for one room: rules and times, cards of A6 size, after-action sheet.

    The style ``cards.css`` puts four cards on a page of A4; nothing of the other room is in it.

    Parameters
    ----------
    room
        ``client``, ``vendor`` or ``facilitator``.

    Returns
    -------
    str
        HTML for the body of a page, in the language in use.

    Raises
    ------
    UnknownCode
        When there is no such room.
    """
    require_known("room", room, ROOMS)
    shown = "".join(_card(card, room) for card in _cards(room))
    return (
        f"{styles('panel.css', 'cards.css')}"
        f'<section class="kit-cover"><h1>{escape(word("tabletop.name"))}</h1>'
        f"<h2>{escape(word(f'tabletop.room.{room}'))}</h2>"
        f"{tabletop_rules().html()}{timetable().html()}"
        f"<p>{escape(word('tabletop.note.fiction'))}</p>{_log()}</section>"
        f'<div class="kit-cards">{shown}</div>'
        f'<section class="kit-sheet">{after_action(room).html()}</section>'
    )


def _log() -> str:
    """Write the empty sheet on which a room keeps its decisions."""
    header = "".join(f'<th scope="col">{escape(word(f"tabletop.log.{name}"))}</th>' for name in LOG)
    rows = f"<tr>{'<td></td>' * len(LOG)}</tr>" * LINES
    caption = f"<caption>{escape(word('tabletop.log'))}</caption>"
    return f'<table class="kit-log">{caption}<thead><tr>{header}</tr></thead>{rows}</table>'


def _title(room: str) -> str:
    name, place = word("tabletop.name"), word(f"tabletop.room.{room}")
    return word("tabletop.label", name=name, room=place)


@dataclass(frozen=True)
class _Card:
    """One card with its stage, the place of that stage, and the published figure that it cites."""

    row: Row
    stage: Row
    place: int
    figures: Sequence[Figure]


@cache
def _stages() -> Sequence[Row]:
    return records(table("tabletop_stages").sort_values("order"))


@cache
def _deck() -> Sequence[_Card]:
    """Give all cards but the rules in order; what guides the facilitator comes before the rest."""
    stages = {stage["code"]: (stage, place) for place, stage in enumerate(_stages())}
    rows = records(table("tabletop").query("kind != 'rules'"))
    deck = [_Card(row, *stages[row["stage"]], _figures(row)) for row in rows]
    return sorted(deck, key=lambda it: (it.place, it.row["room"] != LEAD, it.row["order"]))


def _figures(row: Row) -> Sequence[Figure]:
    if not row["question"]:
        return []
    keys = ("wave", "side", "size", "option")
    return figures(row["question"], **{key: row[key] for key in keys})


def _cards(room: str) -> list[_Card]:
    return [card for card in _deck() if card.row["room"] in ROOMS[room]]


def _stage_text(stage: Row) -> str:
    kind = "clock" if stage["clock"] else "plain"
    values = {name: stage[name] for name in ("clock", "minutes")}
    return word(f"tabletop.stage.{kind}", stage=translate(stage), **values)


def _view(room: str, place: int) -> View:
    """Show the cards of a room up to a stage, the new ones first."""
    stage = _stages()[place]
    reached = [card for card in _cards(room) if card.place <= place]
    new = [card for card in reached if card.place == place]
    parts = [
        "" if place else tabletop_rules().html(),
        *(_card(card, room) for card in new),
        after_action(room).html() if stage["code"] == LAST else "",
        _folded(reached[: -len(new)], room),
        f"<p><small>{escape(word('tabletop.note.fiction'))}</small></p>",
    ]
    told = word("tabletop.reading", stage=_stage_text(stage), count=len(new))
    cited = [it for card in reached for it in card.figures]
    return View("".join(parts), "", told, how_sure(cited).html() if cited else "")


def _folded(earlier: Sequence[_Card], room: str) -> str:
    if not earlier:
        return ""
    summary = word("tabletop.earlier", count=len(earlier))
    shown = "".join(_card(card, room) for card in earlier)
    return f"<details><summary>{escape(summary)}</summary>{shown}</details>"


def _card(card: _Card, room: str) -> str:
    row = card.row
    text, _, closing = translate(row).partition("||")
    lead, *points = text.split("|")
    listed = "".join(f"<li>{escape(point)}</li>" for point in points)
    closed = f"<p>{escape(closing)}</p>" if closing else ""
    return (
        f'<article class="kit-card" data-kind="{row["kind"]}">'
        f"<p><small>{escape(_origin(card, room))}</small></p>"
        f"<h3>{escape(translate(row, 'title'))}</h3><p>{escape(lead)}</p>"
        f"<ul>{listed}</ul>{closed}{''.join(map(_cited, card.figures))}</article>"
    )


def _origin(card: _Card, room: str) -> str:
    """Name stage and kind of a card; the facilitator's copy also names the room."""
    values = {"stage": _stage_text(card.stage), "kind": word(f"tabletop.kind.{card.row['kind']}")}
    if room != LEAD:
        return word("tabletop.card", **values)
    return word("tabletop.card.room", **values, room=word(f"tabletop.room.{card.row['room']}"))


def _cited(figure: Figure) -> str:
    """Word a published figure with its caveat and source."""
    text = word(
        "tabletop.figure.text",
        question=short_text(figure.question),
        option=option_text(figure.question, figure.option),
        reading=_told(figure),
    )
    beside = [*caveat_texts([figure.caveat]), source_text([figure.source])]
    name, told = escape(word("tabletop.figure")), escape(join_sentences([text, *beside]))
    return f"<p><small><b>{name}</b> {told}</small></p>"


def _told(figure: Figure) -> str:
    """Word a figure for a card: no interval, which a room in a hurry cannot use."""
    if not figure.is_counted:
        return reading(figure)
    values = {"group": who_text(figure), "share": value_text(figure)}
    return word("tabletop.figure.counted", base=figure.base, count=figure.count, **values)


def _gaps(room: str, action: str) -> str:
    """Name the cards of a room that call for an action."""
    found = [card.row for card in _cards(room) if action in card.row["actions"].split(";")]
    titles = [translate(row, "title") for row in found]
    # Titles are sentences with commas of their own.
    return " / ".join(titles) or word("tabletop.other_room")
