// Package authn answers one question for every program here: who is asking.
//
// A caller arrives with a bearer token and leaves this package as a [Caller]. Two sorts of tokens are believed:
// those of the issuers the operator configured (the provincial SSO, VNeID, Keycloak …) and the short-lived ones
// the gateway mints for a signed-in browser ([Minter]). Which roles a caller holds is never read from a token:
// directory owns role bindings and package authz looks them up, so that a role taken away is gone within a second
// rather than when a token happens to expire.
//
// A citizen's national id number (số định danh cá nhân) is turned into a keyed hash ([PersonKey]) as soon as it is
// seen and is not kept, logged or passed on in clear.
package authn
