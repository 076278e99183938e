// Package tlogclient checks a transparency log of which nothing is known but its
// address and its keys. It trusts no answer: every tile is hashed up to a signed
// root, every signature verified, every size limited, and what does not fit is an
// error that says what and where.
//
// It needs no database and no service, and is what verify-vote is made of.
package tlogclient
