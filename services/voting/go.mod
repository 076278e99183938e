module github.com/danchu-platform/danchu/services/voting

go 1.26.0

require (
	filippo.io/bigmod v0.1.0
	github.com/cloudflare/circl v1.6.5
	github.com/danchu-platform/danchu/services/platform v0.0.0
)

require (
	go.yaml.in/yaml/v3 v3.0.6 // indirect
	golang.org/x/sys v0.49.0 // indirect
)

replace github.com/danchu-platform/danchu/services/platform => ../../services/platform
