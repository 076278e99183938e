package app

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/vntext"
)

// Dates of birth as lists have them. Only the year is kept, so day and month may
// stand in either order, or be missing; a year of two digits is no year.
var (
	dayMonthYear = regexp.MustCompile(`^(?:ngay )?(?:(\d{1,2})[ ./-]+)?(?:thang )?(\d{1,2})[ ./-]+(?:nam )?(\d{4})$`)
	inWords      = regexp.MustCompile(`^ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})$`)
	yearFirst    = regexp.MustCompile(`^(\d{4})[./-](\d{1,2})[./-](\d{1,2})$`)
	midnight     = regexp.MustCompile(`[ t]0{1,2}:00(:00)?(\.0+)?$`)
)

// The numbers of days a spreadsheet counts: five digits, from 1927 to 2099. Four
// digits are a year.
const (
	firstSerial = 10_000
	lastSerial  = 73_050
)

// birthYear reads a year, or a date with one; how says which repair that was, ""
// for a year as it should be. ok is false when no year can be read with certainty.
func birthYear(text string) (year int, how string, ok bool) {
	text = strings.TrimSpace(midnight.ReplaceAllString(vntext.Fold(text), ""))
	if n, err := strconv.Atoi(text); err == nil {
		switch {
		case len(text) == 4:
			return n, "", true
		case n >= firstSerial && n <= lastSerial && len(text) == 5:
			return time.Date(1899, 12, 30+n, 0, 0, 0, 0, time.UTC).Year(), yearFromSerial, true
		}
		return 0, "", false
	}
	day, month, ordered := "", "", ""
	switch {
	case inWords.MatchString(text):
		m := inWords.FindStringSubmatch(text)
		day, month, ordered = m[1], m[2], m[3]
	case yearFirst.MatchString(text):
		m := yearFirst.FindStringSubmatch(text)
		day, month, ordered = m[3], m[2], m[1]
	case dayMonthYear.MatchString(text):
		m := dayMonthYear.FindStringSubmatch(text)
		day, month, ordered = m[1], m[2], m[3]
	default:
		return 0, "", false
	}
	year, _ = strconv.Atoi(ordered)
	return year, yearFromDate, onCalendar(day, month, year) || onCalendar(month, day, year)
}

// onCalendar reports whether there is such a day; a day or month that is not
// known is written 0 or left away.
func onCalendar(day, month string, year int) bool {
	d, _ := strconv.Atoi(day)
	m, _ := strconv.Atoi(month)
	if d == 0 && m <= 12 {
		return true
	}
	at := time.Date(year, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return m >= 1 && m <= 12 && at.Day() == d && int(at.Month()) == m
}

// restored puts back the zeros a spreadsheet took from a national id. It is done
// only where the year of birth in the same row is the one in the number: a digit
// left out elsewhere would not agree. Numbers of people who are of age today were
// given under Điều 13 Nghị định 137/2015/NĐ-CP: three digits for the place, one
// for century and sex, two for the year. Nine digits are an old identity card.
func restored(id string, born int) (string, bool) {
	if born == 0 || len(id) < 10 || len(id) > 11 {
		return "", false
	}
	id = strings.Repeat("0", 12-len(id)) + id
	century := 19 + int(id[3]-'0')/2
	of, err := strconv.Atoi(id[4:6])
	return id, err == nil && century*100+of == born && id[:3] != "000"
}
