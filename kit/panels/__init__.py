"""Arrange finished views so that a reader can turn them over with no kernel and no network."""

from kit.panels.choice import Control, Panel, State, choose
from kit.panels.quiz import Item, Option, Paper, Quiz
from kit.panels.slider import Cover, Slider, Step
from kit.panels.view import View

__all__ = [
    "Control",
    "Cover",
    "Item",
    "Option",
    "Panel",
    "Paper",
    "Quiz",
    "Slider",
    "State",
    "Step",
    "View",
    "choose",
]
