# The product against programs of others: a certified OpenID provider, parsers of feeds.

INTEROP := deploy/interop

# npm ci takes exactly what the lock file says, with its checksums, and runs nobody's scripts.
$(INTEROP)/%/node_modules/.package-lock.json: $(INTEROP)/%/package-lock.json
	@echo "  installing what $(INTEROP)/$* needs"
	@cd $(INTEROP)/$* && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

.PHONY: interop interop-needs
interop-needs:
	@deploy/setup/need postgres node
	@$(MAKE) -s $(INTEROP)/oidc/node_modules/.package-lock.json $(INTEROP)/feeds/node_modules/.package-lock.json

interop: interop-needs ## sign in with an independent OpenID provider, read the feeds with others' parsers
	@mkdir -p $(BIN) && go build -o $(BIN)/danchu-interop ./deploy/standalone/cmd/interop
	@$(BIN)/danchu-interop -scripts $(INTEROP)
