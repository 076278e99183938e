package terms

import "strings"

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
