# All tests, on a real PostgreSQL, an embedded JetStream and a real browser.

$(BIN)/gotestsum: deploy/tools/test/go.sum
	@$(call build_tool,test,gotest.tools/gotestsum)

GOTESTSUM := $(BIN)/gotestsum --format pkgname-and-test-fails --format-hide-empty-pkg
RACE := -race -shuffle=on -timeout=25m
WHOLE := deploy/standalone

.PHONY: test test-alone
test: $(BIN)/gotestsum ## run all tests (race detector, shuffled order)
	@deploy/setup/need postgres gcc chromium
	@echo "  compiling the tests with the race detector; the first time takes some minutes"
	@CGO_ENABLED=1 $(GOTESTSUM) -- $(RACE) $(TESTFLAGS) $(addsuffix /...,$(addprefix ./,$(filter-out $(WHOLE),$(MODULES))))
	@# Each of these runs the whole product: one after the other, so that they do not starve one another.
	@CGO_ENABLED=1 $(GOTESTSUM) -- $(RACE) -p=1 $(TESTFLAGS) $(addsuffix /...,$(addprefix ./,$(WHOLE)))

test-alone: ## build every module without the workspace
	@for module in $(MODULES); do echo "  $$module"; GOWORK=off go -C $$module build ./... && GOWORK=off go -C $$module vet ./...; done
