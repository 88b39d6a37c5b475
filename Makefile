# Closed Loop: the two commands are `make demo` and `make test`.
# The work is done by clmsite/launcher/, which needs nothing but Python 3.12 or newer.

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset serve setup test lint clean
# `make -j` must not start two of these side by side.
.NOTPARALLEL:

help:
	@echo "make demo        install what is needed, load the demo company, start the product"
	@echo "make demo-reset  throw the demo's data away and begin again"
	@echo "make serve       start the product for real use, without demo data (data in var/)"
	@echo "make test        linters and all tests, on SQLite and, where there is one, PostgreSQL"
	@echo "make lint        the linters alone"
	@echo "make setup       install everything for development, start nothing"
	@echo "make clean       remove .venv, node_modules and caches; data in var/ stays"
	@echo
	@echo "PORT=9000 make demo     another port           PYTHON=/path/to/python make demo"

demo demo-reset serve setup test lint clean:
	@python=$$(sh clmsite/launcher/find-python.sh) && exec "$$python" clmsite/launcher $@
