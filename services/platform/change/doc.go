// Package change is the trick that holds the services together: what made a
// change happen (the cause), the rows changed, the events, the audit entries and
// the jobs are one transaction. A repeat of the cause changes nothing and gets
// the answer of the first time.
//
// The life of a request with a request_id:
//
//	BEGIN
//	INSERT cause ── taken? ──▶ the stored answer, or REQUEST_ID_REUSED
//	the work: the store's own statements
//	INSERT events, audit entries; UPDATE cause with the answer (one statement)
//	COMMIT ──▶ wake the relay
//
// Two requests with the same id at the same time meet on the cause's key: the
// second waits for the first and gets its answer, or runs if the first failed.
package change
