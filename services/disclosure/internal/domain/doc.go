// Package domain holds the rules of disclosure (Luật Thực hiện dân chủ ở cơ sở 10/2022/QH15, Điều 11 to 14, 46 to 48,
// 64 to 66; Luật Tiếp cận thông tin 104/2016/QH13, Điều 24 to 31) as plain Go: no context, no clock, no input or output.
// Whatever a rule needs (the day, the calendar, the law book, who acts) is handed to it.
//
// A publication:
//
//	          submit               approve               publish
//	DRAFT ─────────────▶ IN_REVIEW ─────────▶ APPROVED ─────────────▶ PUBLISHED ──┐ correct, approved by another
//	  ▲                      │                 │  ▲  │                  │  │  │  ▲───┘ (next version)
//	  └──────── return ──────┴─────────────────┘  │  │ schedule         │  │  └─ archive ─▶ ARCHIVED
//	                                   unschedule │  ▼                  │  └─ expire ────▶ EXPIRED   (personal lists)
//	                                           SCHEDULED ─ the time ─▶  └─ withdraw ─────▶ WITHDRAWN (tombstone)
//
// An obligation, the duty of one unit to disclose one item for one period or decision:
//
//	EXPECTED ── decision made ──▶ OPEN ── publish ──▶ IN_FORMS ── all owed forms done ──▶ MET
//	    └─ not arisen ─▶ NOT_ARISEN  └─ withholding approved ─▶ WITHHELD ── lifted ──▶ OPEN
//
// How a thing stands in time (in time, due soon, overdue, late by n days) is computed from the due date and the calendar
// and never stored as somebody's word. A due date that was told is never moved silently: when the law or the calendar
// changes, what they now give is written down beside it as a proposal that a person accepts or declines.
//
// Every change returns the new value and the facts that became true. The value handed in is never altered.
package domain
