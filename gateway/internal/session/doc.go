// Package session signs people in and remembers it in their own browser.
//
// Sign-in is OpenID Connect, authorization code with PKCE, against whichever
// issuer the operator configured: VNeID, a provincial SSO, Keycloak. This
// program knows an issuer's address and nothing else about it.
//
//	GET  /signin/start?return=/path   → the issuer, with state, nonce and challenge kept in a sealed cookie
//	GET  /signin/callback             ← the issuer; the code is exchanged, the id token checked, the session sealed
//	POST /signout                     → forget, then the issuer's own sign-out when it has one
//
// There is no session table: a session is a small cookie sealed with
// XChaCha20-Poly1305 that only the gateways can open. It ends after a time without
// use and, whatever happens, after an absolute time. What it says is who
// signed in, never what they may do: roles are looked up by the services, so taking
// one away works at once. The price is that a stolen cookie cannot be revoked
// singly before it expires; changing the key ends all sessions.
package session
