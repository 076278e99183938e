// Package audit keeps who did what to which resource.
//
// An entry is written in the transaction of what it tells (change.Do does it).
// The table refuses update, delete and truncate. Just after the commit one
// sequencer per service gives each entry its place in a chain of SHA-256
// hashes, so that an entry altered or taken out behind the database's back is
// found by Verify. The chain head is not in the business transaction: a row
// that everybody must lock costs a sixth of the throughput (measured).
//
// What this does not do: somebody who can rewrite both tables can rewrite the
// whole chain. Keep the heads (Head) elsewhere, and Verify against them.
//
// Entries name persons by subject, never by name; Detail holds no personal data.
package audit
