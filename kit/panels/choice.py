"""Arrange finished views so that a reader can switch between them with no kernel and no network.

One object, two faces. Where there are widgets (JupyterLab, Voilà's own front end) native selection
widgets are joined to ready views by ``jslink``: the browser switches. Everywhere else the
same views are plain HTML with radio buttons and a few lines of script.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import product
from typing import TYPE_CHECKING, Any

from kit.charts.chart import Chart
from kit.errors import KitError, require_known
from kit.facts import MIME, PAGE, Facts, face
from kit.labels import word
from kit.panels.style import asset, styles
from kit.panels.view import View

if TYPE_CHECKING:
    from ipywidgets import Widget

State = tuple[str, ...]


@dataclass(frozen=True)
class Control:
    """Name one thing that can be chosen, with its values and their words; the first shows first."""

    code: str
    label: str
    values: Mapping[str, str]


@dataclass(frozen=True, repr=False)
class Panel:
    """Show one of several prepared views, chosen by controls; made by ``choose``.

    Parameters
    ----------
    name
        Identifies the panel on its page and in a link (``#name=value,value``).
    label
        What can be explored, for the heading and screen readers.
    controls
        In reading order.
    views
        One view for every combination of the controls' values.
    certainty
        HTML that says how sure the numbers of all views are; stands below them, whatever is chosen.
    start
        State in which it opens; the first one when empty.
    """

    name: str
    label: str
    controls: Sequence[Control]
    views: Mapping[State, View]
    certainty: str = ""
    start: State = ()

    def opened(self, state: str) -> "Panel":
        """Let it open in another state: values of its controls, with commas between.

        Raises
        ------
        UnknownCode
            There is no such state; the message names those that there are.
        """
        require_known("state", state, [",".join(it) for it in self.views])
        return replace(self, start=tuple(state.split(",")))

    def html(self) -> str:
        """Write the plain face: radio buttons, views, a status line, a script to join them."""
        label, name = escape(self.label), escape(self.name)
        fields = "".join(map(self._fieldset, self.controls, self._first))
        views = "".join(self._view(state) for state in self.views)
        return (
            f'<div class="kit-panel" role="group" aria-label="{label}" data-panel="{name}">'
            f"{styles('panel.css')}"
            f'<form autocomplete="off"><p class="kit-panel-label">{label}</p>{fields}</form>'
            f'<p class="kit-status" role="status"></p>{views}{self.certainty}'
            f"<script>{asset('panel.js')}</script>{self._moving}</div>"
        )

    def widget(self) -> "Widget":
        """Make the widget face: selection widgets joined to views in the browser."""
        from ipywidgets import HTML, VBox

        selectors = list(map(_selector, self.controls, self._first))
        leaves = {
            state: HTML(f'<div class="kit-panel" data-state="{key}">{view.html()}</div>')
            for state, view in self.views.items()
            for key in [escape(",".join(state))]
        }
        views = _tabs(self.controls, selectors, leaves)
        style = HTML(styles("panel.css"))
        offered = [it for it in selectors if len(it.options) > 1]
        foot = [HTML(f'<div class="kit-panel">{self.certainty}</div>')] if self.certainty else []
        made = VBox([style, HTML(f"<b>{escape(self.label)}</b>"), *offered, views, *foot])
        made.add_class("kit-choice")
        return made

    def _view(self, state: State) -> str:
        view, key = self.views[state], escape(",".join(state))
        marks = ("" if state == self._first else " hidden") + " data-empty" * view.is_empty
        return f'<div class="kit-view" data-state="{key}"{marks}>{view.html()}</div>'

    @property
    def _moving(self) -> str:
        """Let the marks of charts move from view to view."""
        drawn = any(isinstance(view.picture, Chart) for view in self.views.values())
        return f"<script>{asset('moving.js')}</script>" if drawn else ""

    @property
    def _first(self) -> State:
        return self.start or next(iter(self.views))

    def _fieldset(self, control: Control, first: str) -> str:
        name = f"{self.name}-{control.code}"
        some_empty = any(view.is_empty for view in self.views.values())
        none = f"<small>{escape(word('panel.none'))}</small>" if some_empty else ""
        radios = "".join(
            f'<label><input type="radio" name="{escape(name)}" value="{escape(value)}"'
            f"{' checked' if value == first else ''}><span>{escape(text)}{none}</span></label>"
            for value, text in control.values.items()
        )
        # One value is no choice: it stays part of the state but nobody has to look at it.
        hidden = " hidden" if len(control.values) == 1 else ""
        legend = f'<legend class="kit-bold">{escape(control.label)}</legend>'
        return f'<fieldset class="kit-segments"{hidden}>{legend}{radios}</fieldset>'

    @property
    def facts(self) -> Facts:
        """Say what each state shows, and in which it opens."""
        states = {",".join(state): view.facts for state, view in self.views.items()}
        first = ",".join(self._first)
        shown = states[first]
        return replace(
            shown,
            kind="panel",
            title=self.label,
            states=states,
            first=first,
            figures=(),
            differences=(),
            rows=(),
            cells=(),
            settings={},
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """Offer both faces; a page without a kernel has only the plain one."""
        plain = {"text/plain": repr(self), "text/html": self.html(), MIME: self.facts.to_json()}
        return plain if face() == PAGE else {**self.widget()._repr_mimebundle_(), **plain}

    def __repr__(self) -> str:
        """Say what can be chosen, for places that show neither face."""
        choices = "; ".join(
            f"{control.label}: {', '.join(control.values.values())}" for control in self.controls
        )
        return f"{self.label} ({choices})"


def choose(
    views: Mapping[State, View],
    controls: Sequence[Control],
    *,
    name: str,
    label: str,
    certainty: str = "",
) -> Panel:
    """Arrange prepared views under controls.

    Parameters
    ----------
    views
        Keyed by one value of each control, in the controls' order.
    controls
        What can be chosen.
    name
        Unique on a page; stands in links to a state of the panel.
    label
        What can be explored.
    certainty
        HTML for below the views, such as ``kit.how_sure(…).html()``; the same in every state.

    Raises
    ------
    KitError
        When a combination of values has no view, or a view belongs to no combination.

    Examples
    --------
    >>> view = View("", "", "64.9%")
    >>> wave = Control("wave", "Wave", {"2021": "2021"})
    >>> choose({("2021",): view}, [wave], name="q", label="Telework")
    Telework (Wave: 2021)
    """
    states = list(product(*(control.values for control in controls)))
    missing, unknown = set(states) - set(views), set(views) - set(states)
    if missing or unknown:
        raise KitError(
            f"panel {name}: no view for {sorted(missing)}; no control for {sorted(unknown)}"
        )
    arranged = {state: views[state] for state in states}
    return Panel(name, label, tuple(controls), arranged, certainty)


def _selector(control: Control, first: str) -> Any:
    from ipywidgets import Dropdown, RadioButtons

    kind = RadioButtons if len(control.values) <= 6 else Dropdown
    pairs = [(text, value) for value, text in control.values.items()]
    style = {"description_width": "initial"}
    return kind(options=pairs, value=first, description=control.label, style=style)


def _tabs(
    controls: Sequence[Control],
    selectors: Sequence[Any],
    leaves: Mapping[State, Any],
    *,
    above: State = (),
) -> Any:
    """Nest tabs, one level a control, without their bars; each follows its level's selector.

    Tabs keep all views in the page, where a ``Stack`` would write the chosen one anew each time.
    """
    from ipywidgets import Tab, jslink

    if len(above) == len(controls):
        return leaves[above]
    level = len(above)
    children = [
        _tabs(controls, selectors, leaves, above=(*above, value))
        for value in controls[level].values
    ]
    tabs = Tab(children, selected_index=selectors[level].index)
    tabs.add_class("kit-tabs")
    jslink((selectors[level], "index"), (tabs, "selected_index"))
    return tabs
