"""Build what lessons put in front of a reader from summaries, charts and panels."""

from kit.lessons.aid import evaluation_aid
from kit.lessons.check import check
from kit.lessons.contract import contract_checklist, contract_text
from kit.lessons.explore import explore
from kit.lessons.guess import guess
from kit.lessons.quiz import quiz, quiz_form, quiz_key, quiz_paper
from kit.lessons.resample import resample
from kit.lessons.tabletop import after_action, tabletop, tabletop_rules

__all__ = [
    "after_action",
    "check",
    "contract_checklist",
    "contract_text",
    "evaluation_aid",
    "explore",
    "guess",
    "quiz",
    "quiz_form",
    "quiz_key",
    "quiz_paper",
    "resample",
    "tabletop",
    "tabletop_rules",
]
