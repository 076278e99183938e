// Package tlog keeps transparency logs: append-only lists that nobody, not even
// who runs the database, can rewrite without being seen by all who kept an
// earlier head. Voting has one for each vote; there may be thousands.
//
//	business transaction            sequencer, one per service              readers
//	────────────────────            ──────────────────────────              ───────
//	BEGIN
//	  …the rows…
//	  Append ─▶ tlog_waiting
//	COMMIT ───────── Wake ────────▶ BEGIN
//	                                  waiting ─▶ leaf 0, 1, 2 …             tile/entries/…
//	                                  hashes  ─▶ tiles of 256               tile/0/… tile/1/…
//	                                  size and root ─▶ head
//	                                COMMIT (on the disk)
//	                                sign the head ─▶ checkpoint ──────────▶ checkpoint
//	                                                      ▲                 Receipt
//	                                witnesses' lines ─────┘
//
// Append locks no row: a chain head inside the business transaction costs five
// sixths of the throughput (measured). A leaf has no index until the sequencer
// gives it one, in the order of insertion among those it sees; one that was
// inserted early and committed late simply comes later. So there is no gap to
// wait for, and nothing that was placed ever moves.
//
// Signing comes after the tree is durable. A crash before it loses no leaf, a
// crash after it signs the same text again, and two checkpoints that contradict
// each other cannot leave this house: a second sequencer that thinks it leads
// meets the lock, then the head that is no longer where its leaves begin.
// What does contradict is a database restored to an earlier state; witnesses and
// whoever kept a checkpoint see it (see tlogclient.Consistent).
//
// Formats are C2SP's (package c2sp), hashing is golang.org/x/mod/sumdb/tlog, so
// that strangers' programs check our logs. Package tlogclient is ours, for who
// knows only the address and the key.
package tlog
