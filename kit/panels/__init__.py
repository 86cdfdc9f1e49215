"""Arrange finished views so that a reader can turn them over with no kernel and no network."""

from kit.panels.choice import Control, Panel, State, choose
from kit.panels.view import View

__all__ = ["Control", "Panel", "State", "View", "choose"]
