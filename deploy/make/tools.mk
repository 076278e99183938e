# Tools, each built once from its own pinned module under deploy/tools.

build_tool = printf '  building %s (once)\n' $(notdir $@) && mkdir -p $(BIN) && GOWORK=off go -C deploy/tools/$(1) build -gcflags=all=-dwarf=false -o $@ $(2)

CONTRACT_TOOLS := $(addprefix $(BIN)/,buf protoc-gen-go protoc-gen-go-grpc protoc-gen-grpc-gateway protoc-gen-openapiv2)

$(BIN)/buf: deploy/tools/contracts/go.sum
	@$(call build_tool,contracts,github.com/bufbuild/buf/cmd/buf)

$(BIN)/protoc-gen-go: deploy/tools/contracts/go.sum
	@$(call build_tool,contracts,google.golang.org/protobuf/cmd/protoc-gen-go)

$(BIN)/protoc-gen-go-grpc: deploy/tools/contracts/go.sum
	@$(call build_tool,contracts,google.golang.org/grpc/cmd/protoc-gen-go-grpc)

$(BIN)/protoc-gen-grpc-gateway: deploy/tools/contracts/go.sum
	@$(call build_tool,contracts,github.com/grpc-ecosystem/grpc-gateway/v2/protoc-gen-grpc-gateway)

$(BIN)/protoc-gen-openapiv2: deploy/tools/contracts/go.sum
	@$(call build_tool,contracts,github.com/grpc-ecosystem/grpc-gateway/v2/protoc-gen-openapiv2)

$(BIN)/sqlc: deploy/tools/sqlc/go.sum
	@$(call build_tool,sqlc,github.com/sqlc-dev/sqlc/cmd/sqlc)
