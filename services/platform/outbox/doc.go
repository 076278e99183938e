// Package outbox takes facts from a committed transaction to the event stream.
//
// A message is a row written in the transaction that made it true
// (change.Do does it). The relay, one per service at a time, publishes the rows
// in their order and forgets a row's place in the queue when the broker has
// confirmed it. A relay that dies in between publishes again; the broker drops
// the repeat by its message id, and the consumer's inbox drops what the broker
// no longer remembers.
//
// The table keeps every event: it is the truth, the stream a copy that Replay
// (or the relay by itself, when it finds the stream empty) can fill again.
//
// Order: if one transaction saw what another had committed, its events come
// later. Of two that ran side by side either may be first.
package outbox
