// Package rest serves the public JSON interface: every RPC of the contracts under
// the address its google.api.http annotation names, through grpc-gateway.
//
// It is strict where the library is lenient: an unknown field or parameter is
// refused by name (a misspelt filter must not silently list everything), a body
// must be JSON and nothing after it, and every error is a google.rpc.Status with a
// reason, in the language the caller asked for.
package rest
