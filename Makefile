# Every verb is one `python -m kit VERB`, so that Windows needs no make: `py -m kit app`.
PYTHON ?= python3

.PHONY: help app lab notebooks copies learner site figures handouts tabletop quiz forms slides slides-pdf present pptx trainer room-check all check test screenshots seal links lock bench clean

help:
	@$(PYTHON) -m kit --help

app lab:
	@$(PYTHON) -m kit $@ $(if $(PORT),--port $(PORT))

notebooks copies learner site figures tabletop quiz forms all:
	@$(PYTHON) -m kit $@

handouts:
	@$(PYTHON) -m kit $@ $(if $(ADDRESS),--address $(ADDRESS))

# LANG counts only when it is given to make: every shell exports one of its own.
DECK_AND_LANGUAGE = $(if $(DECK),--deck $(DECK)) $(if $(findstring command line,$(origin LANG)),--language $(LANG))

slides slides-pdf pptx trainer:
	@$(PYTHON) -m kit $@ $(DECK_AND_LANGUAGE)

room-check:
	@$(PYTHON) -m kit $@ $(if $(PORT),--port $(PORT)) $(if $(ADDRESS),--address $(ADDRESS))

present:
	@$(PYTHON) -m kit $@ $(DECK_AND_LANGUAGE) $(if $(PORT),--port $(PORT))

check test screenshots seal links lock bench clean:
	@$(PYTHON) -m kit $@
