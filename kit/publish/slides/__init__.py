"""Make decks: chosen, composed, written as one file, shown live."""
