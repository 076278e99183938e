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
	github.com/chromedp/cdproto v0.0.0-20260714215040-dc233986426f // indirect
	github.com/chromedp/chromedp v0.16.0 // indirect
	github.com/chromedp/sysutil v1.1.0 // indirect
	github.com/coreos/go-oidc/v3 v3.21.0 // indirect
	github.com/emersion/go-sasl v0.0.0-20241020182733-b788ff22d5a6 // indirect
	github.com/emersion/go-smtp v0.25.1 // indirect
	github.com/go-jose/go-jose/v4 v4.1.8 // indirect
	github.com/go-json-experiment/json v0.0.0-20260820222146-c27c302e5fc3 // indirect
	github.com/gobwas/httphead v0.1.0 // indirect
	github.com/gobwas/pool v0.2.1 // indirect
	github.com/gobwas/ws v1.4.0 // indirect
	go.yaml.in/yaml/v3 v3.0.6 // indirect
	golang.org/x/oauth2 v0.37.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
)

replace github.com/danchu-platform/danchu/gateway => ../../gateway
