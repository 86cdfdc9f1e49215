"""Put together what to talk through for a contract that expects telework, by risk."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from itertools import groupby, product
from operator import itemgetter
from typing import TYPE_CHECKING
from urllib.parse import quote

from kit.data import Row, cite, records, table
from kit.errors import require_known
from kit.labels import join_sentences, translate, word
from kit.panels import Control, Panel, State, View, choose

if TYPE_CHECKING:
    from pandas import DataFrame

# From the lowest to the highest.
LEVELS = {
    "confidentiality": ("low", "medium", "high"),
    "access": ("none", "limited", "privileged"),
    "subcontracting": ("none", "allowed"),
}
FILE = "contract-checklist.txt"
# What ministry and fair trade commission say about asking a vendor for measures.
FAIRNESS = "jftc_meti_2022"


def contract_checklist() -> Panel:
    """Let a reader put together what to talk through, by three risks, and save it as text.

    Returns
    -------
    Panel
        18 states: confidentiality of the data, access to the client's systems, subcontracting.

    Examples
    --------
    >>> len(contract_checklist().views)
    18
    """
    controls = [
        Control(risk, word(f"contract.{risk}"), {it: _level(risk, it) for it in levels})
        for risk, levels in LEVELS.items()
    ]
    views = {state: _view(_state(state)) for state in product(*LEVELS.values())}
    foot = noted("contract.note.references") + noted("contract.fairness", FAIRNESS)
    label = word("contract.label")
    return choose(views, controls, name="contract", label=label, certainty=foot)


def contract_text(
    *, confidentiality: str = "low", access: str = "none", subcontracting: str = "none"
) -> str:
    """Write what to talk through as plain text.

    Parameters
    ----------
    confidentiality
        Of the data: ``low``, ``medium`` or ``high``.
    access
        To the client's systems: ``none``, ``limited`` or ``privileged``.
    subcontracting
        ``none`` or ``allowed``.

    Raises
    ------
    UnknownCode
        When a level is not one of these.

    Examples
    --------
    >>> print(contract_text(access="limited").splitlines()[2])
    委託元のシステムへの権限：一部だけ
    """
    state = {
        "confidentiality": confidentiality,
        "access": access,
        "subcontracting": subcontracting,
    }
    for risk, level in state.items():
        require_known(risk, level, LEVELS[risk])
    return _text(called_for(table("contract_terms"), state), state)


def called_for(terms: "DataFrame", state: Mapping[str, str]) -> "DataFrame":
    """Choose the questions that the risks of a contract call for.

    Parameters
    ----------
    terms
        Rows of ``contract_terms.csv``.
    state
        A level for each risk of ``LEVELS``.

    Returns
    -------
    DataFrame
        The chosen rows in order of display. The columns named like the risks say whether this risk
        calls for the row; ``basic`` whether every contract does.

    Examples
    --------
    >>> state = {"confidentiality": "low", "access": "none", "subcontracting": "allowed"}
    >>> chosen = called_for(table("contract_terms"), state)
    >>> chosen["basic"].sum(), chosen["subcontracting"].sum()
    (np.int64(13), np.int64(2))
    """
    basic = (terms[[*LEVELS]] == "").all(axis=1)
    rows = terms.assign(basic=basic)
    for risk, levels in LEVELS.items():
        reached = levels[: levels.index(state[risk]) + 1]
        rows[risk] = terms[risk].isin(reached)
    wanted = rows[["basic", *LEVELS]].any(axis=1)
    return rows[wanted].sort_values("order").reset_index(drop=True)


def noted(code: str, *pages: str) -> str:
    """Write a note of ``interface.csv`` as HTML, with links to the pages behind it."""
    links = (
        f'<a href="{escape(cite(page)["address"])}">{escape(word(f"source.{page}"))}</a>'
        for page in pages
    )
    return f'<p class="kit-note">{escape(word(code))} {word("list.comma").join(links)}</p>'


def _state(levels: State) -> dict[str, str]:
    return dict(zip(LEVELS, levels, strict=True))


def _level(risk: str, level: str) -> str:
    return word(f"contract.{risk}.{level}")


def _view(state: Mapping[str, str]) -> View:
    items = called_for(table("contract_terms"), state)
    count = word("contract.count", count=len(items))
    groups = "".join(
        f'<fieldset><legend class="kit-bold">{escape(topic)}'
        f"<small>{escape(references)}</small></legend>"
        f"{''.join(map(_box, texts))}</fieldset>"
        for topic, references, texts in _topics(items)
    )
    save = f'<a download="{FILE}" href="{_address(_text(items, state))}">'
    picture = (
        f'<div class="kit-checklist"><p><strong>{escape(count)}</strong></p>{groups}'
        f"<p>{save}{escape(word('contract.save'))}</a></p></div>"
    )
    return View(picture, "", join_sentences([count, *_why(items)]))


def _box(text: str) -> str:
    return f"<label><input type=checkbox>{escape(text)}</label>"


def _why(items: "DataFrame") -> Iterator[str]:
    """Say how many questions each risk calls for."""
    counts = {reason: int(items[reason].sum()) for reason in ("basic", *LEVELS)}
    reasons = (word(f"contract.reason.{it}", count=count) for it, count in counts.items() if count)
    yield word("contract.why", reasons=word("list.comma").join(reasons))
    if sum(counts.values()) > len(items):
        yield word("contract.overlap")


def _topics(items: "DataFrame") -> Iterator[tuple[str, str, list[str]]]:
    """Give each topic with its references and questions, in order."""
    for topic, rows in groupby(records(items), key=itemgetter("topic")):
        found = list(rows)
        listed = word("list.comma").join(_references(found))
        references = word("contract.references", references=listed) if listed else ""
        yield word(f"contract.topic.{topic}"), references, [translate(row) for row in found]


def _references(rows: Sequence[Row]) -> list[str]:
    """Name what questions rest on, each once: survey questions, controls, pages."""
    numbers = [_numbers()[code] for row in rows for code in row["findings"].split(";") if code]
    controls = [_control(row) for row in rows if row["control"]]
    pages = [word(f"source.{row['source']}") for row in rows if row["source"]]
    return list(dict.fromkeys([*numbers, *controls, *pages]))


@cache
def _numbers() -> dict[str, str]:
    rows = table("questions")
    return dict(zip(rows["code"], rows["number"], strict=True))


@cache
def checked_controls() -> dict[str, str]:
    """Tell of each recommended action whether its NIST CSF identifier was checked."""
    rows = table("recommendations")
    return dict(zip(rows["code"], rows["checked"], strict=True))


def _control(row: Row) -> str:
    name = str(row["control"])
    is_checked = checked_controls()[row["action"]] == "yes"
    return name if is_checked else word("contract.unchecked", control=name)


def _text(items: "DataFrame", state: Mapping[str, str]) -> str:
    lines = [word("contract.text.title")]
    lines += [
        word("contract.text.state", risk=word(f"contract.{risk}"), level=_level(risk, level))
        for risk, level in state.items()
    ]
    lines += [word("contract.text.advice"), word("contract.note.references")]
    for topic, references, texts in _topics(items):
        lines += ["", word("contract.text.topic", topic=topic, references=references)]
        lines += [word("contract.text.item", item=text) for text in texts]
    lines += ["", word("contract.text.sources"), *_sources(items["source"])]
    return "\n".join(lines) + "\n"


def _sources(codes: Iterable[str]) -> Iterator[str]:
    for code in dict.fromkeys(("deck", *filter(None, codes))):
        name, address = word(f"source.{code}"), cite(code)["address"]
        yield word("contract.text.source", name=name, address=address)


def _address(text: str) -> str:
    """Write a text as an address that holds it; browsers take Japanese letters as they are."""
    letters = (sign if not sign.isascii() else quote(sign, safe="/:,;()") for sign in text)
    return f"data:text/plain;charset=utf-8,{''.join(letters)}"
