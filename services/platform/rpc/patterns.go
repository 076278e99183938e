package rpc

import "regexp"

// form is how a pattern of our protos is said to people: the key of its sentence and
// an example, because nobody reads a regular expression.
type form struct{ reason, example string }

var forms = map[string]form{
	`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`:                             {"FORM_DAY", "2026-11-21"},
	`^units/[0-9.]+(@[0-9]{4}-[0-9]{2}-[0-9]{2})?$`:            {"FORM_UNIT", "units/08584"},
	`^units/[0-9A-Za-z.]{1,24}(@[0-9]{4}-[0-9]{2}-[0-9]{2})?$`: {"FORM_UNIT", "units/08584"},
	`^units/[0-9.]+@[0-9]{4}-[0-9]{2}-[0-9]{2}$`:               {"FORM_UNIT_KEY", "units/08584@2025-07-01"},
	`^[0-9]{2}$|^[0-9]{3}$|^[0-9]{5}(\.[0-9]{1,6})?$`:          {"FORM_UNIT_CODE", "08584"},
	`^[0-9]{12}$`:                                    {"FORM_NATIONAL_ID", ""},
	`^[A-Z0-9]{2,3}(\.[A-Z0-9]{1,4}){0,7}$`:          {"FORM_AGENCY_CODE", "H44.1.2"},
	`^calendarYears/[0-9]{4}$`:                       {"FORM_NAME", "calendarYears/2026"},
	`^catalogueItems/[a-z0-9._-]{1,60}$`:             {"FORM_NAME", "catalogueItems/10-2022.11.1"},
	`^[0-9]{4}(-(Q[1-4]|H[12]|M(0[1-9]|1[0-2])))?$`:  {"FORM_TERM", "2026-Q4"},
	`^votes/[0-9a-f-]{36}/objections/[0-9a-f-]{36}$`: {"FORM_NAME", "votes/" + someID + "/objections/" + someID},
	`^publications/[0-9a-f-]{36}/forms/[0-9]{1,6}$`:  {"FORM_NAME", "publications/" + someID + "/forms/1"},
}

const someID = "0198c0de-5d3a-7000-8000-2f6b0c1d7e11"

// named is the pattern of a resource name that ends with an id.
var named = regexp.MustCompile(`^\^([A-Za-z]+/)\[0-9a-f-\]\{36\}\$$`)

// formOf says a pattern; false for one nobody has put into words, of which people
// are told only that the form is wrong.
func formOf(pattern string) (form, bool) {
	if m := named.FindStringSubmatch(pattern); m != nil {
		return form{"FORM_NAME", m[1] + someID}, true
	}
	f, known := forms[pattern]
	return f, known
}
