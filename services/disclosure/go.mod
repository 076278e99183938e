module github.com/danchu-platform/danchu/services/disclosure

go 1.26.0

require github.com/danchu-platform/danchu/proto v0.0.0

replace github.com/danchu-platform/danchu/proto => ../../proto

require github.com/danchu-platform/danchu/services/platform v0.0.0

require github.com/aymanbagabas/go-udiff v0.4.1 // indirect

replace github.com/danchu-platform/danchu/services/platform => ../../services/platform
