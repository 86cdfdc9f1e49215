"""Answer for every number: how sure it is, and what stands behind it."""

from kit.certainty.how_sure import Certainty, certainty_mark, how_sure
from kit.certainty.marks import EXAMPLE, SIGNS, Answer, Mark

__all__ = ["EXAMPLE", "SIGNS", "Answer", "Certainty", "Mark", "certainty_mark", "how_sure"]
