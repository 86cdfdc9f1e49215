"""Hold what an output shows as facts that travel with it, beside its picture or its HTML.

Every output of a notebook carries them under one MIME type, so that whatever is made from an
executed notebook (slides, PowerPoint, figures, paper) reads values and never what another part has
rendered.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Protocol

from kit.data import Row
from kit.estimates import (
    Difference,
    Figure,
    difference_from,
    figure_from,
    figures_behind,
    weakest,
)
from kit.labels import bases_text, source_text

MIME = "application/vnd.kit+json"
FACE = "KIT_FACE"
# A notebook shows widgets, and pictures that need neither style nor script; a page shows HTML that
# needs no kernel; a live page shows HTML, and widgets where there is something to choose.
NOTEBOOK, PAGE, LIVE = "", "html", "live"


@dataclass(frozen=True)
class Facts:
    """What one output shows, in the language in use when it was made.

    Parameters
    ----------
    kind
        Of a chart ``share``, ``composition``, ``gap``, ``change``, ``strata``, ``ranks``,
        ``guess``, ``redraws`` or ``intervals``; else ``table``, ``card``, ``actions``,
        ``certainty``, ``panel``, ``quiz`` and the like.
    title, alternative
        What is shown, and what stands for it where it is not seen.
    question
        Code of the question, where it is about one.
    figures, differences
        The survey's numbers in it.
    rows
        What else was drawn or is listed: codes and numbers of a chart that shows no shares, items
        of a quiz.
    cells
        Words of a table, its header first.
    settings
        What a chart was drawn with besides its numbers.
    base, notes, source, mark
        Who is counted, how to read it, where it stands, and the grade of its weakest number.
    sources
        Codes of where it stands.
    states, first
        The views of a panel by state, and the state in which it opens.
    """

    kind: str
    title: str = ""
    alternative: str = ""
    question: str = ""
    figures: tuple[Figure, ...] = ()
    differences: tuple[Difference, ...] = ()
    rows: tuple[Row, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    base: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""
    sources: tuple[str, ...] = ()
    mark: str = ""
    states: Mapping[str, "Facts"] = field(default_factory=dict)
    first: str = ""

    def at(self, state: str) -> "Facts":
        """Give the facts of a state of a panel; its own where it has no states.

        Raises
        ------
        KeyError
            There are states, and this is none of them.
        """
        return self.states[state or self.first] if self.states else self

    def to_json(self) -> dict[str, Any]:
        """Give the facts as values for JSON; what is empty is left out."""
        given = {name: value for name, value in vars(self).items() if value or name == "kind"}
        for name in ("figures", "differences"):
            if name in given:
                given[name] = [_filled(asdict(it)) for it in given[name]]
        if "states" in given:
            given["states"] = {state: it.to_json() for state, it in self.states.items()}
        return given


def read_facts(given: Mapping[str, Any]) -> Facts:
    """Read facts from JSON.

    Examples
    --------
    >>> from kit.estimates import figures
    >>> facts = about("share", figures("q01_telework", wave=2021))
    >>> read_facts(facts.to_json()) == facts
    True
    """
    found = dict(given)
    found["figures"] = tuple(figure_from(it) for it in found.get("figures", ()))
    found["differences"] = tuple(difference_from(it) for it in found.get("differences", ()))
    found["cells"] = tuple(tuple(row) for row in found.get("cells", ()))
    for name in ("rows", "notes", "sources"):
        found[name] = tuple(found.get(name, ()))
    found["states"] = {state: read_facts(it) for state, it in found.get("states", {}).items()}
    return Facts(**found)


def about(
    kind: str,
    shown: Iterable[Figure | Difference] = (),
    *,
    sources: Sequence[str] = (),
    **more: Any,
) -> Facts:
    """Make the facts of an output: who is counted, where it stands and how sure it is.

    Parameters
    ----------
    kind
        Of the output.
    shown
        The survey's figures and differences in it.
    sources
        Codes of the sources of what else it shows.
    more
        Further fields of ``Facts``.
    """
    shown = tuple(shown)
    found = figures_behind(shown)
    known = [it for it in found if it.printed] or found
    codes = tuple(dict.fromkeys(filter(None, [*(it.source for it in found), *sources])))
    facts = Facts(
        kind,
        question=found[0].question if found else "",
        figures=tuple(it for it in shown if isinstance(it, Figure)),
        differences=tuple(it for it in shown if isinstance(it, Difference)),
        base=bases_text(known),
        source=source_text(codes) if codes else "",
        sources=codes,
        mark=weakest(it.grade for it in found) if found else "",
    )
    return replace(facts, **more)


class Shown(Protocol):
    """What a notebook can show."""

    @property
    def facts(self) -> Facts:
        """Say what is shown."""

    def html(self) -> str:
        """Write it for a page."""


class Output:
    """Show an object with its facts beside its HTML; a base class for all that is shown."""

    def _repr_mimebundle_(self: Shown, **_: object) -> dict[str, Any]:
        return {"text/plain": repr(self), "text/html": self.html(), MIME: self.facts.to_json()}


def face() -> str:
    """Tell where outputs are shown: in a notebook, on a page, or on a live one."""
    return os.environ.get(FACE, NOTEBOOK)


@contextmanager
def shown_on(where: str) -> Iterator[None]:
    """Show outputs for a notebook, a page or a live page for a while, then again as before.

    Examples
    --------
    >>> with shown_on(PAGE):
    ...     face()
    'html'
    """
    before = face()
    os.environ[FACE] = where
    try:
        yield
    finally:
        os.environ[FACE] = before


def _filled(given: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is empty, also inside."""
    return {
        name: _filled(value) if isinstance(value, Mapping) else value
        for name, value in given.items()
        if value is not None and value != ""
    }
