# What a program can say about the code and the chart, without running either.

$(BIN)/golangci-lint: deploy/tools/lint/go.sum
	@$(call build_tool,lint,github.com/golangci/golangci-lint/v2/cmd/golangci-lint)

# Without these two words helm believes that every cluster is as old as 1.20.
HELM_KUBE := $(foreach package,lint/rules chartutil,-X helm.sh/helm/v3/pkg/$(package).k8sVersionMajor=1 -X helm.sh/helm/v3/pkg/$(package).k8sVersionMinor=34)

$(BIN)/helm: export GOFLAGS += "-ldflags=-s -w $(HELM_KUBE)"
$(BIN)/helm: deploy/tools/helm/go.sum
	@$(call build_tool,helm,helm.sh/helm/v3/cmd/helm)

$(BIN)/helm-unittest: deploy/tools/helm/go.sum
	@$(call build_tool,helm,github.com/helm-unittest/helm-unittest/cmd/helm-unittest)

CHART := charts/danchu
# What one finds, all get: a single run over the workspace shares the loading of packages.
LINTED := $(addsuffix /...,$(addprefix ./,$(MODULES)))

.PHONY: check
check: fmt-check lint lint-test contracts-check generate-check chart-test ## format, rooms, contracts, generated files, chart: nothing may differ
	@echo "  check: clean"

.PHONY: lint fmt fmt-check lint-test
lint: $(BIN)/golangci-lint ## check the rooms, the layout and the usual bugs (.golangci.yml)
	@# It asks for compiled packages: those of the tests will do.
	@CGO_ENABLED=1 GOFLAGS="$$GOFLAGS $(LEAN)" $(BIN)/golangci-lint run $(LINTED)

fmt: $(BIN)/golangci-lint ## lay out Go files and imports
	@$(BIN)/golangci-lint fmt $(LINTED)

fmt-check: $(BIN)/golangci-lint
	@$(BIN)/golangci-lint fmt --diff $(LINTED) || { echo "run 'make fmt'"; exit 1; }

lint-test: $(BIN)/golangci-lint ## prove that each room rule refuses
	@GOWORK=off go -C deploy/tools/lint test ./...

.PHONY: chart-test chart-readme helm-lint
helm-lint: $(BIN)/helm ## lint the chart with the values of the demo and of production
	@for values in values-demo.yaml ci/production-values.yaml; do \
	   $(BIN)/helm lint --quiet --strict $(CHART) -f $(CHART)/$$values && \
	   $(BIN)/helm template danchu $(CHART) -f $(CHART)/$$values >/dev/null || exit 1; done

chart-test: $(BIN)/helm $(BIN)/helm-unittest helm-lint ## test the chart, its schema, its README, alerts and runbooks
	@$(BIN)/helm-unittest $(CHART)
	@GOWORK=off go -C deploy/tools/charts test ./...

chart-readme: ## make the table of values in the chart's README
	@GOWORK=off go -C deploy/tools/charts run ./readme $(CURDIR)/$(CHART)
