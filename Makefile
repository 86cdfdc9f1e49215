# Every verb is one `python -m kit VERB`, so that Windows needs no make: `py -m kit app`.
PYTHON ?= python3

.PHONY: help app lab notebooks copies learner site figures check test screenshots seal links lock bench clean

help:
	@$(PYTHON) -m kit --help

app lab:
	@$(PYTHON) -m kit $@ $(if $(PORT),--port $(PORT))

notebooks copies learner site figures check test screenshots seal links lock bench clean:
	@$(PYTHON) -m kit $@
