package lawbook_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/law"
)

// The shares of the law on deciding together, typed a second time from its articles: of what they are a part is half of
// the rule, since a village counts those who stayed away and an agency does not.
func TestVotingShares(t *testing.T) {
	b := national(t)
	twoThirds, majority := law.Share{Num: 2, Den: 3}, law.Share{Num: 1, Den: 2, Strict: true}
	for id, want := range map[string]struct {
		share law.Share
		of    law.Whole
		basis string
	}{
		"voting.threshold.contributions":    {twoThirds, law.Households, "Điều 21 khoản 1 Luật 10/2022/QH15"},
		"voting.threshold.villages":         {twoThirds, law.Villages, "Điều 21 khoản 1 Luật 10/2022/QH15"},
		"voting.threshold.majority":         {majority, law.Households, "Điều 21 khoản 1 Luật 10/2022/QH15"},
		"voting.initiative.consent":         {law.Share{Num: 1, Den: 10}, law.Households, "Điều 16 khoản 3 Luật 10/2022/QH15"},
		"voting.meeting.secretary":          {majority, law.Attending, "Điều 3 khoản 5 điểm a Nghị định 59/2023/NĐ-CP"},
		"voting.meeting.method":             {majority, law.Attending, "Điều 3 khoản 5 điểm b Nghị định 59/2023/NĐ-CP"},
		"voting.meeting.counting_committee": {majority, law.Attending, "Điều 3 khoản 5 điểm c Nghị định 59/2023/NĐ-CP"},
		"voting.online.opt_in":              {majority, law.Households, "Điều 5 khoản 2 điểm c Nghị định 59/2023/NĐ-CP"},
		"voting.online.threshold":           {majority, law.Households, "Điều 5 khoản 4 điểm b Nghị định 59/2023/NĐ-CP"},
		"voting.election.petition":          {law.Share{Num: 1, Den: 2}, law.Households, "Điều 9 khoản 1 điểm b Nghị định 59/2023/NĐ-CP"},
		"voting.convention.present":         {majority, law.Households, "Điều 10 Nghị định 61/2023/NĐ-CP"},
		"voting.convention.threshold":       {majority, law.Households, "Điều 10 Nghị định 61/2023/NĐ-CP"},
		"voting.agency.proposal":            {law.Share{Num: 1, Den: 3}, law.Staff, "Điều 50 khoản 1 Luật 10/2022/QH15"},
		"voting.agency.quorum":              {twoThirds, law.Staff, "Điều 51 khoản 2 điểm c Luật 10/2022/QH15"},
		"voting.agency.quorum_of_delegates": {twoThirds, law.Delegates, "Điều 51 khoản 2 điểm c Luật 10/2022/QH15"},
		"voting.agency.majority":            {majority, law.StaffAttending, "Điều 51 khoản 2 điểm c Luật 10/2022/QH15"},
		"voting.enterprise.quorum":          {twoThirds, law.Staff, "Điều 69 Luật 10/2022/QH15"},
		"voting.enterprise.majority":        {majority, law.StaffAttending, "Điều 69 Luật 10/2022/QH15"},
	} {
		rule, err := b.AsOf(id, on("2026-11-21"))
		if err != nil {
			t.Error(err)
			continue
		}
		if rule.Unit != law.ShareOf || rule.Share != want.share || rule.Of != want.of || rule.Basis.String() != want.basis || rule.Overlay != law.Fixed {
			t.Errorf("%s: %s of %s, %s; want %+v", id, rule.Share, rule.Of, rule.Basis, want)
		}
	}
}

