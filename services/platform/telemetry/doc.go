// Package telemetry makes one trace out of everything that a click causes – HTTP, gRPC, SQL, jobs, the bus and its
// consumers –, counts calls by rate, errors and duration, and writes log lines that name their trace and request.
//
// It is silent by default: without an OTLP address no span is recorded (ids are still made and passed on, so that logs
// can be joined), without a registry no metric is kept. Nothing personal leaves by this door: what could carry a person's
// data is taken out of spans ([Setup]) and of log lines ([NewLog]) before it is written.
package telemetry
