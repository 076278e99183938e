package domain

import (
	"strings"
	"unicode"
)

// Person is the little we keep of somebody who represents a household.
type Person struct {
	Name      string
	BirthYear int // 0 when not known
	// Key is the keyed hash of the national id ("pk:…"), or "".
	Key string
	// Phone is "+84…", or "".
	Phone string
}

// adult is the age of full civil capacity, without which nobody represents a household.
const adult = 18

// Check refuses what cannot be a representative on the day, and returns the
// person with the telephone number normalised.
func (p Person) Check(day Date) (Person, error) {
	p.Name = strings.Join(strings.Fields(p.Name), " ")
	if !nameLike(p.Name) {
		return Person{}, refuse(Malformed, NameMalformed, "representative.full_name")
	}
	if p.BirthYear != 0 && (p.BirthYear < 1900 || p.BirthYear > day.Y-adult) {
		return Person{}, refuse(Malformed, BirthYearImpossible, "representative.birth_year").
			by("Điều 20 Bộ luật Dân sự 91/2015/QH13")
	}
	if p.Phone != "" {
		phone, ok := NormalisePhone(p.Phone)
		if !ok {
			return Person{}, refuse(Malformed, PhoneMalformed, "representative.phone")
		}
		p.Phone = phone
	}
	return p, nil
}

// nameLike accepts letters of any script, spaces and the few signs names carry.
// Digits, brackets and control characters are somebody else's column.
func nameLike(name string) bool {
	letters := 0
	for _, r := range name {
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r):
			letters++
		case r == ' ' || r == '\'' || r == '’' || r == '-' || r == '.':
		default:
			return false
		}
	}
	return letters >= 2 && len(name) <= 200
}

// NormalisePhone reads a Vietnamese telephone number as people write it
// ("0912.345.678", "+84 912 345 678", "84912345678") and returns "+84912345678".
// A mobile number has nine digits after the zero, a landline ten.
func NormalisePhone(text string) (string, bool) {
	var digits strings.Builder
	for i, r := range strings.TrimSpace(text) {
		switch {
		case r >= '0' && r <= '9':
			digits.WriteRune(r)
		case r == '+' && i == 0, r == ' ', r == '.', r == '-', r == '(', r == ')', r == '\u00a0':
		default:
			return "", false
		}
	}
	n := digits.String()
	switch {
	case strings.HasPrefix(n, "84"):
		n = n[2:]
	case strings.HasPrefix(n, "0"):
		n = n[1:]
	default:
		// A spreadsheet ate the leading zero of a mobile number.
		if len(n) != 9 {
			return "", false
		}
	}
	n = strings.TrimPrefix(n, "0")
	mobile := len(n) == 9 && strings.ContainsRune("35789", rune(n[0]))
	landline := len(n) == 10 && n[0] == '2'
	if !mobile && !landline {
		return "", false
	}
	return "+84" + n, true
}
