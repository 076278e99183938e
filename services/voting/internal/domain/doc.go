// Package domain holds the rules by which the people of a village, a commune or an agency decide together (Luật Thực
// hiện dân chủ ở cơ sở 10/2022/QH15, Điều 15 to 24, 49 to 52; Nghị định 59/2023/NĐ-CP, Điều 3 to 9; Nghị định
// 61/2023/NĐ-CP) as plain Go: no context, no clock, no input or output. Whatever a rule needs (the moment, the calendar,
// the law book, who acts) is handed to it. No number of law stands here: each is asked of the vote's Pack.
//
// A vote:
//
//	            agree              announce             open (meeting, paper)          close             count
//	DRAFTED ─────────▶ AGREED ─────────────▶ ANNOUNCED ──────────────────────▶ OPEN ────────▶ CLOSED ────────▶ COUNTED
//	   ▲  edit            │                  │ ▲     │ opt in             ▲                     │                │  │
//	   └──────────────────┘      postpone ───┘ │     └──────▶ OPTED_IN ───┘ open (online)       │                │  │
//	                                           └── fall back: papers after a meeting too small ──┴────────────────┘  │
//	                                                                                                            decide
//	   FAILED ◀── share not reached, nobody elected ─────────────────────────────────────────────────────────────────┤
//	   PASSED ◀── share reached ─────────────────────────────────────────────────────────────────────────────────────┘
//	     │ send (≤ 5 working days)
//	     ▼
//	   SENT ── items 1, 2, 6 in a village: in force since the day they passed ───────────────▶ IN_EFFECT
//	     ├──── items 1, 2 in a commune: UBND sets the day of effect ──▶ (RECOGNISED until then) ─▶ │
//	     ├──── items 3, 4: UBND; item 5: the Front; recognise (≤ 5 working days) ─────────────────▶ │
//	     └──── refuse, with the reason ──▶ REFUSED                                                 │
//	                                       ANNULLED ◀── annul (also from PASSED, SENT) ────────────┤
//	                                        AMENDED ◀── a later decision replaces it ──────────────┘
//
// CANCELLED is reached from every state before CLOSED. A vote that failed, was refused or cancelled is kept as it is; to
// ask again is another vote. What is still to come or too late is computed from the due dates and the calendar, never
// stored as somebody's word.
//
// The whole is all households of the village, those that stayed away too; in an agency, those who came. A household has
// one voice across all forms of a round.
//
// Every change returns the new value and the facts that became true. The value handed in is never altered.
package domain
