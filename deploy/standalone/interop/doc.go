// Package interop proves the product against programs that know nothing of it: sign-in with a certified OpenID provider
// written by others, feeds read by others' parsers, transparency logs checked by others' clients.
//
// The provider and the parsers run on Node.js, from deploy/interop; what checks logs is a Go module of its own beside them. Between product and provider stands a wire that can be
// tampered with, for what an honest provider never does.
package interop
