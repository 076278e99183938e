// Package recount counts a vote again, knowing nothing but its public address. It
// believes no number it can derive: rules, ballots, tokens, tally, threshold and
// result are worked out from the log of the vote, and every promise the system made
// is found kept or broken, by name.
//
// It is a stranger to the service: it imports the format of the ballots and the
// reader of logs, no domain, no database, no generated contract, so that a mistake
// there is not repeated here.
//
// What a server sends is hostile until it verifies: sizes are limited, redirects are
// not followed, text is quoted. Memory is about 150 bytes a ballot and some bundles of the
// log; all cores verify signatures while the next bundles arrive.
package recount
