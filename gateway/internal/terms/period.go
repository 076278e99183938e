package terms

import (
	"regexp"
	"strings"
)

// coded is a period as the services write it inside a sentence or a title.
var coded = regexp.MustCompile(`\b20[0-9]{2}-(?:Q[1-4]|H[12]|[MD][0-9]{1,3})\b`)

// Periods says every coded period in a text as people say it.
func (t *Terms) Periods(lang, text string) string {
	return coded.ReplaceAllStringFunc(text, func(period string) string { return t.Period(lang, period) })
}

// Period says the period of an obligation as people say it: "2026-Q1" is "quý 1 năm 2026".
func (t *Terms) Period(lang, period string) string {
	year, part, _ := strings.Cut(period, "-")
	if part == "" {
		return t.say(lang, "period.year", "year", year)
	}
	keys := map[byte]string{'Q': "period.quarter", 'H': "period.half", 'D': "period.decision", 'M': "period.month"}
	if key := keys[part[0]]; key != "" {
		return t.say(lang, key, "year", year, "number", part[1:])
	}
	return period
}
