// Package bus carries facts between services: CloudEvents 1.0 in binary mode
// over NATS JetStream, protobuf as data, one stream per service.
//
// Events come from outboxes only (package outbox publishes them); commands do
// not travel here. A consumer takes an event in one transaction with an inbox
// row, so an event delivered twice works once, and with its position in the
// stream, so that after a kill it goes on at once where it was.
//
// The position is in the service's database rather than in a durable consumer on
// the broker: there, what a killed reader held comes again only after a wait, and
// behind what is newer. So a consumer sees the events of a stream in their order:
// over all replicas of a service one at a time reads, and an event that fails is
// tried again before the next one is looked at. After several failures it is
// parked, in a table, and the rest goes on; Replay brings it back when the cause
// has been mended.
//
// Caches that need no database and may miss the past use Watch.
package bus
