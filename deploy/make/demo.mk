# What is told and shown of the product, and what it survives. `make demo` is in run.mk.

.PHONY: killtest screenshots
killtest: standalone ## kill the product in the middle of its story and count what was acknowledged (ROUNDS=50)
	@deploy/setup/need postgres
	@go build -o $(BIN)/danchu-killtest ./deploy/standalone/cmd/killtest
	@$(BIN)/danchu-killtest -binary $(STANDALONE) -rounds $(or $(ROUNDS),50) $(if $(SEED),-seed $(SEED))

screenshots: ## take the pictures of the documentation in a real browser
	@deploy/setup/need postgres chromium
	@go build -o $(BIN)/danchu-screenshots ./deploy/standalone/cmd/screenshots
	@$(BIN)/danchu-screenshots -into docs/screenshots $(if $(URL),-url $(URL))
