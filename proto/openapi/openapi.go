// Package openapi carries the description of the public REST interface, made
// from the contracts in proto/danchu by `make generate`.
package openapi

import _ "embed"

// Document is the OpenAPI 2.0 description of every public method, as JSON.
//
//go:embed danchu.swagger.json
var Document []byte
