package domain_test

import (
	"testing"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

var photo = []domain.Attachment{{FileName: "bang-tin.jpg", SHA256: "x"}}

func posting(place, from, to string) domain.FormRecord {
	r := domain.FormRecord{Form: "posting", PlaceKind: place, Place: "x", From: day(from), Evidence: photo}
	if to != "" {
		r.To = day(to)
	}
	return r
}

func aired(dates ...string) domain.FormRecord {
	r := domain.FormRecord{Form: "radio", From: day(dates[0])}
	for _, d := range dates {
		r.BroadcastDates = append(r.BroadcastDates, day(d))
	}
	return r
}

func TestFulfilment(t *testing.T) {
	t.Parallel()
	both := func(from, to string) []domain.FormRecord {
		return []domain.FormRecord{posting("office", from, to), posting("community", from, to)}
	}
	for name, tc := range map[string]struct {
		item, form, today string
		records           []domain.FormRecord
		facts             law.Facts
		fulfilled, na     bool
	}{
		"Điều 13.2: 30 days, still up after 30":           {"communes.12", "posting", "2026-04-01", both("2026-03-01", ""), law.Facts{Portal: true}, true, false},
		"Điều 13.2: 30 days, the day before":              {"communes.12", "posting", "2026-03-31", both("2026-03-01", ""), law.Facts{Portal: true}, false, false},
		"Điều 13.2: taken down on day 30 (C6 strict)":     {"communes.12", "posting", "2026-05-01", both("2026-03-01", "2026-03-30"), law.Facts{Portal: true}, false, false},
		"Điều 13.2: taken down after day 30":              {"communes.12", "posting", "2026-05-01", both("2026-03-01", "2026-03-31"), law.Facts{Portal: true}, true, false},
		"Điều 13.2: at the office only":                   {"communes.12", "posting", "2026-05-01", both("2026-03-01", "")[:1], law.Facts{Portal: true}, false, false},
		"Điều 13.2: two halves are not continuous":        {"communes.12", "posting", "2026-05-01", append(both("2026-03-01", "2026-03-16"), both("2026-03-18", "2026-04-02")...), law.Facts{Portal: true}, false, false},
		"Điều 13.2: items 4 and 13 stay up":               {"communes.13", "posting", "2026-03-02", both("2026-03-01", "")[:1], law.Facts{Portal: true}, true, false},
		"Điều 13.2: items 4 and 13 taken down":            {"communes.13", "posting", "2026-05-02", both("2026-03-01", "2026-05-01")[:1], law.Facts{Portal: true}, false, false},
		"Điều 13.3: three consecutive dates":              {"communes.12", "radio", "2026-03-04", []domain.FormRecord{aired("2026-03-01", "2026-03-02", "2026-03-03")}, law.Facts{Portal: true, Radio: true}, true, false},
		"Điều 13.3: three dates with a gap":               {"communes.12", "radio", "2026-03-09", []domain.FormRecord{aired("2026-03-01", "2026-03-02", "2026-03-04")}, law.Facts{Portal: true, Radio: true}, false, false},
		"Điều 13.3: two records make three dates":         {"communes.12", "radio", "2026-03-09", []domain.FormRecord{aired("2026-03-01", "2026-03-02"), aired("2026-03-03")}, law.Facts{Portal: true, Radio: true}, true, false},
		"Điều 13.3: no radio, no broadcast":               {"communes.12", "radio", "2026-03-09", nil, law.Facts{Portal: true}, false, true},
		"Điều 13.4: items 7 to 12 go to the village head": {"communes.12", "village_head", "2026-03-09", []domain.FormRecord{{Form: "village_head", From: day("2026-03-05"), Note: "Họp thôn"}}, law.Facts{Portal: true}, true, false},
		"Điều 13.1: the portal":                           {"communes.12", "portal", "2026-03-09", []domain.FormRecord{{Form: "portal", From: day("2026-03-09")}}, law.Facts{Portal: true}, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, f := range domain.Fulfil(book(t), workday.Default(), item(t, law.Communes, tc.item), tc.facts, tc.records, day(tc.today)) {
				if f.Required.Form == tc.form {
					if f.Fulfilled != tc.fulfilled || f.NotApplicable != tc.na {
						t.Errorf("%+v, want fulfilled %v, not applicable %v", f, tc.fulfilled, tc.na)
					}
					return
				}
			}
			t.Errorf("the form %s is not asked of %s", tc.form, tc.item)
		})
	}
}

