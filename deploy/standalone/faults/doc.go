// Package faults kills the whole product in the middle of its story, again and again, and counts: is everything that was
// acknowledged there, exactly once, and is the audit chain whole?
//
//	play ─▶ kill -9 at a random moment ─▶ start again ─▶ go on where it was ─▶ … ─▶ check journal, chains, outboxes
//
// One kill in five takes the database down with it, so that what counts is on its disk.
package faults
