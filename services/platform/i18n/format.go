package i18n

import (
	"fmt"
	"strconv"
	"time"
)

// Date writes a civil date the way both our languages read it here: 25/11/2026. An English reader of a Vietnamese
// administration would misread an American order, so there is one order only.
func Date(year int, month time.Month, day int) string {
	return fmt.Sprintf("%02d/%02d/%04d", day, int(month), year)
}

// LongDate puts the day of the week before the date: "thứ Tư 25/11/2026", "Wednesday 25/11/2026".
func LongDate(lang string, year int, month time.Month, day int) string {
	weekday := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Weekday()
	return Weekday(lang, weekday) + " " + Date(year, month, day)
}

var weekdays = [7]string{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"}

// Weekday names a day of the week.
func Weekday(lang string, day time.Weekday) string {
	if known(lang) == English {
		return day.String()
	}
	return weekdays[((day%7)+7)%7]
}

// Number groups the thousands: 1.234.567 in Vietnamese, 1,234,567 in English.
func Number(lang string, n int64) string {
	separator := byte('.')
	if known(lang) == English {
		separator = ','
	}
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	grouped := make([]byte, 0, len(digits)+len(digits)/3)
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			grouped = append(grouped, separator)
		}
		grouped = append(grouped, digits[i])
	}
	return sign + string(grouped)
}

// Decimal writes a number with a fixed count of decimals: 98,5 in Vietnamese, 98.5 in English. Thousands are grouped.
func Decimal(lang string, x float64, decimals int) string {
	plain := strconv.FormatFloat(x, 'f', decimals, 64)
	whole, fraction := plain, ""
	for i := range len(plain) {
		if plain[i] == '.' {
			whole, fraction = plain[:i], plain[i+1:]
			break
		}
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil { // not a number, infinite, or beyond int64: there is nothing to group
		return plain
	}
	grouped := Number(lang, n)
	if n == 0 && whole[0] == '-' {
		grouped = "-" + grouped
	}
	if fraction == "" {
		return grouped
	}
	if known(lang) == English {
		return grouped + "." + fraction
	}
	return grouped + "," + fraction
}
