"""Write summaries as HTML tables: the numbers beside every chart, with source and status."""

from kit.tables.redraws import redraw_table
from kit.tables.references import (
    action_table,
    glossary,
    question_card,
    source_list,
    strata_table,
)
from kit.tables.summaries import change_table, gap_table, interval_table, share_table
from kit.tables.table import Table
from kit.tables.today import requirement_table, today_table
from kit.tables.verdicts import verdict_table

__all__ = [
    "Table",
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
]
