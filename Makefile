# Danchu. `make help` lists what there is to do; every target sets up what it needs.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Everything local and disposable lives here: tools, private PostgreSQL, demo data.
LOCAL := $(CURDIR)/.danchu
BIN := $(LOCAL)/bin
export PATH := $(BIN):$(PATH)
export GOFLAGS ?= -buildvcs=false

MODULES := proto services/platform services/directory services/disclosure services/voting gateway deploy/standalone deploy/load
SERVICES := directory disclosure voting

.PHONY: help
help: ## show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9_-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# tools.mk names the tools that the prerequisites of the others expand at once.
include deploy/make/tools.mk $(filter-out deploy/make/tools.mk,$(wildcard deploy/make/*.mk))
