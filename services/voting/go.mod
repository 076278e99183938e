module github.com/danchu-platform/danchu/services/voting

go 1.26.0

require github.com/danchu-platform/danchu/services/platform v0.0.0

require go.yaml.in/yaml/v3 v3.0.6 // indirect

replace github.com/danchu-platform/danchu/services/platform => ../../services/platform
