// Package jobs is background work: timers, reminders, deliveries, imports,
// reports. A job is a row inserted in the transaction of the business change
// that needs it, so it exists exactly when the change does; River runs it at
// least once, with retries.
//
// Clients poll. River's LISTEN/NOTIFY is switched off on both sides: a NOTIFY
// inside a transaction takes a global lock until the commit is flushed and
// undoes group commit (measured: ten to twenty times slower).
//
// Do not use a job for a fact other services must know (that is the outbox), nor
// one per ballot.
package jobs
