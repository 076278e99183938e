// Package policy says who may do what in disclosure: Cedar text, one action for each RPC. The table in testdata is the
// review: a diff there is a change of rights.
package policy

import _ "embed"

// Text are the policies.
//
//go:embed policy.cedar
var Text []byte

// Schema are the entity types and actions that the policies are held against.
//
//go:embed disclosure.cedarschema
var Schema []byte
