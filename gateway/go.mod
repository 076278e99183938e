module github.com/danchu-platform/danchu/gateway

go 1.26.0

require github.com/danchu-platform/danchu/proto v0.0.0

replace github.com/danchu-platform/danchu/proto => ../proto

require github.com/danchu-platform/danchu/services/platform v0.0.0

require (
	github.com/andybalholm/cascadia v1.3.5 // indirect
	github.com/coreos/go-oidc/v3 v3.21.0 // indirect
	github.com/grpc-ecosystem/grpc-gateway/v2 v2.32.0 // indirect
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/net v0.61.0 // indirect
	golang.org/x/oauth2 v0.37.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	golang.org/x/time v0.16.0 // indirect
	google.golang.org/genproto/googleapis/rpc v0.0.0-20261012220534-4341edf3f941 // indirect
	google.golang.org/grpc v1.85.0 // indirect
	google.golang.org/protobuf v1.36.12 // indirect
)

replace github.com/danchu-platform/danchu/services/platform => ../services/platform
