# The product beside bare baselines of the same run: deploy/load/cmd/bench.

.PHONY: bench
bench: ## print ratios beside a bare baseline of the same run (BENCH=D2 for one; BENCHFLAGS="-rounds 3")
	@deploy/setup/need postgres nginx
	@mkdir -p $(BIN)
	@echo "  building the programs (the first time takes some minutes)"
	@go build -o $(BIN)/ ./gateway/cmd/gateway ./services/directory/cmd/directory ./services/disclosure/cmd/disclosure ./services/voting/cmd/voting ./deploy/standalone/cmd/danchu ./deploy/load/cmd/bench
	@$(BIN)/bench -bin $(BIN) -only "$(BENCH)" $(BENCHFLAGS)
