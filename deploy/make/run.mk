# The whole product on this machine, and the story played against it.

STANDALONE := $(BIN)/danchu

.PHONY: run demo standalone
standalone:
	@mkdir -p $(BIN)
	@[ -x $(STANDALONE) ] || echo "  building Danchu (the first time takes some minutes)"
	@go build -o $(STANDALONE) ./deploy/standalone/cmd/danchu

run: ## start the whole product with the demo province on http://127.0.0.1:8080
	@deploy/setup/need postgres
	@$(MAKE) standalone
	@exec $(STANDALONE) serve

demo: ## play the story against a running instance (URL=http://127.0.0.1:8080)
	@mkdir -p $(BIN) && go build -o $(BIN)/danchu-demo ./deploy/standalone/cmd/demo
	@$(BIN)/danchu-demo -url "$(or $(URL),http://127.0.0.1:8080)"
