// Package units is the read-only copy of directory that every service keeps: the tree of units with its past, the agencies,
// who holds which role where, and the working-day calendar.
//
//	directory ──DIRECTORY stream──▶ Consumer ──▶ *_copy tables of this service's own database
//	                                                   │ copy_version, polled every 300 ms by every replica
//	                                                   ▼
//	                                             Snapshot in memory (immutable, swapped as a whole)
//
// A service therefore answers questions about units without asking anybody, starts without directory being there, and
// every replica follows a change within a second. What it reads may be that second old; directory itself checks what must be exact.
//
// The key of a unit is its code and its first day, because codes are used again: 00004 was Phường Trúc Bạch and is
// Phường Ba Đình. A change of name or type by law makes a new unit too, linked to the old one as the same unit going on
// ([Snapshot.Continued]); merged and divided units end and are found through their links.
//
// Reading is lock-free: take [Copy.Snapshot] once for a request and every answer agrees with every other.
package units
