"""Answer for every number: how sure it is, and what stands behind it."""

from kit.certainty.how_sure import Certainty, certainty_mark, how_sure
from kit.certainty.marks import EXAMPLE, SIGNS, Mark, Reply

__all__ = ["EXAMPLE", "SIGNS", "Certainty", "Mark", "Reply", "certainty_mark", "how_sure"]
