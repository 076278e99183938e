// Package policy says who may do what in voting: Cedar text, one action for each RPC. The table in testdata is the review: a
// diff there is a change of rights. Which office the law gives a step to, the rules decide, with the article; the policy
// decides whose vote, roll and desk it is at all.
package policy

import _ "embed"

// Text are the policies.
//
//go:embed policy.cedar
var Text []byte

// Schema are the entity types and actions that the policies are held against.
//
//go:embed voting.cedarschema
var Schema []byte
