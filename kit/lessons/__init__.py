"""Build what lessons put in front of a reader from summaries, charts and panels."""

from kit.lessons.classroom.aid import evaluation_aid
from kit.lessons.classroom.contract import contract_checklist, contract_text
from kit.lessons.classroom.tabletop import after_action, tabletop, tabletop_rules
from kit.lessons.exercises.check import check
from kit.lessons.explore import explore
from kit.lessons.guess import guess
from kit.lessons.quiz import quiz, quiz_form, quiz_key, quiz_paper
from kit.lessons.resample import resample
from kit.lessons.us import and_us
from kit.lessons.verdict import guess_verdict

__all__ = [
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
]
