module github.com/danchu-platform/danchu/deploy/standalone

go 1.26.0

require github.com/danchu-platform/danchu/proto v0.0.0

replace github.com/danchu-platform/danchu/proto => ../../proto

require github.com/danchu-platform/danchu/services/platform v0.0.0

replace github.com/danchu-platform/danchu/services/platform => ../../services/platform

require github.com/danchu-platform/danchu/services/directory v0.0.0

replace github.com/danchu-platform/danchu/services/directory => ../../services/directory

require github.com/danchu-platform/danchu/services/disclosure v0.0.0

replace github.com/danchu-platform/danchu/services/disclosure => ../../services/disclosure

require github.com/danchu-platform/danchu/gateway v0.0.0

require (
	github.com/coreos/go-oidc/v3 v3.21.0 // indirect
	github.com/emersion/go-sasl v0.0.0-20241020182733-b788ff22d5a6 // indirect
	github.com/emersion/go-smtp v0.25.1 // indirect
	github.com/go-jose/go-jose/v4 v4.1.8 // indirect
	golang.org/x/oauth2 v0.37.0 // indirect
)

replace github.com/danchu-platform/danchu/gateway => ../../gateway
