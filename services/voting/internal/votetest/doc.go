// Package votetest holds a vote in memory, with real keys, real blind signatures and a
// real log, and serves it as the product does. It is what the readers of votes are
// tested against: the recount, the voter's browser, strangers' programs. A test may
// play the dishonest operator: change the leaves and sign them anew, since who runs
// the server has the log's key.
package votetest
