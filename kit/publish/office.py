"""Say what files for office programmes have in common: their font, language and author."""

from datetime import UTC, datetime

# In every Japanese office; in a theme it also reaches what people add later.
FONT = "Yu Gothic"
LANGUAGE_TAGS = {"ja": "ja-JP", "en": "en-US"}
# A file says when it was made; what is built twice shall be the same.
MADE = datetime(2026, 1, 1, tzinfo=UTC)
AUTHOR = "The supply-chain-survey-kit contributors"  # as CITATION.cff names them
