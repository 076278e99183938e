# All tests, on a real PostgreSQL, an embedded JetStream and a real browser.

$(BIN)/gotestsum: deploy/tools/test/go.sum
	@$(call build_tool,test,gotest.tools/gotestsum)

GOTESTSUM := $(BIN)/gotestsum --format pkgname-and-test-fails --format-hide-empty-pkg
# All that is compiled for tests and checks is compiled once, by these flags: nobody opens a test in a debugger, and the
# tables for it are a tenth of compiling and half of linking.
LEAN := -race -gcflags=all=-dwarf=false
# `make check` vets. The detector needs no second at the end of each program to tell what it has seen.
TESTED := $(LEAN) -ldflags=-w -vet=off -shuffle=on -timeout=25m
TEST := CGO_ENABLED=1 GORACE="atexit_sleep_ms=50" $(GOTESTSUM) -- $(TESTED)
WHOLE := deploy/standalone

.PHONY: test test-alone
test: $(BIN)/gotestsum ## run all tests (race detector, shuffled order)
	@deploy/setup/need postgres gcc chromium
	@echo "  compiling the tests with the race detector; the first time takes some minutes"
	@$(TEST) $(TESTFLAGS) $(addsuffix /...,$(addprefix ./,$(filter-out $(WHOLE),$(MODULES))))
	@# Each of these runs the whole product: one after the other, so that they do not starve one another.
	@$(TEST) -p=1 $(TESTFLAGS) $(addsuffix /...,$(addprefix ./,$(WHOLE)))

test-alone: ## compile and vet every module without the workspace
	@for module in $(MODULES); do echo "  $$module"; CGO_ENABLED=1 GOWORK=off go -C $$module vet $(LEAN) ./... || exit 1; done
