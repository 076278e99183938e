# All tests, on a real PostgreSQL, an embedded JetStream and a real browser.

$(BIN)/gotestsum: deploy/tools/test/go.sum
	@$(call build_tool,test,gotest.tools/gotestsum)

.PHONY: test test-alone
test: $(BIN)/gotestsum ## run all tests (race detector, shuffled order)
	@deploy/setup/need postgres gcc chromium
	@echo "  compiling the tests with the race detector; the first time takes some minutes"
	@CGO_ENABLED=1 $(BIN)/gotestsum --format pkgname-and-test-fails --format-hide-empty-pkg -- -race -shuffle=on -timeout=25m $(TESTFLAGS) $(addsuffix /...,$(addprefix ./,$(MODULES)))

test-alone: ## build every module without the workspace
	@for module in $(MODULES); do echo "  $$module"; GOWORK=off go -C $$module build ./... && GOWORK=off go -C $$module vet ./...; done
