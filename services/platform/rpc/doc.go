// Package rpc is how programs here answer calls and make them.
//
// Every server has the same interceptors in the same order ([NewServer]; the list with its reasons is in chain.go), so
// a handler is a straight line: decode, ask who may, call, encode. What a handler can rely on when it is entered:
//
//   - there is a deadline, and it is not further away than allowed;
//   - [i18n.Lang] tells the reader's language and [authn.From] who asks, verified;
//   - the request satisfies every constraint written in its proto;
//   - whatever it returns becomes google.rpc.Status with words in that language, or "internal error" outside and one
//     log line inside;
//   - if it returns success without having asked package authz, the caller gets an error: no policy, no entry.
//
// Clients are made by [Dial]; [Memory] is the same network without sockets, for standalone and tests. [Page] reads and
// writes page tokens.
package rpc
