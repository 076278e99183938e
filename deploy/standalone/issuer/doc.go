// Package issuer is a small OpenID provider for trying the product out: whoever comes picks, from a list of personas, who to be. There
// are no passwords. It exists in standalone and in tests only; a real installation names its own issuer by configuration.
//
// It speaks the protocol truly, so that signing in here exercises the same path as with any certified provider: OpenID Connect
// Core 1.0 authorization code flow with PKCE (S256, required: RFC 7636, OAuth 2.1), discovery, RP-initiated logout, client
// credentials for programs, access tokens as RFC 9068 describes them, the iss parameter of RFC 9207.
//
//	/authorize ──▶ persona page ──POST /choose──▶ redirect_uri?code ──▶ POST /token ──▶ id_token + access_token
//
// Everything is held in memory and forgotten at the end. It remembers nobody: each sign-in asks who to be again, so prompt=none is
// always answered with login_required.
package issuer