// A record stands by itself: the other place, or the other broadcasts, are not its business.
func TestLasting(t *testing.T) {
	t.Parallel()
	radio := law.Facts{Portal: true, Radio: true}
	for name, tc := range map[string]struct {
		record    domain.FormRecord
		facts     law.Facts
		today     string
		owed      bool
		fulfilled bool
		missing   int
	}{
		"Điều 13.2: one place, on its first day":       {posting("office", "2026-03-01", ""), radio, "2026-03-01", true, false, 31},
		"Điều 13.2: one place, long enough":            {posting("office", "2026-03-01", ""), radio, "2026-04-01", true, true, 0},
		"Điều 13.3: one broadcast of three":            {aired("2026-03-01"), radio, "2026-03-01", true, false, 2},
		"Điều 13.3: three broadcasts":                  {aired("2026-03-01", "2026-03-02", "2026-03-03"), radio, "2026-03-03", true, true, 0},
		"Điều 13.3: where there is no radio":           {aired("2026-03-01"), law.Facts{Portal: true}, "2026-03-01", false, false, 0},
		"Điều 12.1: a form that is not asked for":      {domain.FormRecord{Form: "letter", From: day("2026-03-01")}, radio, "2026-03-01", false, false, 0},
		"Điều 13.4: told by the head, done the moment": {domain.FormRecord{Form: "village_head", From: day("2026-03-01"), Note: "x"}, radio, "2026-03-01", true, true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			alone, owed := domain.Lasting(book(t), workday.Default(), item(t, law.Communes, "communes.12"), tc.facts, tc.record, day(tc.today))
			if owed != tc.owed || alone.Fulfilled != tc.fulfilled || alone.MissingDays != tc.missing {
				t.Errorf("owed %v, fulfilled %v, missing %d; want %v, %v, %d", owed, alone.Fulfilled, alone.MissingDays, tc.owed, tc.fulfilled, tc.missing)
			}
		})
	}
}

// A longer posting ordered later is not asked of what was put up before; nor does what was met become unmet (law §1.1).
func TestADurationKeepsTheRuleOfItsStart(t *testing.T) {
	t.Parallel()
	longer, err := book(t).AsOf("commune.disclosure.posting", day("2026-03-01"))
	if err != nil {
		t.Fatal(err)
	}
	longer.Value, longer.From = 45, day("2026-04-01")
	later, err := book(t).Overlay("25", []law.Rule{longer})
	if err != nil {
		t.Fatal(err)
	}
	fees, facts := item(t, law.Communes, "communes.12"), law.Facts{Portal: true}
	for from, want := range map[string]bool{"2026-03-01": true, "2026-04-01": false} { // forty days on, each time
		records := []domain.FormRecord{posting("office", from, ""), posting("community", from, "")}
		today := day(from).AddDays(40)
		for _, f := range domain.Fulfil(later, workday.Default(), fees, facts, records, today) {
			if f.Required.Form == "posting" && f.Fulfilled != want {
				t.Errorf("put up on %s, by a rule of %d days: fulfilled %v, want %v", from, f.Rule.Value, f.Fulfilled, want)
			}
		}
		if alone, _ := domain.Lasting(later, workday.Default(), fees, facts, records[0], today); alone.Fulfilled != want {
			t.Errorf("the record of %s by itself: %v, want %v", from, alone.Fulfilled, want)
		}
	}
}