// The days and the numbers of people.
func TestVotingNumbers(t *testing.T) {
	b := national(t)
	for id, want := range map[string]struct {
		value    int
		unit     law.Unit
		counting law.Counting
		basis    string
	}{
		"voting.initiative.validity":         {3, law.Months, law.Within, "Điều 16 khoản 3 Luật 10/2022/QH15"},
		"voting.meeting.notice":              {2, law.CalendarDays, law.Before, "Điều 3 khoản 3 Nghị định 59/2023/NĐ-CP"},
		"voting.meeting.papers":              {2, law.CalendarDays, law.Before, "Điều 3 khoản 4 Nghị định 59/2023/NĐ-CP"},
		"voting.meeting.committee_min":       {3, law.Count, "", "Điều 3 khoản 5 điểm c Nghị định 59/2023/NĐ-CP"},
		"voting.meeting.committee_max":       {5, law.Count, "", "Điều 3 khoản 5 điểm c Nghị định 59/2023/NĐ-CP"},
		"voting.meeting.witnesses":           {2, law.Count, "", "Điều 3 khoản 5 điểm c Nghị định 59/2023/NĐ-CP"},
		"voting.cluster.households":          {200, law.Count, "", "Điều 18 khoản 3 Luật 10/2022/QH15"},
		"voting.paper.team_min":              {3, law.Count, "", "Điều 19 khoản 2 Luật 10/2022/QH15"},
		"voting.paper.team_max":              {5, law.Count, "", "Điều 19 khoản 2 Luật 10/2022/QH15"},
		"voting.paper.notice":                {2, law.CalendarDays, law.Before, "Điều 19 khoản 2 Luật 10/2022/QH15"},
		"voting.paper.plan_sent":             {2, law.CalendarDays, law.Within, "Điều 4 khoản 2 Nghị định 59/2023/NĐ-CP"},
		"voting.decision.send":               {5, law.WorkingDays, law.Within, "Điều 20 khoản 3 Luật 10/2022/QH15"},
		"voting.decision.households_sign":    {2, law.Count, "", "Điều 20 khoản 2 điểm g Luật 10/2022/QH15"},
		"voting.recognition.committee":       {5, law.WorkingDays, law.Within, "Điều 21 khoản 2 Luật 10/2022/QH15"},
		"voting.recognition.front":           {5, law.WorkingDays, law.Within, "Điều 21 khoản 2 Luật 10/2022/QH15"},
		"voting.election.decision":           {20, law.CalendarDays, law.Before, "Điều 6 khoản 1 điểm a Nghị định 59/2023/NĐ-CP"},
		"voting.election.candidates":         {15, law.CalendarDays, law.Before, "Điều 6 khoản 2 Nghị định 59/2023/NĐ-CP"},
		"voting.election.team":               {10, law.CalendarDays, law.Before, "Điều 6 khoản 1 điểm b Nghị định 59/2023/NĐ-CP"},
		"voting.election.posting":            {7, law.CalendarDays, law.Before, "Điều 6 Nghị định 59/2023/NĐ-CP"},
		"voting.election.after_release":      {60, law.CalendarDays, law.Within, "Điều 9 khoản 3 Nghị định 59/2023/NĐ-CP"},
		"voting.election.head_term":          {60, law.Months, law.Within, "Điều 4 khoản 3 Nghị định 185/2026/NĐ-CP"},
		"voting.election.head_term_shift":    {6, law.Months, law.Within, "Điều 4 khoản 3 Nghị định 185/2026/NĐ-CP"},
		"voting.election.interim":            {6, law.Months, law.Within, "Điều 4 khoản 2 Nghị định 185/2026/NĐ-CP"},
		"voting.board.by_election_remaining": {6, law.Months, law.AtLeast, "Điều 36 khoản 2 Luật 10/2022/QH15"},
		"voting.convention.posting":          {30, law.CalendarDays, law.AtLeast, "Điều 9 khoản 1 Nghị định 61/2023/NĐ-CP"},
		"voting.convention.recognition":      {5, law.WorkingDays, law.Within, "Điều 11 khoản 3 điểm b Nghị định 61/2023/NĐ-CP"},
		"voting.convention.distribute":       {2, law.WorkingDays, law.Within, "Điều 18 khoản 1 điểm a Nghị định 61/2023/NĐ-CP"},
		"voting.convention.suspend":          {3, law.WorkingDays, law.Within, "Điều 12 Nghị định 61/2023/NĐ-CP"},
		"voting.agency.timing":               {3, law.Months, law.Within, "Điều 51 khoản 1 Luật 10/2022/QH15"},
		"voting.agency.delegates_from":       {100, law.Count, "", "Điều 51 khoản 2 điểm b Luật 10/2022/QH15"},
		"voting.agency.optional_to":          {7, law.Count, "", "Điều 51 khoản 2 điểm đ Luật 10/2022/QH15"},
	} {
		rule, err := b.AsOf(id, on("2026-11-21"))
		if err != nil {
			t.Error(err)
			continue
		}
		if rule.Value != want.value || rule.Unit != want.unit || rule.Counting != want.counting || rule.Basis.String() != want.basis {
			t.Errorf("%s: %d %s %s, %s; want %+v", id, rule.Value, rule.Unit, rule.Counting, rule.Basis, want)
		}
	}
}

// The law came into force on 01/7/2023, its decrees on 15 and 16/8/2023, the decree on villages on 26/5/2026 (its Điều 20).
func TestVotingRulesBegin(t *testing.T) {
	b := national(t)
	first := map[string]string{"Luật 10/2022/QH15": "2023-07-01", "Nghị định 59/2023/NĐ-CP": "2023-08-15", "Nghị định 61/2023/NĐ-CP": "2023-08-16", "Nghị định 185/2026/NĐ-CP": "2026-05-26"}
	for _, id := range b.IDs() {
		if !strings.HasPrefix(id, "voting.") {
			continue
		}
		for _, rule := range b.Versions(id) {
			if want := first[rule.Basis.Document]; want == "" || rule.From != on(want) {
				t.Errorf("%s from %s, %s", id, rule.From, rule.Basis)
			}
			if len(rule.AppliesTo) == 0 {
				t.Errorf("%s applies to nothing", id)
			}
		}
		if _, err := b.AsOf(id, on("2023-06-30")); !errors.Is(err, law.ErrNotInForce) {
			t.Errorf("%s before there was a law: %v", id, err)
		}
	}
}

// Điều 17.2: online voting is for clause 6 of Điều 15 alone; papers at once for it and for the whole commune.
func TestVotingForms(t *testing.T) {
	b := national(t)
	for id, want := range map[string][]string{
		"voting.form.online": {"village.item6"},
		"voting.form.paper":  {"commune.item1", "commune.item2", "village.item6"},
	} {
		if rule, err := b.AsOf(id, on("2026-11-21")); err != nil || !slices.Equal(rule.AppliesTo, want) {
			t.Errorf("%s applies to %v, %v; want %v", id, rule.AppliesTo, err, want)
		}
	}
}
