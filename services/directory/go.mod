module github.com/danchu-platform/danchu/services/directory

go 1.26.0

require github.com/danchu-platform/danchu/proto v0.0.0

replace github.com/danchu-platform/danchu/proto => ../../proto

require github.com/danchu-platform/danchu/services/platform v0.0.0

require pgregory.net/rapid v1.3.0 // indirect

replace github.com/danchu-platform/danchu/services/platform => ../../services/platform
