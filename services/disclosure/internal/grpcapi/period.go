package grpcapi

import "strings"

// quarters are numbered as official documents number them.
var quarters = map[string]string{"Q1": "I", "Q2": "II", "Q3": "III", "Q4": "IV"}

// period says the period of an obligation as people say it: "2026-Q1" is "Quý I năm 2026". A code it does not know stays as it is.
func (s *Surface) period(lang, code string) string {
	year, part, parts := strings.Cut(code, "-")
	params := map[string]string{"year": year, "quarter": quarters[part]}
	switch {
	case !parts:
		return s.words.Text(lang, "period.year", params)
	case params["quarter"] != "":
		return s.words.Text(lang, "period.quarter", params)
	case part == "H1":
		return s.words.Text(lang, "period.first_half", params)
	case part == "H2":
		return s.words.Text(lang, "period.second_half", params)
	}
	params["number"] = strings.TrimLeft(part, "MD0")
	switch {
	case strings.HasPrefix(part, "M"):
		return s.words.Text(lang, "period.month", params)
	case strings.HasPrefix(part, "D"):
		return s.words.Text(lang, "period.decision", params)
	}
	return code
}
