# The product against programs of others: a certified OpenID provider, parsers of feeds,
# checkers of transparency logs, and a vote counted again with curl, jq and openssl alone.

INTEROP := deploy/interop

# npm ci takes exactly what the lock file says, with its checksums, and runs nobody's scripts.
$(INTEROP)/%/node_modules/.package-lock.json: $(INTEROP)/%/package-lock.json
	@echo "  installing what $(INTEROP)/$* needs"
	@cd $(INTEROP)/$* && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

.PHONY: interop interop-needs
interop-needs:
	@deploy/setup/need postgres node jq curl openssl
	@$(MAKE) -s $(INTEROP)/oidc/node_modules/.package-lock.json $(INTEROP)/feeds/node_modules/.package-lock.json

# What checks our logs shares no code with us; its dependencies stay in its module.
$(BIN)/tlog-stranger: $(INTEROP)/tlog/go.sum $(wildcard $(INTEROP)/tlog/*.go)
	@printf '  building %s (once)\n' $(notdir $@) && mkdir -p $(BIN) && GOWORK=off go -C $(INTEROP)/tlog build -o $@ .

interop: interop-needs $(BIN)/tlog-stranger ## sign in with an independent OpenID provider, read the feeds and check the logs with others' programs
	@mkdir -p $(BIN) && go build -o $(BIN)/danchu-interop ./deploy/standalone/cmd/interop
	@$(BIN)/danchu-interop -scripts $(INTEROP) -stranger $(BIN)/tlog-stranger
	@cd services/voting && go test -count=1 -run TestPublicToolsAlone ./recount -args -public-tools $(CURDIR)/$(INTEROP)/votes/recount.sh -log-checker $(abspath $(BIN))/tlog-stranger
