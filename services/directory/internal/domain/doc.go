// Package domain holds the rules of the directory: what a unit, an agency, a
// household, a role and a calendar year may be, and how they may change. It
// knows no clock, context, database or transport.
//
// Units live in a [Tree]. A unit is a code in an era; its period is half open:
//
//	        Establish                      End, Reorganise, Rename
//	(none) ───────────▶ future ──▶ in force ──────────────────────▶ ended
//	                                  │ ▲
//	             Transfer, Correct,   │ │   the key, "code@first day",
//	             SetAttributes        └─┘   never changes
//
// What ended stays readable for ever, and links lead from it to what came after.
// Renaming and retyping are by law the founding of a new unit on the same area,
// so they end one unit and begin another; a corrected spelling does neither.
//
// A household stands on the roll of one village:
//
//	(none) ── Register ──▶ on the roll ── End, Merge (into another), Move ──▶ off the roll
//	                          │ ▲
//	   ChangeRepresentative,  └─┘
//	   Split (goes on, smaller)
//
// A role binding is made for a period and can only be shortened:
//
//	(none) ── Bind ──▶ bound ── EndRole ──▶ ended
//
// A calendar year is replaced whole; each replacement is a revision:
//
//	(none) ──▶ provisional ──▶ decided ──▶ decided …   (never back)
//
// An import ends once:
//
//	pending ──▶ running ──▶ succeeded | rejected | failed
//	   └───────────┴──────▶ cancelled
package domain
