"""Teach and brief on the security of the IT supply chain from a published survey.

Every public name is looked up on first use, so that ``import kit`` loads nothing else.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "kit.errors": ("DataError", "KitError", "NotComparable", "UnknownCode"),
    "kit.data": ("cite", "table"),
    "kit.estimates": (
        "change",
        "changes",
        "counts",
        "gap",
        "gaps",
        "interval",
        "intervals",
        "newcombe",
        "options",
        "questions",
        "redraw_frequencies",
        "redraws",
        "shares",
        "verdicts",
        "wilson",
    ),
    "kit.labels": ("language", "use_language", "word"),
    "kit.chain": ("chain",),
    "kit.charts": (
        "change_chart",
        "composition_chart",
        "gap_chart",
        "guess_chart",
        "interval_chart",
        "rank_chart",
        "redraw_chart",
        "share_chart",
        "strata_chart",
    ),
    "kit.certainty": ("certainty_mark", "how_sure"),
    "kit.tables": (
        "action_table",
        "change_table",
        "gap_table",
        "glossary",
        "interval_table",
        "question_card",
        "redraw_table",
        "requirement_table",
        "share_table",
        "source_list",
        "strata_table",
        "today_table",
        "verdict_table",
    ),
    "kit.panels": ("choose",),
    "kit.lessons": (
        "after_action",
        "and_us",
        "check",
        "contract_checklist",
        "contract_text",
        "evaluation_aid",
        "explore",
        "guess",
        "guess_verdict",
        "quiz",
        "quiz_form",
        "quiz_key",
        "quiz_paper",
        "resample",
        "tabletop",
        "tabletop_rules",
    ),
    "kit.room_check": ("room_check",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [*sorted(_HOME_OF), "__version__"]  # noqa: PLE0604 - the names stand once, in _HOMES


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("supply-chain-survey-kit")
    if name not in _HOME_OF:
        raise AttributeError(f"module 'kit' has no name {name!r}; names are: {', '.join(__all__)}")
    found = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = found  # or a package of the same name, once imported, takes its place
    return found


def __dir__() -> list[str]:
    return list(__all__)