// Điều 48, 66: agencies and enterprises, at least 20 days inside.
func TestAgenciesTwentyDays(t *testing.T) {
	t.Parallel()
	records := []domain.FormRecord{{Form: "internal_site", From: day("2026-03-01")}}
	for _, tc := range []struct{ catalogue, item string }{{law.Agencies, "agencies.01"}, {law.StateEnterprises, "state_enterprises.rules"}} {
		for today, want := range map[string]bool{"2026-03-21": false, "2026-03-22": true} {
			all := domain.Fulfil(book(t), workday.Default(), item(t, tc.catalogue, tc.item), law.Facts{InternalSite: true}, records, day(today))
			if got := domain.Complete(all); got != want {
				t.Errorf("%s on %s: complete %v, want %v", tc.item, today, got, want)
			}
		}
	}
}

func TestRecordsAreChecked(t *testing.T) {
	t.Parallel()
	with := setting(t, "communes.12", "2026-03-20")
	p := domain.Publication{State: domain.Published, Item: "communes.12", PublishedAt: at("2026-03-10")}
	for name, tc := range map[string]struct {
		record domain.FormRecord
		reason domain.Reason
	}{
		"in the future":            {posting("office", "2026-03-21", ""), domain.DateInFuture},
		"before the publication":   {posting("office", "2026-03-09", ""), domain.DateTooEarly},
		"ended before it began":    {posting("office", "2026-03-15", "2026-03-14"), domain.DateTooEarly},
		"at the bus stop":          {posting("bus_stop", "2026-03-15", ""), domain.PlaceNotAllowed},
		"without evidence":         {domain.FormRecord{Form: "posting", PlaceKind: "office", Place: "x", From: day("2026-03-15")}, domain.EvidenceRequired},
		"broadcast on no date":     {domain.FormRecord{Form: "radio", From: day("2026-03-15")}, domain.BroadcastDatesInvalid},
		"broadcast twice on a day": {aired("2026-03-15", "2026-03-15"), domain.BroadcastDatesInvalid},
		"broadcast tomorrow":       {aired("2026-03-20", "2026-03-21"), domain.DateInFuture},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := p.RecordForm(tc.record, with)
			refused(t, err, tc.reason)
		})
	}
}

// Điều 13.2: taking a posting down early needs a reason and leaves the form unfulfilled.
func TestEndingAPostingEarly(t *testing.T) {
	t.Parallel()
	p := domain.Publication{State: domain.Published, Item: "communes.12", PublishedAt: at("2026-03-10")}
	p, _, err := p.RecordForm(posting("office", "2026-03-10", ""), setting(t, "communes.12", "2026-03-10"))
	if err != nil {
		t.Fatal(err)
	}
	with := setting(t, "communes.12", "2026-03-20")
	_, _, err = p.EndForm(1, day("2026-03-20"), "", with)
	refused(t, err, domain.FormEndedEarly)
	ended, facts, err := p.EndForm(1, day("2026-03-20"), "Bão làm hỏng bảng tin", with)
	if err != nil || !facts[0].(domain.FormEnded).Early {
		t.Fatalf("%v %v", facts, err)
	}
	_, _, err = ended.EndForm(1, day("2026-03-20"), "", with)
	refused(t, err, domain.FormAlreadyEnded)

	// The same when it is recorded only after it came down.
	afterwards := posting("office", "2026-03-10", "2026-03-20")
	_, _, err = ended.RecordForm(afterwards, with)
	refused(t, err, domain.FormEndedEarly)
	afterwards.EarlyReason = "Bão làm hỏng bảng tin"
	told, _, err := ended.RecordForm(afterwards, with)
	if err != nil || told.Forms[1].EarlyReason == "" {
		t.Errorf("%v %v", told.Forms, err)
	}
	later := setting(t, "communes.12", "2026-04-20")
	long := posting("office", "2026-03-10", "2026-04-09")
	long.EarlyReason = "không cần"
	if told, _, err = ended.RecordForm(long, later); err != nil || told.Forms[1].EarlyReason != "" {
		t.Errorf("a posting that has lasted keeps no reason: %v %v", told.Forms, err)
	}
}
