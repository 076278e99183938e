# What a program can say about the code and the chart, without running either.

$(BIN)/golangci-lint: deploy/tools/lint/go.sum
	@$(call build_tool,lint,github.com/golangci/golangci-lint/v2/cmd/golangci-lint)

$(BIN)/helm: deploy/tools/helm/go.sum
	@$(call build_tool,helm,helm.sh/helm/v3/cmd/helm)

$(BIN)/helm-unittest: deploy/tools/helm/go.sum
	@$(call build_tool,helm,github.com/helm-unittest/helm-unittest/cmd/helm-unittest)

CHART := charts/danchu
# What one finds, all get: a single run over the workspace shares the loading of packages.
LINTED := $(addsuffix /...,$(addprefix ./,$(MODULES)))

.PHONY: lint fmt lint-test
lint: $(BIN)/golangci-lint ## check the rooms, the layout and the usual bugs (.golangci.yml)
	@$(BIN)/golangci-lint run $(LINTED)

fmt: $(BIN)/golangci-lint ## lay out Go files and imports
	@$(BIN)/golangci-lint fmt $(LINTED)

lint-test: $(BIN)/golangci-lint ## prove that each room rule refuses
	@GOWORK=off go -C deploy/tools/lint test ./...
