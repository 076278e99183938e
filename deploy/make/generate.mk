# Generated code is committed; generating it again must change nothing.

THIRD_PARTY := proto/third_party/.printed
GENERATED := proto services/*/internal/postgres/sqlcgen

$(THIRD_PARTY): deploy/tools/contracts/thirdparty/main.go deploy/tools/contracts/go.sum
	@rm -rf $(@D) && mkdir -p $(@D)
	@GOWORK=off go -C deploy/tools/contracts run ./thirdparty $(CURDIR)/$(@D)
	@touch $@

.PHONY: generate generate-check contracts
generate: contracts $(BIN)/sqlc ## generate Go, REST, OpenAPI and SQL code from contracts and queries
	@for conf in services/*/internal/postgres/sqlc.yaml; do (cd $$(dirname $$conf) && $(BIN)/sqlc generate); done

contracts: $(CONTRACT_TOOLS) $(THIRD_PARTY)
	@$(BIN)/buf generate

generate-check: generate
	@git diff --exit-code --stat -- $(GENERATED) || { echo "generated files differ: commit what 'make generate' made"; exit 1; }
	@test -z "$$(git ls-files --others --exclude-standard -- $(GENERATED))" || { echo "generated files are not committed:"; git ls-files --others --exclude-standard -- $(GENERATED); exit 1; }

# What other systems build upon. A release writes it anew; between releases it only guards.
RELEASED := proto/released.binpb

.PHONY: contracts-check contracts-release
contracts-check: $(CONTRACT_TOOLS) $(THIRD_PARTY)
	@$(BIN)/buf format --diff --exit-code --path proto/danchu
	@$(BIN)/buf lint
	@$(BIN)/buf build --exclude-source-info -o $(LOCAL)/contracts.binpb
	@$(BIN)/buf breaking $(LOCAL)/contracts.binpb --against $(RELEASED) --exclude-imports \
	  --config '{"version":"v2","breaking":{"use":["FILE"]}}'

contracts-release: $(CONTRACT_TOOLS) $(THIRD_PARTY)
	@$(BIN)/buf build --exclude-source-info -o $(RELEASED)
