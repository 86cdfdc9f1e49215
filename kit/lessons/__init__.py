"""Build what lessons put in front of a reader from summaries, charts and panels."""

from kit.lessons.explore import explore

__all__ = ["explore"]
