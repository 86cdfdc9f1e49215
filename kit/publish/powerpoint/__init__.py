"""Make the decks as PowerPoint files with native charts."""
