// Package workday counts time the way Vietnamese administrative law does.
//
// Every due date of the product comes from here, so the package is plain
// standard library, knows no clock and keeps no state: a Calendar goes in, a
// Due comes out, together with the steps that led to it, so that a page can
// show an official or a citizen why a day is the last one.
//
// The counting conventions carry the numbers C1 to C11 used throughout the
// project's notes on the law:
//
//	C1   the day of the event is not counted            Điều 147.2–3 Bộ luật Dân sự 2015
//	C2   a period ends at 24:00 of its last day         Điều 148.1, 148.6
//	C3   an end on a day off moves to the next working day  Điều 148.5
//	C4   working days: Monday to Friday, minus days off, plus worked weekend days
//	C5   "at least N days before" is counted backwards and never moves later
//	C6   "at least N days" lasts through the end of start + N
//	C7   N consecutive dates, for loudspeaker broadcasts
//	C8   months end on the same day number, or on the last day of the month  Điều 148.3
//	C9   hours run from the exact minute, through days off  Điều 147.1
//	C10  the calendar is Gregorian                      Điều 145.2
//	C11  suspended time is not counted                  Điều 34.2 Luật Tố cáo; NĐ 155/2026
//
// What the law leaves open (C3, C5, C6, C11) is a field of Conventions whose
// zero value is the default taken by the project.
package workday
